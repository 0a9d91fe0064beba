/// A server's whole reply: one code and one or more lines of text (RFC 5321 §4.2.1).
///
///     550-5.1.1 The account does not exist.
///     550 5.1.1 See https://example.org/help
package struct SMTPReply: Hashable, Sendable, CustomStringConvertible {
    /// 200…599.
    package let code: Int
    /// The text of each line, behind code and separator, as sent; control characters are kept out by the parser.
    package let lines: [String]
    /// The status at the start of a line (RFC 2034 §4), if its class fits the code: of the first that has one, since
    /// some servers put it only on the last.
    package let enhancedStatus: EnhancedStatusCode?

    package init(code: Int, lines: [String]) {
        self.code = code
        self.lines = lines
        // Here, and not where it is asked for: the ledger, the log and the bounce rules all ask.
        enhancedStatus = lines.lazy.compactMap(Self.status(atStartOf:)).first { $0.statusClass == code / 100 }
    }

    private static func status(atStartOf line: String) -> EnhancedStatusCode? {
        EnhancedStatusCode(Substring(line.utf8.drop { $0 == Byte.space }.prefix { $0 != Byte.space }))
    }

    /// 2xx: done.
    package var isCompletion: Bool { (200..<300).contains(code) }
    /// 3xx: go on, as after DATA.
    package var isIntermediate: Bool { (300..<400).contains(code) }
    /// 4xx: the same command may succeed later.
    package var isTransient: Bool { (400..<500).contains(code) }
    /// 5xx: it will not.
    package var isPermanent: Bool { (500..<600).contains(code) }

    /// The text in one line, the enhanced code only where it comes first.
    package var text: String {
        if lines.count == 1 { return lines[0] }
        guard let status = enhancedStatus else { return lines.joined(separator: " ") }
        let prefix = "\(status) "
        var isShown = false
        let texts = lines.map { line -> String in
            guard line.hasPrefix(prefix) else { return line }
            defer { isShown = true }
            return isShown ? String(line.dropFirst(prefix.count)) : line
        }
        return texts.joined(separator: " ")
    }

    /// `550 5.1.1 The account does not exist.`
    package var description: String {
        let text = text
        return text.isEmpty ? "\(code)" : "\(code) \(text)"
    }
}
