extension String {
    /// How many columns the text takes in a monospaced font; merge fields count as their likely values.
    package var displayWidth: Int {
        if hasOnlyPrintableASCII { return utf8.count }
        return mergePieces.reduce(0) { sum, piece in
            switch piece {
            case .text(let text): sum + text.reduce(0) { $0 + $1.displayWidth }
            case .field(let field): sum + field.displayWidth
            case .opening, .closing: sum
            }
        }
    }

    /// Whether every byte is a character of one column.
    var hasOnlyPrintableASCII: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
}

extension MergeField {
    /// The value is not known yet: a name's usual length, or the fallback's if that is longer.
    var displayWidth: Int { Swift.max(20, (fallback ?? "").reduce(0) { $0 + $1.displayWidth }) }
}

extension Character {
    /// 2 for East Asian wide characters and emoji, 0 for what is drawn over the character before, else 1.
    package var displayWidth: Int {
        if let ascii = asciiValue, ascii >= 0x20, ascii < 0x7F { return 1 }
        let scalars = unicodeScalars
        let sum = scalars.reduce(0) { $0 + $1.columns }
        guard scalars.count > 1 else { return sum }
        let isJoinedPicture = sum > 2 && scalars.contains("\u{200D}") && scalars.contains(where: \.isPicture)
        // Joined emoji, flags, skin tones and "show as emoji" are one wide picture.
        return isJoinedPicture || scalars.contains(where: \.makesOnePicture) ? 2 : sum
    }
}

extension Unicode.Scalar {
    /// The scalar's own width (Unicode Standard Annex #11; categories of combining and format characters).
    fileprivate var columns: Int {
        if value >= 0x20 && value < 0x7F { return 1 }
        switch properties.generalCategory {
        case .control, .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator: return 0
        default: break
        }
        // The vowels and final consonants of Hangul written in parts.
        if (0x1160...0x11FF).contains(value) { return 0 }
        return EastAsianWidth.isWide(value) ? 2 : 1
    }

    fileprivate var isPicture: Bool { value > 0xFF && properties.isEmoji }

    fileprivate var makesOnePicture: Bool {
        switch value {
        case 0xFE0F, 0x1F3FB...0x1F3FF, 0x1F1E6...0x1F1FF: true
        default: false
        }
    }
}
