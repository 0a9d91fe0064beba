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

    /// The status at the start of a line (RFC 2034 §4), if its class fits the code: of the first that has one, since
    /// some servers put it only on the last.
    package var enhancedStatus: EnhancedStatusCode? {
        for line in lines {
            guard let word = line.utf8.split(separator: Byte.space, maxSplits: 1).first,
                let status = EnhancedStatusCode(Substring(word)), status.statusClass == code / 100
            else { continue }
            return status
        }
        return nil
    }

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
