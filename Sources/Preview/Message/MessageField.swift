import Mail

/// A header field as it is on the wire, without its folding.
struct MessageField: Hashable, Encodable {
    let name: String
    let value: String

    /// The header fields of a message in their order (RFC 5322 §2.2).
    static func all(of message: [UInt8]) -> [MessageField] {
        var lines: [String] = []
        for line in message.split(separator: Byte.lf, omittingEmptySubsequences: false) {
            let line = String(decoding: line.last == Byte.cr ? line.dropLast() : line, as: UTF8.self)
            if line.isEmpty { break }
            if let first = line.first, first == " " || first == "\t", let before = lines.popLast() {
                lines.append(before + line)
            } else {
                lines.append(line)
            }
        }
        return lines.compactMap { line in
            guard let colon = line.firstIndex(ofASCII: ":") else { return nil }
            let value = line[line.utf8.index(after: colon)...].utf8.drop { $0 == Byte.space }
            return MessageField(name: String(line[..<colon]), value: String(Substring(value)))
        }
    }
}
