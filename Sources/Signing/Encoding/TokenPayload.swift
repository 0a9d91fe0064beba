/// The bytes under a token's signature: version, key id, then numbers.
///
///     01 | 02 "k1" | varint subscriber | varint list [| varint mailing]
///
/// A varint has seven bits to a byte, the lowest first, and the top bit set on all but the last byte.
struct TokenPayload: Hashable {
    static let version: UInt8 = 1

    let key: KeyID
    let numbers: [Int64]

    init(key: KeyID, numbers: [Int64]) {
        self.key = key
        self.numbers = numbers
    }

    /// Nil for any bytes that `bytes` would not write.
    init?(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        guard rest.popFirst() == Self.version, let length = rest.popFirst(), rest.count >= Int(length),
            let key = KeyID(String(decoding: rest.prefix(Int(length)), as: UTF8.self))
        else { return nil }
        rest = rest.dropFirst(Int(length))
        var numbers: [Int64] = []
        while !rest.isEmpty {
            guard let number = Self.takeNumber(from: &rest) else { return nil }
            numbers.append(number)
        }
        self.init(key: key, numbers: numbers)
    }

    var bytes: [UInt8] {
        let id = key.description.utf8
        var bytes = [Self.version, UInt8(id.count)]
        bytes.append(contentsOf: id)
        for number in numbers { Self.append(number, to: &bytes) }
        return bytes
    }

    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        var rest = UInt64(bitPattern: number)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func takeNumber(from bytes: inout ArraySlice<UInt8>) -> Int64? {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            if shift == 63 && byte > 1 { return nil }
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 {
                let isShortest = byte != 0 || shift == 0
                return isShortest ? Int64(bitPattern: number) : nil
            }
        }
        return nil
    }
}
