/// A message's bytes before and without MIME.
enum RawMessage {
    private static let lf = UInt8(ascii: "\n")
    private static let cr = UInt8(ascii: "\r")

    /// At most `MIMEReader.byteLimit` bytes with LF or CRLF line ends, starting at the first field.
    static func normalised(_ raw: [UInt8]) -> [UInt8] {
        var bytes = raw.prefix(MIMEReader.byteLimit)
        // QUIRK: some tools save messages with bare CR, as line ends were on old Macs.
        if !bytes.contains(lf) { bytes = ArraySlice(bytes.map { $0 == cr ? lf : $0 }) }
        // QUIRK: mailboxes and copies by hand start with blank lines or mbox's "From " line.
        while let end = bytes.firstIndex(of: lf) {
            let line = bytes[..<end]
            let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == cr }
            guard isBlank || line.starts(with: "From ".utf8) || line.starts(with: ">From ".utf8) else { break }
            bytes = bytes[(end + 1)...]
        }
        return Array(bytes)
    }

    /// Everything behind the first blank line, as text.
    static func body(_ bytes: [UInt8]) -> String {
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: lf) {
            let isBlank = bytes[start..<end].allSatisfy { $0 == cr }
            start = end + 1
            if isBlank { break }
        }
        return String(decoding: bytes[start...].prefix(MIMEReader.textLimit), as: UTF8.self)
    }

    /// A message whose structure is not to be trusted: its fields, and its body as one text.
    static func flat(_ bytes: [UInt8]) -> MIMEPart {
        let head = String(decoding: bytes.prefix(MIMEReader.textLimit), as: UTF8.self)
        return MIMEPart(fields: FieldGroups.parse(head).first ?? [], text: body(bytes))
    }
}

extension String {
    /// No more than so many bytes of UTF-8, ending at a whole character.
    func prefix(utf8Count: Int) -> String {
        utf8.count <= utf8Count ? self : String(decoding: utf8.prefix(utf8Count), as: UTF8.self)
    }

    /// Nothing but white space.
    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
