/// Reads which checks an issue asks not to hear of:
///
///     checks: { silence: [http-link, repeated-link] }
enum SilencedChecks {
    /// - Parameter source: the whole file, to find the lines.
    static func read(_ frontMatter: FrontMatter, in source: String, path: String) throws(IssueError) -> [FrontMatterKey]
    {
        guard let entry = frontMatter.entries.first(where: { $0.key.name == IssueKey.checks.rawValue }) else {
            return []
        }
        guard let names = names(entry.value) else {
            let why = "It takes a table: checks: { silence: [http-link] }."
            throw IssueError(
                path: path, line: entry.key.line, .invalidValue(key: IssueKey.checks.rawValue, why: why))
        }
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        return names.map { name in
            let line = lines.indices.first { $0 >= entry.key.line - 1 && lines[$0].contains(name) }
            return FrontMatterKey(name: name, line: line.map { $0 + 1 } ?? entry.key.line)
        }
    }

    /// Nil unless the value has the right shape.
    private static func names(_ value: TemplateValue?) -> [String]? {
        guard case .table(let table)? = value, table.keys.allSatisfy({ $0 == "silence" }) else { return nil }
        switch table["silence"] {
        case .text(let name): return [name]
        case .list(let values):
            let names = values.compactMap { value -> String? in
                guard case .text(let name) = value else { return nil }
                return name
            }
            return names.count == values.count ? names : nil
        case nil: return []
        case .flag, .table: return nil
        }
    }
}
