import Foundation
import Mail
import Yams

// Reading the YAML file. The node tree is walked, because decoding would pass unknown keys over in silence.
extension RawSettings {
    mutating func readFile(_ path: String) {
        guard let data = FileManager.default.contents(atPath: path) else {
            return complain(path, "cannot be read. Check the path and its permissions, or leave --config out.")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            return complain(path, "is not UTF-8. Save it as UTF-8.")
        }
        do {
            guard let root = try Yams.compose(yaml: text) else { return }
            walk(root, at: "", in: path)
        } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
            let names = keys.map { "'\($0)'" }.joined(separator: ", ")
            complain("\(path):\(context.mark.line)", "Key \(names) stands twice. Remove one of the two.")
        } catch YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _)
        {
            complain(
                "\(path):\(mark.line)", "is not YAML: \(problem). Check quotes there, and indent with spaces, not tabs."
            )
        } catch {
            complain(path, "is not YAML: \(Self.oneLine("\(error)")).")
        }
    }

    private mutating func walk(_ node: Node, at path: String, in file: String) {
        switch node {
        case .mapping(let mapping): walk(mapping, at: path, Self.place(node, file), in: file)
        case .sequence(let sequence): walk(sequence, at: path, Self.place(node, file), in: file)
        case .scalar(let scalar):
            keep([scalar.string], at: path, Self.place(node, file), style: scalar.style == .plain ? .plain : .quoted)
        case .alias: complain(Self.place(node, file), "YAML aliases are not supported here. Write the value out.")
        }
    }

    private mutating func walk(_ mapping: Node.Mapping, at path: String, _ place: String, in file: String) {
        if ConfigurationKey.named(Self.name(of: path)) != nil {
            return complain(place, "'\(Self.name(of: path))' takes a value, not further keys.")
        }
        if ConfigurationKey.groups.contains(path) {
            return complain(
                place,
                "'\(path)' takes a list, even of one. Start its first key with a hyphen: '- \(Self.firstKey(path)): …'."
            )
        }
        for (key, value) in mapping {
            let name = key.scalar?.string ?? "?"
            let place = Self.place(key, file)
            let full = path.isEmpty ? name : "\(path).\(name)"
            if isKnown(full, at: place) { walk(value, at: full, in: file) }
        }
    }

    private mutating func walk(_ sequence: Node.Sequence, at path: String, _ place: String, in file: String) {
        if ConfigurationKey.groups.contains(path) {
            for (index, item) in sequence.enumerated() {
                guard case .mapping = item else {
                    complain(
                        Self.place(item, file),
                        "An item of '\(path)' takes keys, such as '- \(Self.firstKey(path)): …'.")
                    continue
                }
                walk(item, at: "\(path).\(index)", in: file)
            }
        } else if let key = ConfigurationKey.named(Self.name(of: path)), key.kind == .list || key.kind == .command {
            let texts = sequence.compactMap(\.string)
            keep(texts, at: path, sequence.first.map { Self.place($0, file) } ?? file, style: .list)
        } else if path.isEmpty {
            complain(place, "The file has a list but no keys. Write 'key: value' lines.")
        } else {
            complain(place, "'\(Self.name(of: path))' takes one value, not a list.")
        }
    }

    private enum Style {
        case plain, quoted, list
    }

    private mutating func keep(_ texts: [String], at path: String, _ place: String, style: Style) {
        if path.isEmpty { return complain(place, "The file has text but no keys. Write 'key: value' lines.") }
        if ConfigurationKey.named(Self.name(of: path)) == nil {
            return complain(place, "'\(Self.name(of: path))' takes further keys, not a value.")
        }
        if (texts == ["~"] || texts == ["null"]) && style != .quoted {
            return complain(place, "'\(Self.name(of: path))' has no value. Give it one or remove the line.")
        }
        accept(
            path, Value(texts: texts, place: place, isList: style == .list), remedy: "Give it one or remove the line.")
    }

    private mutating func isKnown(_ path: String, at place: String) -> Bool {
        let name = Self.name(of: path)
        let known = ConfigurationKey.all.map(\.name) + ConfigurationKey.groups + ConfigurationKey.sections
        if known.contains(name) { return true }
        if name.hasBytes(suffix: "password") {
            complain(
                place,
                "A password does not belong into this file. Put it into a file of its own, named by 'password_file', "
                    + "or into the environment (MAILER_RELAYS_0_PASSWORD).")
            return false
        }
        let hint = ConfigurationKey.suggestion(for: name, among: known).map { " Did you mean '\($0)'?" } ?? ""
        complain(place, "Unknown key '\(name.isEmpty ? path : name)'.\(hint)")
        return false
    }

    private static func place(_ node: Node, _ file: String) -> String {
        node.mark.map { "\(file):\($0.line)" } ?? file
    }

    private static func firstKey(_ group: String) -> String {
        switch group {
        case "dkim": "domain"
        case "limits": "domains"
        default: "url"
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
