// Environment variables over the file: MAILER_FROM, MAILER_LOG_FORMAT, MAILER_RELAYS_0_URL.
extension RawSettings {
    private static let prefix = "MAILER_"
    /// Items of a group that the environment can name: `MAILER_RELAYS_0_…` to `MAILER_RELAYS_99_…`.
    private static let groupLimit = 100
    /// Secrets that only the environment can hold.
    static let passwordName = "relays.password"

    mutating func readEnvironment(_ environment: [String: String]) {
        for (name, text) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix(Self.prefix) {
            guard let path = Self.path(of: name) else {
                let hint = Self.suggestion(for: name).map { " Did you mean \($0)?" } ?? ""
                complain(name, "Unknown variable.\(hint) Unset it, or see mailer.example.yaml for the names.")
                continue
            }
            let isList = ConfigurationKey.named(Self.name(of: path)).map { $0.kind == .list } ?? false
            let texts = isList ? text.split(separator: ",").map { String($0) } : [text]
            accept(path, Value(texts: texts, place: name), remedy: "Give the variable one or unset it.")
        }
    }

    /// `MAILER_RELAYS_0_PASSWORD_FILE` → `relays.0.password_file`.
    private static func path(of variable: String) -> String? {
        let rest = variable.dropFirst(prefix.count).lowercased()
        if rest == "relay_password" { return "relays.0.password" }
        for name in ConfigurationKey.all.map(\.name) + [passwordName] {
            let parts = name.split(separator: ".", maxSplits: 1)
            guard parts.count == 2 else {
                if rest == name { return name }
                continue
            }
            let words = rest.split(separator: "_", maxSplits: 2)
            if ConfigurationKey.groups.contains(String(parts[0])) {
                if words.count == 3, words[0] == parts[0], words[2] == parts[1],
                    let index = Int(words[1]), (0..<groupLimit).contains(index)
                {
                    return "\(parts[0]).\(index).\(parts[1])"
                }
            } else if rest == "\(parts[0])_\(parts[1])" {
                return name
            }
        }
        return nil
    }

    private static func suggestion(for variable: String) -> String? {
        let names = (ConfigurationKey.all.map(\.name) + [passwordName]).map { name in
            let parts = name.split(separator: ".")
            let isGroup = ConfigurationKey.groups.contains(String(parts[0])) && parts.count == 2
            return prefix + (isGroup ? "\(parts[0])_0_\(parts[1])" : parts.joined(separator: "_")).uppercased()
        }
        return ConfigurationKey.suggestion(for: variable, among: names)
    }
}
