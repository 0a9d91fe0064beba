/// A server's whole reply: one code and one or more lines of text (RFC 5321 §4.2.1).
///
///     550-5.1.1 The account does not exist.
///     550 5.1.1 See https://example.org/help
package struct SMTPReply: Hashable, Sendable, CustomStringConvertible {
    /// 200…599.
    package let code: Int
    /// The text of each line, behind code and separator, as sent; control characters are kept out by the parser.
    package let lines: [String]

    package init(code: Int, lines: [String]) {
        self.code = code
        self.lines = lines
    }

    /// 2xx: done.
    package var isCompletion: Bool { (200..<300).contains(code) }
    /// 3xx: go on, as after DATA.
    package var isIntermediate: Bool { (300..<400).contains(code) }
    /// 4xx: the same command may succeed later.
    package var isTransient: Bool { (400..<500).contains(code) }
    /// 5xx: it will not.
    package var isPermanent: Bool { (500..<600).contains(code) }

    /// The status at the start of the first line (RFC 2034 §4), if its class fits the code.
    package var enhancedStatus: EnhancedStatusCode? {
        guard let word = lines.first?.split(separator: " ", maxSplits: 1).first,
            let status = EnhancedStatusCode(word), status.statusClass == code / 100
        else { return nil }
        return status
    }

    /// The text in one line, each line's repeated enhanced code removed but for the first.
    package var text: String {
        guard let first = lines.first else { return "" }
        let prefix = enhancedStatus.map { "\($0) " } ?? ""
        let rest = lines.dropFirst().map {
            !prefix.isEmpty && $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0
        }
        return ([first] + rest).joined(separator: " ")
    }

    /// `550 5.1.1 The account does not exist.`
    package var description: String { text.isEmpty ? "\(code)" : "\(code) \(text)" }
}
