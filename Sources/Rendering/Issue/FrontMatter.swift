import Mail
import Yams

/// The YAML between `---` lines at the start of an issue.
struct FrontMatter {
    /// A value with the line of its key.
    struct Entry {
        let key: FrontMatterKey
        let value: TemplateValue?
        /// For error texts: "a list", "a table".
        let kind: String
    }

    /// In order; a key without a value has none.
    let entries: [Entry]

    static let none = FrontMatter(entries: [])

    static let maximumValues = 1_000
    private static let maximumDepth = 16

    /// Cuts an issue's text into front matter and Markdown.
    ///
    /// - Returns: the YAML, nil if the first line is not `---`; the Markdown and the number of its first line.
    static func split(_ text: String, path: String) throws(IssueError) -> (
        yaml: String?, markdown: String, firstLine: Int
    ) {
        guard text.hasBytes(prefix: "---") else { return (nil, text, 1) }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard isFence(lines[0], "---") else { return (nil, text, 1) }
        guard let end = lines.dropFirst().firstIndex(where: { isFence($0, "---") || isFence($0, "...") }) else {
            throw IssueError(path: path, line: 1, .frontMatterNotClosed)
        }
        let yaml = lines[1..<end].joined(separator: "\n")
        return (yaml, lines[(end + 1)...].joined(separator: "\n"), end + 2)
    }

    /// Reads YAML that begins in line 2 of its file.
    static func parse(_ yaml: String, path: String) throws(IssueError) -> FrontMatter {
        // One more than `NodeConverter` takes, whose error says what is wrong.
        if let (problem, line) = YAMLShape.problem(in: yaml, maximumDepth: maximumDepth + 2) {
            let isKey = problem == .compoundKey
            throw IssueError(path: path, line: line + 1, isKey ? .frontMatterNotKeys : .frontMatterTooLarge)
        }
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch {
            throw IssueError(path: path, line: line(of: error), .invalidYAML(words(of: error)))
        }
        guard let node, node.null == nil else { return .none }
        guard case .mapping(let mapping) = node else { throw IssueError(path: path, line: 2, .frontMatterNotKeys) }
        var converter = NodeConverter(budget: maximumValues, maximumDepth: maximumDepth)
        var entries: [Entry] = []
        for (key, value) in mapping {
            let line = (key.mark?.line ?? 1) + 1
            guard let name = key.scalar?.string else { throw IssueError(path: path, line: line, .frontMatterNotKeys) }
            let converted = converter.value(value)
            if converter.isExhausted { throw IssueError(path: path, line: line, .frontMatterTooLarge) }
            entries.append(Entry(key: FrontMatterKey(name: name, line: line), value: converted, kind: value.kind))
        }
        return FrontMatter(entries: entries)
    }

    private static func isFence(_ line: Substring, _ fence: String) -> Bool {
        line.hasPrefix(fence) && line.dropFirst(fence.count).allSatisfy { $0 == " " || $0 == "\t" }
    }

    /// YAML's line 1 is the file's line 2.
    private static func line(of error: any Error) -> Int {
        switch error as? YamlError {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line + 1
        case .duplicatedKeysInMapping(_, let context): context.mark.line + 1
        default: 2
        }
    }

    private static func words(of error: any Error) -> String {
        switch error as? YamlError {
        case .reader(let problem, _, _, _), .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
            .composer(_, let problem, _, _):
            problem
        case .duplicatedKeysInMapping(let duplicates, _):
            "it has more than one key \(duplicates.map { "'\($0)'" }.joined(separator: ", "))"
        default: "\(error)"
        }
    }
}

/// Turns YAML's values into the templates', up to a number and a depth: aliases can blow a small file up.
private struct NodeConverter {
    var budget: Int
    let maximumDepth: Int
    var isExhausted: Bool { budget < 0 }

    /// Nil stands for YAML's null.
    mutating func value(_ node: Node, depth: Int = 0) -> TemplateValue? {
        budget -= depth > maximumDepth ? budget + 1 : 1
        if isExhausted { return nil }
        switch node {
        case .scalar(let scalar):
            if node.null != nil { return nil }
            return scalar.style == .plain && node.bool != nil ? .flag(node.bool == true) : .text(scalar.string)
        case .sequence(let sequence):
            var values: [TemplateValue] = []
            for element in sequence { if let value = value(element, depth: depth + 1) { values.append(value) } }
            return .list(values)
        case .mapping(let mapping):
            var values: [String: TemplateValue] = [:]
            for (key, element) in mapping {
                if let name = key.scalar?.string { values[name] = value(element, depth: depth + 1) }
            }
            return .table(values)
        case .alias: return nil
        }
    }
}

extension Node {
    fileprivate var kind: String {
        switch self {
        case .scalar, .alias: "a text"
        case .sequence: "a list"
        case .mapping: "a table"
        }
    }
}
