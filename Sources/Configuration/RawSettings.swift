/// Values by their path (`relays.0.url`), with the place that each comes from; types come later.
struct RawSettings {
    struct Value {
        let texts: [String]
        let place: String
    }

    private(set) var values: [String: Value] = [:]
    var problems: [ConfigurationProblem] = []

    mutating func set(_ path: String, _ value: Value) { values[path] = value }

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
