/// The character set that text is most often mistaken for.
enum Windows1252 {
    /// The byte that Windows-1252 shows as this character; nil if there is none.
    ///
    /// The five bytes that it leaves undefined (81, 8D, 8F, 90, 9D) are passed through by most tools as the
    /// control characters of the same number, and so is the whole range by those that take it for Latin-1.
    static func byte(for scalar: Unicode.Scalar) -> UInt8? {
        if scalar.value < 0x100 { return UInt8(scalar.value) }
        return special[scalar]
    }

    static func scalar(for byte: UInt8) -> Unicode.Scalar {
        (0x80...0x9F).contains(byte) ? upper[Int(byte) - 0x80] : Unicode.Scalar(byte)
    }

    /// The bytes 80 to 9F.
    private static let upper: [Unicode.Scalar] = [
        "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}",
        "\u{90}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
    ]

    private static let special = Dictionary(
        uniqueKeysWithValues: upper.enumerated().filter { $1.value >= 0x100 }.map { ($1, UInt8(0x80 + $0)) })
}
