import Mail

/// Finds mail addresses in running text.
///
///     <reader@example.com>:            reader@example.com
///     [SMTP:reader@example.com]        reader@example.com
///     reader@example.com...User unknown
enum AddressScanner {
    struct Match {
        let address: EmailAddress
        /// Where it stands, without brackets and quotes.
        let range: Range<String.Index>
    }

    static func matches(in text: String) -> [Match] {
        let bytes = text.utf8
        var found: [Match] = []
        var from = bytes.startIndex
        while let at = bytes[from...].firstIndex(of: UInt8(ascii: "@")) {
            let start = localStart(bytes[from..<at], text)
            let end = domainEnd(bytes[bytes.index(after: at)...])
            from = max(end, bytes.index(after: at))
            guard start < at, let address = try? EmailAddress(String(text[start..<end])) else { continue }
            found.append(Match(address: address, range: start..<end))
        }
        return found
    }

    static func first(in text: String) -> EmailAddress? { matches(in: text).first?.address }

    /// The text with each address replaced by a space.
    static func removed(from text: String) -> String {
        var rest = ""
        var from = text.startIndex
        for match in matches(in: text) {
            rest += text[from..<match.range.lowerBound] + " "
            from = match.range.upperBound
        }
        return rest + text[from...]
    }

    private static func localStart(_ bytes: Substring.UTF8View, _ text: String) -> String.Index {
        var start = bytes.endIndex
        while start > bytes.startIndex {
            let before = bytes.index(before: start)
            guard isLocal(bytes[before]) else { break }
            start = before
        }
        // QUIRK: Exchange 5 writes `dda:SMTP=reader@example.com`; others quote with apostrophes.
        let local = text[start..<bytes.endIndex].lowercased()
        for prefix in ["smtp=", "rfc822=", "'", "`", "--"]
        where local.hasPrefix(prefix) && local.utf8.count > prefix.utf8.count {
            return bytes.index(start, offsetBy: prefix.utf8.count)
        }
        return start
    }

    /// Behind the domain; a dot or hyphen at its end belongs to the sentence.
    private static func domainEnd(_ bytes: Substring.UTF8View) -> String.Index {
        var end = bytes.startIndex
        var index = bytes.startIndex
        while index < bytes.endIndex, isDomain(bytes[index]) || bytes[index] == UInt8(ascii: ".") {
            let isDot = bytes[index] == UInt8(ascii: ".")
            index = bytes.index(after: index)
            if !isDot { end = index } else if index < bytes.endIndex, bytes[index] == UInt8(ascii: ".") { break }
        }
        return end
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func isLocal(_ byte: UInt8) -> Bool { isDomain(byte) || localMarks.contains(byte) }

    private static let localMarks = Set("!#$%&'*+/=?^`{|}~.".utf8)
}

extension [Field] {
    /// Every address in the fields with one of these names.
    func addresses(_ names: [String]) -> [EmailAddress] {
        all(names).flatMap { AddressScanner.matches(in: $0) }.map(\.address)
    }
}
