import Mail
import Testing

@testable import SMTP

@Suite struct ReplyParserTests {
    /// Feeds the pieces and answers with all replies, or the problem.
    private func parse(_ pieces: [[UInt8]]) throws -> [SMTPReply] {
        var parser = ReplyParser()
        var replies: [SMTPReply] = []
        for piece in pieces {
            piece.withUnsafeBytes { parser.append($0) }
            while let raw = try parser.next() { replies.append(parser.reply(raw)) }
        }
        return replies
    }

    private let transcript = Array(
        "250-relay.test\r\n250-SIZE 10\r\n250 PIPELINING\r\n354 go\r\n550-5.1.1 no\r\n550 5.1.1 such user\r\n250\r\n421 4.3.2 bye\r\n"
            .utf8)

    @Test func readsSingleAndMultiLineReplies() throws {
        let replies = try parse([transcript])
        #expect(replies.map(\.code) == [250, 354, 550, 250, 421])
        #expect(replies[0].lines == ["relay.test", "SIZE 10", "PIPELINING"])
        #expect(replies[2].description == "550 5.1.1 no such user")
        #expect(replies[3].lines == [""])
    }

    @Test func aSplitAtAnyByteChangesNothing() throws {
        let whole = try parse([transcript])
        for index in transcript.indices {
            #expect(try parse([Array(transcript[..<index]), Array(transcript[index...])]) == whole)
        }
        #expect(try parse(transcript.map { [$0] }) == whole)
    }

    @Test(arguments: [
        "hello\r\n", "25 ok\r\n", "250x ok\r\n", "150 ok\r\n", "650 ok\r\n", "2a0 ok\r\n", "\r\n", " 250 ok\r\n",
        "250-a\r\n251 b\r\n", "250-a\r\nfoo\r\n", "250\rok\r\n", "250\r\r\n",
    ])
    func whatIsNoReplyIsAProblem(_ text: String) {
        #expect(throws: ReplyProblem.self) { try parse([Array(text.utf8)]) }
    }

    @Test func aBareLineFeedEndsALineToo() throws {
        #expect(try parse([Array("250-a\n250 b\n".utf8)]) == [SMTPReply(code: 250, lines: ["a", "b"])])
    }

    @Test func controlCharactersAreReplaced() throws {
        let replies = try parse([
            Array("550 a\u{1B}[31mb\tc\u{0}d\re\r\n".utf8) + Array("550 \u{9B}x\r\n".utf8) + [
                0x35, 0x35, 0x30, 0x20, 0xFF, 0x0A,
            ]
        ])
        #expect(replies.map(\.text) == ["a\u{FFFD}[31mb c\u{FFFD}d\u{FFFD}e", "\u{FFFD}x", "\u{FFFD}"])
    }

    @Test func aReplyWithoutEndIsGivenUp() {
        #expect(throws: ReplyProblem.tooLong) { try parse([Array(repeating: UInt8(ascii: "2"), count: 70_000)]) }
        let line = Array("250-\(String(repeating: "x", count: 500))\r\n".utf8)
        #expect(throws: ReplyProblem.tooLong) { try parse(Array(repeating: line, count: 200)) }
    }

    @Test func manySmallRepliesAreNoLongReply() throws {
        let replies = try parse([Array(String(repeating: "250 ok\r\n", count: 20_000).utf8)])
        #expect(replies.count == 20_000)
    }

    @Test func mutatedTranscriptsEndInRepliesOrAProblem() {
        var generator = SplitMix(state: 7)
        for _ in 0..<2000 {
            var bytes = transcript
            for _ in 0..<4 {
                bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
            }
            do {
                for reply in try parse([bytes]) {
                    #expect((200..<600).contains(reply.code))
                    #expect(!reply.text.unicodeScalars.contains { $0.properties.generalCategory == .control })
                }
            } catch {
                #expect(error is ReplyProblem)
            }
        }
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
