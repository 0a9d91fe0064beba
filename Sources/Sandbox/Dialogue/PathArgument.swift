/// The argument of MAIL and RCPT: `FROM:<path> KEY=VALUE …` (RFC 5321 §4.1.2).
struct PathArgument: Hashable {
    struct Parameter: Hashable {
        /// In capitals.
        let keyword: String
        let value: String?
    }

    /// What stands between the angle brackets, without a source route; empty for `<>`.
    let path: String
    let parameters: [Parameter]

    /// Nil unless the argument is well formed; the address in it is not looked at.
    init?(_ argument: String, keyword: String) {
        let prefix = keyword + ":<"
        guard argument.prefix(prefix.count).uppercased() == prefix else { return nil }
        let rest = argument.dropFirst(prefix.count)
        guard let close = Self.closingBracket(of: rest) else { return nil }
        let behind = rest[rest.index(after: close)...]
        guard behind.isEmpty || behind.first == " " else { return nil }
        path = Self.withoutRoute(rest[..<close])
        parameters = behind.split(separator: " ").map { word in
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Parameter(keyword: parts[0].uppercased(), value: parts.count == 2 ? String(parts[1]) : nil)
        }
    }

    /// Whether the path is a mailbox that RFC 5321 §4.1.2 and §4.5.3.1 allow.
    var isMailbox: Bool {
        guard let at = path.lastIndex(of: "@") else { return false }
        let local = path[..<at]
        let domain = path[path.index(after: at)...]
        return (1...64).contains(local.utf8.count) && (1...255).contains(domain.utf8.count)
            && (Self.isQuoted(local) || !local.contains { " <>\"@,;:\\()".contains($0) })
            && !domain.contains { " <>\"@,;\\()".contains($0) }
    }

    var isASCII: Bool { path.utf8.allSatisfy { $0 < 0x80 } }

    private static func isQuoted(_ local: Substring) -> Bool {
        local.utf8.count >= 2 && local.hasPrefix("\"") && local.hasSuffix("\"")
    }

    /// The `>` that is not inside a quoted local part.
    private static func closingBracket(of text: Substring) -> Substring.Index? {
        var isQuoted = false
        var isEscaped = false
        for index in text.indices {
            switch text[index] {
            case _ where isEscaped: isEscaped = false
            case "\\" where isQuoted: isEscaped = true
            case "\"": isQuoted.toggle()
            case ">" where !isQuoted: return index
            default: break
            }
        }
        return nil
    }

    /// `@one,@two:user@host` is to be read as `user@host` (RFC 5321 §4.1.1.3).
    private static func withoutRoute(_ path: Substring) -> String {
        guard path.first == "@", let colon = path.firstIndex(of: ":") else { return String(path) }
        return String(path[path.index(after: colon)...])
    }
}
