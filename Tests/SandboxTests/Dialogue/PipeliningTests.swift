import Testing

@testable import Sandbox

/// However a client groups its commands, and however the network cuts the groups: the same dialogue.
struct PipeliningTests {
    static let group =
        "EHLO client.example.org\r\n"
        + "MAIL FROM:<n@example.org> SIZE=30\r\nRCPT TO:<a@example.net>\r\nDATA\r\n"
        + "Subject: one\r\n\r\n..\r\n...a\r\nb.\r\n.\r\n"
        + "MAIL FROM:<>\r\nRCPT TO:<no address>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n.\r\n"
        + "AUTH PLAIN\r\nAG5ld3MAc2VjcmV0\r\nRSET\r\nNOPE\r\nQUIT\r\n"
    static let expected = [
        "220", "250", "250", "250", "354", "store", "250", "250", "501", "250", "354", "store", "250",
        "334", "235", "250", "500", "221", "close",
    ]

    @Test func worksInOneGroup() {
        let transcript = Transcript(Self.group)
        #expect(transcript.words == Self.expected)
        #expect(transcript.stored.map(\.rcptTo) == [["a@example.net"], ["b@example.net"]])
        #expect(transcript.stored.map(\.mailFrom) == ["n@example.org", ""])
        #expect(transcript.stored.map(\.bytes) == [Array("Subject: one\r\n\r\n.\r\n..a\r\nb.\r\n".utf8), []])
    }

    @Test func worksCutAtEachByte() {
        let bytes = Array(Self.group.utf8)
        let whole = Transcript(Self.group)
        for cut in 1..<bytes.count {
            let transcript = Transcript([Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(transcript.words == Self.expected, "cut at \(cut)")
            #expect(transcript.stored == whole.stored, "cut at \(cut)")
        }
    }

    @Test(arguments: [1, 2, 3, 5, 7])
    func worksInSmallPieces(size: Int) {
        let bytes = Array(Self.group.utf8)
        let pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
        let transcript = Transcript(pieces)
        #expect(transcript.words == Self.expected)
        #expect(transcript.stored == Transcript(Self.group).stored)
    }

    @Test func refusesDataIfNoRecipientIsLeftAndGoesOn() {
        let transcript = Transcript(
            "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<bad>\r\nDATA\r\nMAIL FROM:<>\r\nRSET\r\nMAIL FROM:<>\r\n")
        #expect(transcript.words == ["220", "250", "250", "501", "554", "503", "250", "250"])
    }

    @Test func worksOverASocketCutAnywhere() throws {
        let message = "MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\nHello\r\n.\r\n"
        let bytes = Array(message.utf8)
        try withServer { server in
            let client = try greetedClient(server)
            for cut in 1..<bytes.count {
                try client.send(bytes: Array(bytes[..<cut]))
                try client.send(bytes: Array(bytes[cut...]))
                #expect(try client.codes(4) == [250, 250, 354, 250], "cut at \(cut)")
            }
            #expect(server.messages.count == bytes.count - 1)
            #expect(server.messages.allSatisfy { $0.message.bytes == Array("Hello\r\n".utf8) })
        }
    }
}
