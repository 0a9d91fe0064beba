/// The header of a finished message, split into fields, and the "relaxed" form of each (RFC 6376 §3.4.2).
struct HeaderBlock {
    struct Field {
        /// Lowercase.
        let name: String
        /// Where everything behind the colon is, folds included, without the last line break.
        var value: Range<Int>
    }

    let fields: [Field]
    /// Where the body begins: behind the empty line, or at the end when there is none.
    let bodyStart: Int
    private let message: [UInt8]

    init(_ message: [UInt8]) throws(DKIMError) {
        var fields: [Field] = []
        var start = 0
        while start < message.count {
            let end = try Self.endOfLine(in: message, from: start)
            let line = message[start..<end]
            start = min(end + 2, message.count)
            if line.isEmpty { break }
            if Self.isWhiteSpace(line[line.startIndex]), let last = fields.indices.last {
                fields[last].value = fields[last].value.lowerBound..<end
            } else {
                guard let field = Self.field(line) else { throw .malformedHeader(after: fields.last?.name) }
                fields.append(field)
            }
        }
        self.fields = fields
        self.bodyStart = start
        self.message = message
    }

    /// `subject:AbC\r\n`: name in lowercase, unfolded, white space reduced to single spaces.
    func relaxed(_ field: Field) -> [UInt8] {
        Self.relaxed(name: field.name, value: message[field.value]) + [0x0D, 0x0A]
    }

    /// The relaxed form without the line break that ends a field.
    static func relaxed(name: String, value: some Collection<UInt8>) -> [UInt8] {
        var text = Array(name.utf8) + [UInt8(ascii: ":")]
        text.reserveCapacity(text.count + value.count + 2)
        let start = text.count
        var spaceIsDue = false
        for byte in value where byte != 0x0D && byte != 0x0A {
            if isWhiteSpace(byte) {
                spaceIsDue = text.count > start
            } else {
                if spaceIsDue { text.append(UInt8(ascii: " ")) }
                spaceIsDue = false
                text.append(byte)
            }
        }
        return text
    }

    /// The place of the next CRLF, or the end of the message.
    private static func endOfLine(in message: [UInt8], from start: Int) throws(DKIMError) -> Int {
        var index = start
        while index < message.count {
            if message[index] == 0x0A { throw .bareLineBreak(offset: index) }
            if message[index] == 0x0D {
                guard index + 1 < message.count, message[index + 1] == 0x0A else { throw .bareLineBreak(offset: index) }
                return index
            }
            index += 1
        }
        return index
    }

    private static func field(_ line: ArraySlice<UInt8>) -> Field? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        var name = line[..<colon]
        while let last = name.last, isWhiteSpace(last) { name.removeLast() }
        guard !name.isEmpty, name.allSatisfy({ (33...126).contains($0) }) else { return nil }
        return Field(name: String(decoding: name, as: UTF8.self).lowercased(), value: colon + 1..<line.endIndex)
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
