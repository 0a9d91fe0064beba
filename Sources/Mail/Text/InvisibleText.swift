extension Unicode.Scalar {
    /// Whether it takes no room on a screen, or only white: what copying out of a web page or a spreadsheet leaves
    /// around a word, such as U+200B, U+FEFF, U+00A0, a soft hyphen, a mark of writing direction, NUL.
    package var isInvisible: Bool {
        // Printable ASCII first: nearly everything is.
        if (0x21...0x7E).contains(value) { return false }
        switch properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: return true
        default: return properties.isDefaultIgnorableCodePoint || self == "\u{2800}" || self == "\u{FFFC}"
        }
    }
}

extension String {
    /// The text without spaces, controls and other invisible characters before and behind it.
    package var trimmingInvisible: String {
        // Bytes first: a text that begins and ends in visible ASCII is its own result.
        if let first = utf8.first, let last = utf8.last, Self.isVisible(first), Self.isVisible(last) { return self }
        let scalars = unicodeScalars
        guard let start = scalars.firstIndex(where: { !$0.isInvisible }),
            let end = scalars.lastIndex(where: { !$0.isInvisible })
        else { return "" }
        return String(scalars[start...end])
    }

    private static func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }

    /// The text with controls and other invisible characters spelled out (`\u{200B}`), but for plain spaces.
    package var spellingOutInvisible: String {
        var spelled = ""
        for scalar in unicodeScalars {
            if scalar != " ", scalar.isInvisible {
                spelled += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                spelled.unicodeScalars.append(scalar)
            }
        }
        return spelled
    }
}
