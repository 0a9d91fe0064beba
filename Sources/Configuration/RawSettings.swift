import Mail

/// Values by their path (`relays.0.url`), with the place that each comes from; types come later.
struct RawSettings {
    struct Value {
        let texts: [String]
        let place: String
        /// Written as a sequence.
        var isList = false
    }

    private(set) var values: [String: Value] = [:]
    var problems: [ConfigurationProblem] = []

    /// Keeps a value, unless it is blank or has a control character, which could break out of a header field.
    mutating func accept(_ path: String, _ value: Value, remedy: String) {
        let name = Self.name(of: path)
        let mayHaveLines = ConfigurationKey.named(name)?.kind == .lines
        // YAML's block scalars end with a line break.
        let texts = value.texts.map { String($0.reversed().drop(while: \.isNewline).reversed()) }
        if texts.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) {
            complain(value.place, "'\(name)' has no value. \(remedy)")
        } else if texts.contains(where: { Self.hasControl($0, besidesLines: mayHaveLines) }) {
            complain(value.place, "'\(name)' has a line break, a tab or another control character in it. Remove it.")
        } else {
            values[path] = Value(texts: texts, place: value.place, isList: value.isList)
        }
    }

    private static func hasControl(_ text: String, besidesLines: Bool) -> Bool {
        text.unicodeScalars.contains { scalar in
            scalar.properties.generalCategory == .control && !(besidesLines && scalar == "\n")
        }
    }

    mutating func complain(_ place: String, _ sentence: String) {
        problems.append(ConfigurationProblem(place: place, sentence: sentence))
    }

    /// How many items a group has.
    func count(of group: String) -> Int {
        let indices = values.keys.compactMap { path -> Int? in
            let parts = path.split(separator: ".")
            return parts.count == 3 && parts[0] == group ? Int(parts[1]) : nil
        }
        return (indices.max() ?? -1) + 1
    }

    /// Where an item of a group stands: the place of any of its keys.
    func place(of item: String) -> String? {
        values.filter { $0.key.hasBytes(prefix: "\(item).") }.map(\.value.place).min()
    }

    /// The dotted name of a path: `relays.0.url` is `relays.url`.
    static func name(of path: String) -> String {
        path.split(separator: ".").filter { Int($0) == nil }.joined(separator: ".")
    }

    /// Reads a value with `parse`; a value that cannot be read becomes a problem that says what is `expected`.
    mutating func read<Result>(_ path: String, _ expected: String, _ parse: (String) -> Result?) -> Result? {
        guard let value = values[path], let text = value.texts.first else { return nil }
        if let result = parse(text) { return result }
        complain(value.place, "'\(Self.name(of: path))' is \"\(text)\", which cannot be read. It takes \(expected).")
        return nil
    }

    mutating func text(_ path: String) -> String? { values[path]?.texts.first }
}
