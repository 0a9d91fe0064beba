/// Base64 (RFC 4648 §4), and its variant for URLs (§5) without padding.
enum Base64 {
    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let forURLs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let standardValues = values(of: standard)
    private static let valuesForURLs = values(of: forURLs)

    /// With padding.
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text = encode(bytes, standard)
        while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
        return text
    }

    static func encodeForURL(_ bytes: [UInt8]) -> [UInt8] { encode(bytes, forURLs) }

    /// Padding may be left out; anything else that `encode` would not write is nil.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let padding = text.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        if padding > 0 && (padding > 2 || text.count % 4 != 0) { return nil }
        return decode(text.dropLast(padding), standardValues)
    }

    /// Nil for any text that `encodeForURL` would not write: each value has one spelling.
    static func decodeFromURL(_ text: some Collection<UInt8>) -> [UInt8]? { decode(text, valuesForURLs) }

    private static func values(of alphabet: [UInt8]) -> [UInt8] {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }

    private static func encode(_ bytes: [UInt8], _ alphabet: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var accumulator: UInt32 = 0
        var bits = 0
        for byte in bytes {
            accumulator = accumulator << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(accumulator >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(accumulator << UInt32(6 - bits) & 63)]) }
        return text
    }

    private static func decode(_ text: some Collection<UInt8>, _ values: [UInt8]) -> [UInt8]? {
        if text.count % 4 == 1 { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var accumulator: UInt32 = 0
        var bits = 0
        for character in text {
            let value = values[Int(character)]
            if value == 0xFF { return nil }
            accumulator = accumulator << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: accumulator >> UInt32(bits)))
            }
        }
        let unused = accumulator & ((1 << UInt32(bits)) - 1)
        return unused == 0 ? bytes : nil
    }
}
