/// Looks at a message's bytes: that they are lines, and that no value has become a header field or a part.
enum WireAudit {
    static func check(_ bytes: [UInt8]) throws {
        guard bytes.allSatisfy({ $0 < 0x80 }) else { throw Fuzz.Finding(description: "a byte above 127") }
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 0x0A || byte == 0x0D {
            if byte == 0x0D {
                guard index + 1 < bytes.count, bytes[index + 1] == 0x0A else {
                    throw Fuzz.Finding(description: "a lone CR")
                }
                continue
            }
            guard index > 0, bytes[index - 1] == 0x0D else { throw Fuzz.Finding(description: "a lone LF") }
            lines.append(bytes[start..<index - 1])
            start = index + 1
        }
        guard start == bytes.count else { throw Fuzz.Finding(description: "the last line has no end") }
        guard lines.allSatisfy({ $0.count <= 998 }) else { throw Fuzz.Finding(description: "a line above 998 bytes") }
        try checkHeader(lines)
        let boundaries = lines.filter { $0.starts(with: "--=_".utf8) }.map { String(decoding: $0, as: UTF8.self) }
        guard boundaries == ["--=_fuzz", "--=_fuzz", "--=_fuzz--"] else {
            throw Fuzz.Finding(description: "parts are not as they were made: \(boundaries)")
        }
    }

    private static func checkHeader(_ lines: [ArraySlice<UInt8>]) throws {
        let names = lines.prefix { !$0.isEmpty }.filter { $0.first != 0x20 && $0.first != 0x09 }.map { line in
            String(decoding: line.prefix { $0 != 0x3A }, as: UTF8.self)
        }
        guard names == expectedFields else { throw Fuzz.Finding(description: "header fields are \(names)") }
    }

    private static let expectedFields = [
        "From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
        "List-Help",
        "Feedback-ID", "MIME-Version", "Content-Type",
    ]
}
