import Mail

/// What a message may have, looked for in its bytes before the MIME library sees them: that descends by recursion, also
/// into the groups of an address field, and takes time in the square of some lengths. No report comes near these numbers.
enum MIMEBounds {
    /// Of a header field with its continuations.
    static let fieldLength = 32_768
    /// Of one field that holds addresses, and of colons, which open groups, in it.
    static let addresses = 1_000
    static let groups = 50
    /// Lines that can part the parts of a multipart.
    static let delimiters = 2_000
    static let fields = 2_000

    /// What there is too much of; nil for a message that can be read.
    static func excess(in bytes: [UInt8]) -> String? {
        if enclosures(bytes) > MIMEReader.boundaryLimit {
            return "more than \(MIMEReader.boundaryLimit) parts in parts"
        }
        var delimiterCount = 0
        var field = Field()
        var isHeader = true
        var fieldCount = 0
        for line in bytes.split(separator: Byte.lf, omittingEmptySubsequences: false) {
            if line.allSatisfy({ $0 == Byte.cr }) { isHeader = false }
            if line.starts(with: [0x2D, 0x2D]) { delimiterCount += 1 }
            if delimiterCount > delimiters { return "more than \(delimiters) parts" }
            if line.first == Byte.space || line.first == Byte.tab {
                field.add(line)
            } else {
                fieldCount += isHeader ? 1 : 0
                field = Field(line, isInHeader: isHeader)
            }
            if fieldCount > fields { return "more than \(fields) header fields" }
            if let excess = field.excess { return excess }
        }
        return nil
    }

    /// A line and those that continue it. Beyond the message's own header it may be text that looks like a field; parts
    /// and enclosed messages have headers there.
    private struct Field {
        private var isInHeader = false
        private var isParsed = false
        private var length = 0
        private var commas = 0
        private var colons = 0

        init() {}

        init(_ line: ArraySlice<UInt8>, isInHeader: Bool) {
            self.isInHeader = isInHeader
            // White space may stand before the colon (RFC 5322 §4.5).
            if let colon = line.prefix(40).firstIndex(of: Byte.colon) {
                let name = line[..<colon].prefix { $0 > Byte.space }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
                isParsed = MIMEBounds.parsedFields.contains(String(decoding: name, as: UTF8.self))
            }
            add(line)
        }

        mutating func add(_ line: ArraySlice<UInt8>) {
            length += line.count
            guard isParsed else { return }
            commas += line.count { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
            colons += line.count { $0 == Byte.colon }
        }

        var excess: String? {
            guard isInHeader || isParsed else { return nil }
            if length > MIMEBounds.fieldLength { return "a header field of more than \(MIMEBounds.fieldLength) bytes" }
            if commas > MIMEBounds.addresses { return "more than \(MIMEBounds.addresses) addresses in a field" }
            return colons > MIMEBounds.groups ? "more than \(MIMEBounds.groups) groups in a field" : nil
        }
    }

    /// The library takes these apart as soon as it sees them.
    private static let parsedFields: Set = [
        "to", "cc", "bcc", "from", "sender", "reply-to", "resent-to", "resent-cc", "resent-bcc", "resent-from",
        "resent-sender", "resent-reply-to", "disposition-notification-to", "return-path", "content-type",
        "content-disposition",
    ]

    /// How many multiparts, enclosed messages and types of any kind are announced: spaces around the slash hide the first.
    static func enclosures(_ bytes: [UInt8]) -> Int {
        max(
            count(of: Array("multipart/".utf8), in: bytes) + count(of: Array("message/".utf8), in: bytes),
            count(of: Array("content-type".utf8), in: bytes))
    }

    /// Occurrences without regard to case; the last byte is none that two of them share.
    private static func count(of word: [UInt8], in bytes: [UInt8]) -> Int {
        guard let last = word.last else { return 0 }
        var count = 0
        for index in bytes.indices where bytes[index] | 0x20 == last | 0x20 && index + 1 >= word.count {
            if bytes[(index + 1 - word.count)...index].elementsEqual(word, by: { $0 | 0x20 == $1 | 0x20 }) {
                count += 1
            }
        }
        return count
    }
}
