import Mail
import Testing

@testable import SMTP

@Suite struct DialogueTests {
    private let envelope = "MAIL FROM:<b.1@bounce.example.org>\r\nRCPT TO:<r1@example.net>\r\nDATA\r\n"
    private let body = "Subject: 1\r\n\r\nHello.\r\n.\r\n"

    @Test func lockstepWritesOneCommandForEachReply() throws {
        var bench = DialogueBench(.off)
        bench.offer(try message(1))
        #expect(bench.written == "MAIL FROM:<b.1@bounce.example.org>\r\n")
        bench.say("250 ok")
        bench.say("250 ok")
        #expect(bench.written == envelope)
        bench.say("354 go")
        #expect(bench.written == envelope + body)
        bench.say("250 2.0.0 queued as 7")
        #expect(bench.outcomes[1] == [.accepted(SMTPReply(250, "2.0.0 queued as 7"))])
        #expect(bench.dialogue.isIdle && bench.dialogue.wantsMessage)
    }

    @Test func groupedWritesTheEnvelopeAtOnce() throws {
        var bench = DialogueBench(.grouped)
        bench.offer(try message(1))
        #expect(bench.written == envelope)
        bench.say("250 ok\r\n250 ok\r\n354 go")
        #expect(bench.written == envelope + body)
        #expect(!bench.dialogue.wantsMessage)
        bench.say("250 ok")
        #expect(bench.kind(1) == .accepted)
    }

    @Test func fullPipeliningWritesTheNextEnvelopeBehindTheDot() throws {
        var bench = DialogueBench(.full)
        bench.offer(try message(1))
        #expect(!bench.dialogue.wantsMessage)
        bench.say("250 ok\r\n250 ok\r\n354 go")
        #expect(bench.dialogue.wantsMessage)
        bench.written = ""
        bench.offer(try message(2))
        #expect(bench.written == "MAIL FROM:<b.2@bounce.example.org>\r\nRCPT TO:<r2@example.net>\r\nDATA\r\n")
        #expect(!bench.dialogue.wantsMessage)
        bench.say("250 one\r\n250 ok\r\n250 ok\r\n354 go")
        bench.say("250 two")
        #expect(bench.kind(1) == .accepted)
        #expect(bench.outcomes[2] == [.accepted(SMTPReply(250, "two"))])
    }

    @Test func withoutAnOfferNothingIsPipelined() throws {
        let dialogue = Dialogue(
            relay: RelayName(host: "relay.test", port: 25), capabilities: ServerCapabilities(), mode: .full,
            messageLimit: 1)
        #expect(dialogue.mode == .off)
    }

    @Test(arguments: Pipelining.allCases)
    func noByteOfTheBodyIsQueuedBeforeTheClaim(_ mode: Pipelining) throws {
        var bench = DialogueBench(mode)
        bench.grants = nil
        bench.offer(try message(1))
        for reply in ["250 ok", "250 ok", "354 go"] {
            #expect(bench.dialogue.pendingClaim == nil)
            bench.say(reply)
        }
        #expect(bench.dialogue.pendingClaim == DeliveryID(rawValue: 1))
        #expect(bench.written == envelope)
        #expect(bench.dialogue.output.isEmpty)
        bench.dialogue.claim(granted: true)
        #expect(bench.dialogue.pendingClaim == nil)
        bench.settle()
        #expect(bench.written == envelope + body)
    }

    @Test(arguments: Pipelining.allCases)
    func aDeniedClaimClosesWithoutAnotherByte(_ mode: Pipelining) throws {
        var bench = DialogueBench(mode)
        bench.grants = false
        bench.offer(try message(1))
        for reply in ["250 ok", "250 ok", "354 go"] { bench.say(reply) }
        #expect(bench.written == envelope)
        #expect(bench.kind(1) == .notStarted(.data))
        #expect(bench.dialogue.closure != nil && !bench.dialogue.isRelayTrouble)
    }

    @Test(arguments: Pipelining.allCases)
    func aSplitAtAnyByteChangesNothing(_ mode: Pipelining) throws {
        let replies = Array("250-a\r\n250 ok\r\n250 ok\r\n354 go\r\n250-2.0.0 queued\r\n250 2.0.0 as 7\r\n".utf8)
        // Only a server that is a prophet answers the dot before it is there: so far, at most, in one piece.
        let early = replies.count - "250-2.0.0 queued\r\n250 2.0.0 as 7\r\n".utf8.count
        for split in 0...replies.count {
            var bench = DialogueBench(mode)
            bench.offer(try message(1))
            for piece in [replies[..<min(split, early)], replies[min(split, early)..<early]] {
                bench.feed(Array(piece))
            }
            for piece in [replies[early..<max(split, early)], replies[max(split, early)...]] {
                bench.feed(Array(piece))
            }
            #expect(bench.outcomes[1] == [.accepted(SMTPReply(code: 250, lines: ["2.0.0 queued", "2.0.0 as 7"]))])
        }
    }

    @Test func quitIsSaidOnceAndItsReplyCloses() throws {
        var bench = DialogueBench(.full)
        bench.quit()
        bench.quit()
        #expect(bench.written == "QUIT\r\n")
        #expect(!bench.dialogue.wantsMessage)
        bench.say("221 bye")
        #expect(bench.dialogue.closure == .quit)
    }

    @Test func aConnectionLostAfterQuitIsNoFailure() {
        var bench = DialogueBench(.full)
        bench.quit()
        bench.lose()
        #expect(bench.dialogue.closure == .quit)
    }

    @Test func theMessageLimitEndsTheWish() throws {
        var bench = DialogueBench(.full, messageLimit: 1)
        bench.offer(try message(1))
        for reply in ["250 ok", "250 ok", "354 go"] { bench.say(reply) }
        #expect(!bench.dialogue.wantsMessage && bench.dialogue.isSpent)
    }

    @Test func whatCannotBeSentIsFinishedAtOnceAndKeepsTheSession() throws {
        var bench = DialogueBench(.full)
        bench.offer(try message(1, to: "jürgen@example.net"))
        bench.offer(try message(2, body: "a\nb"))
        #expect(bench.kind(1) == .unsendable)
        #expect(bench.kind(2) == .unsendable)
        #expect(bench.written.isEmpty && bench.dialogue.wantsMessage)
    }
}
