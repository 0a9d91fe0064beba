/// A stretch of characters that may be one character whose UTF-8 bytes were shown as Windows-1252:
/// `Ã¤` for `ä`, `â€™` for `’`.
struct DamagedCharacter: Hashable, Sendable {
    /// Where it stands in the text, counted in scalars.
    let range: Range<Int>
    /// The first byte of its UTF-8 form.
    let lead: UInt8
    let original: Unicode.Scalar

    /// All candidates of a text, in order.
    static func candidates(in scalars: [Unicode.Scalar]) -> [DamagedCharacter] {
        var candidates: [DamagedCharacter] = []
        var position = 0
        while position < scalars.count {
            if let candidate = DamagedCharacter(in: scalars, at: position) {
                candidates.append(candidate)
                position = candidate.range.upperBound
            } else {
                position += 1
            }
        }
        return candidates
    }

    private init?(in scalars: [Unicode.Scalar], at start: Int) {
        guard let lead = Windows1252.byte(for: scalars[start]), let length = Self.length(of: lead),
            start + length <= scalars.count
        else { return nil }
        let bytes = scalars[start..<start + length].compactMap { Windows1252.byte(for: $0) }
        guard bytes.count == length, let text = String(validating: bytes, as: UTF8.self),
            let original = text.unicodeScalars.first
        else { return nil }
        self.range = start..<start + length
        self.lead = lead
        self.original = original
    }

    /// How many bytes a UTF-8 sequence of several bytes has (RFC 3629 §4).
    private static func length(of lead: UInt8) -> Int? {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: nil
        }
    }
}
