/// Base32 (RFC 4648 §6) in lowercase and without padding.
///
/// The alphabet has neither 0 nor 1, so nothing in it is mistaken for the letters o and l.
enum Base32 {
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 8 + 4) / 5)
        append(bytes, to: &text)
        return text
    }

    static func append(_ bytes: [UInt8], to text: inout [UInt8]) {
        var accumulator: UInt32 = 0
        var bits = 0
        for byte in bytes {
            accumulator = accumulator << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(accumulator >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(accumulator << UInt32(5 - bits) & 31)]) }
    }

    /// Nil for any text that `encode` would not write.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        if [1, 3, 6].contains(text.count % 8) { return nil }
        var bytes: [UInt8] = []
        var accumulator: UInt32 = 0
        var bits = 0
        for character in text {
            guard let value = value(of: character) else { return nil }
            accumulator = accumulator << 5 | value
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: accumulator >> UInt32(bits)))
            }
        }
        let unused = accumulator & ((1 << UInt32(bits)) - 1)
        return unused == 0 ? bytes : nil
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt32(character - UInt8(ascii: "2")) + 26
        default: nil
        }
    }
}
