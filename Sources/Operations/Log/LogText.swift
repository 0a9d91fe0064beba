import Mail

/// Escaping: text from outside, written so that it can be neither a second line nor another field.
///
/// A line of the text format is `TIME mailer[PID]: key=value … (detail)`. A value without quotes has no
/// space in it; the detail is last. So a parser that reads from the left cannot be misled; to spare
/// the people with `grep 'status=sent'` as well, a field's name right before `=` inside foreign text
/// gets a backslash: `status\=sent`. Control characters, line separators of Unicode and marks that turn
/// the direction of writing are spelled out: `\u{A}`.
extension [UInt8] {
    /// Appends the text escaped; `quoted` text has its double quotes escaped too.
    mutating func appendEscaped(_ text: some StringProtocol, quoted: Bool = false) {
        let start = count
        if appendPlain(text) { return }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": append(contentsOf: "\\\\".utf8)
            case "\"" where quoted: append(contentsOf: "\\\"".utf8)
            case "=":
                if endsWithKey(from: start) { append(UInt8(ascii: "\\")) }
                append(UInt8(ascii: "="))
            default:
                if scalar.isUnsafeInLogs {
                    append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".utf8)
                } else {
                    append(contentsOf: String(scalar).utf8)
                }
            }
        }
    }

    /// Whether the bytes since `start` end with a field's name that is a word of its own.
    private func endsWithKey(from start: Int) -> Bool {
        var first = count
        while first > start, count - first <= LogKey.longestSpelling, isKeyByte(self[first - 1]) { first -= 1 }
        return LogKey.spellings.contains(Array(self[first...]))
    }

    /// Appends a string of JSON with its quotes (RFC 8259 §7).
    mutating func appendJSONString(_ text: some StringProtocol) {
        append(UInt8(ascii: "\""))
        if !appendPlain(text) { for scalar in text.unicodeScalars { appendJSON(scalar) } }
        append(UInt8(ascii: "\""))
    }

    /// Appends the text if nothing in it is to be escaped in either format, as in nearly every line.
    private mutating func appendPlain(_ text: some StringProtocol) -> Bool {
        text.withBytes { bytes in
            guard bytes.allSatisfy(isPlain) else { return false }
            append(contentsOf: bytes)
            return true
        }
    }

    private mutating func appendJSON(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": append(contentsOf: "\\\"".utf8)
        case "\\": append(contentsOf: "\\\\".utf8)
        case "\n": append(contentsOf: "\\n".utf8)
        case "\r": append(contentsOf: "\\r".utf8)
        case "\t": append(contentsOf: "\\t".utf8)
        default:
            // Every unsafe scalar is below U+10000: four digits do, no surrogates.
            guard scalar.isUnsafeInLogs else { return append(contentsOf: String(scalar).utf8) }
            let digits = String(scalar.value, radix: 16)
            append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
        }
    }
}

/// Printable ASCII with no role in either format.
private func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=")
}

private func isKeyByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
}

extension Unicode.Scalar {
    /// Ends a line for some reader (C0, C1, U+2028, U+2029) or reorders what a terminal shows (bidi marks).
    var isUnsafeInLogs: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
