import Mail
import Testing

@testable import SMTP

@Suite struct DialogueTests {
    private let envelope = "MAIL FROM:<b.1@bounce.example.org>\r\nRCPT TO:<r1@example.net>\r\nDATA\r\n"
    private let body = "Subject: 1\r\n\r\nHello.\r\n.\r\n"

    @Test func lockstepWritesOneCommandForEachReply() throws {
        let bench = DialogueBench(.off)
        bench.offer(try message(1))
        #expect(bench.written == "MAIL FROM:<b.1@bounce.example.org>\r\n")
        bench.say("250 ok")
        bench.say("250 ok")
        #expect(bench.written == envelope)
        bench.say("354 go")
        #expect(bench.written == envelope + body)
        bench.say("250 2.0.0 queued as 7")
        #expect(bench.outcomes[1] == [.accepted(SMTPReply(250, "2.0.0 queued as 7"))])
        #expect(bench.isIdle && bench.wantsMessage)
    }

    @Test func groupedWritesTheEnvelopeAtOnce() throws {
        let bench = DialogueBench(.grouped)
        bench.offer(try message(1))
        #expect(bench.written == envelope)
        bench.say("250 ok\r\n250 ok\r\n354 go")
        #expect(bench.written == envelope + body)
        #expect(!bench.wantsMessage)
        bench.say("250 ok")
        #expect(bench.kind(1) == .accepted)
    }

    @Test func fullPipeliningWritesTheNextEnvelopeBehindTheDot() throws {
        let bench = DialogueBench(.full)
        bench.offer(try message(1))
        #expect(!bench.wantsMessage)
        bench.say("250 ok\r\n250 ok\r\n354 go")
        #expect(bench.wantsMessage)
        bench.written = ""
        bench.offer(try message(2))
        #expect(bench.written == "MAIL FROM:<b.2@bounce.example.org>\r\nRCPT TO:<r2@example.net>\r\nDATA\r\n")
        #expect(!bench.wantsMessage)
        bench.say("250 one\r\n250 ok\r\n250 ok\r\n354 go")
        bench.say("250 two")
        #expect(bench.kind(1) == .accepted)
        #expect(bench.outcomes[2] == [.accepted(SMTPReply(250, "two"))])
    }

    @Test func withoutAnOfferNothingIsPipelined() throws {
        let settings = RelaySettings(relay: RelayName(host: "relay.test", port: 25), tls: .off)
        let dialogue = Dialogue(settings, offered: ServerCapabilities())
        #expect(dialogue.mode == .off)
    }

    @Test(arguments: Pipelining.allCases)
    func noByteOfTheBodyIsQueuedBeforeTheClaim(_ mode: Pipelining) throws {
        let bench = DialogueBench(mode)
        bench.grants = nil
        bench.offer(try message(1))
        for reply in ["250 ok", "250 ok", "354 go"] {
            #expect(bench.pendingClaim == nil)
            bench.say(reply)
        }
        #expect(bench.pendingClaim == DeliveryID(rawValue: 1))
        #expect(bench.written == envelope)
        #expect(bench.output.isEmpty)
        bench.dialogue.claim(granted: true)
        #expect(bench.pendingClaim == nil)
        bench.settle()
        #expect(bench.written == envelope + body)
    }

    @Test(arguments: Pipelining.allCases)
    func aDeniedClaimClosesWithoutAnotherByte(_ mode: Pipelining) throws {
        let bench = DialogueBench(mode)
        bench.grants = false
        bench.offer(try message(1))
        for reply in ["250 ok", "250 ok", "354 go"] { bench.say(reply) }
        #expect(bench.written == envelope)
        #expect(bench.kind(1) == .notStarted(.data))
        #expect(bench.closure != nil && !bench.isRelayTrouble)
    }

    @Test(arguments: Pipelining.allCases)
    func aSplitAtAnyByteChangesNothing(_ mode: Pipelining) throws {
        // Only a server that is a prophet answers a command before it is there.
        let envelope = ["250-a\r\n250 ok\r\n", "250 ok\r\n", "354 go\r\n"]
        let groups = (mode == .off ? envelope : [envelope.joined()]) + ["250-2.0.0 queued\r\n250 2.0.0 as 7\r\n"]
        for (index, group) in groups.enumerated() {
            for split in 0...group.utf8.count {
                let bench = DialogueBench(mode)
                bench.offer(try message(1))
                for other in groups[..<index] { bench.feed(Array(other.utf8)) }
                bench.feed(Array(group.utf8.prefix(split)))
                bench.feed(Array(group.utf8.dropFirst(split)))
                for other in groups[(index + 1)...] { bench.feed(Array(other.utf8)) }
                #expect(bench.outcomes[1] == [.accepted(SMTPReply(code: 250, lines: ["2.0.0 queued", "2.0.0 as 7"]))])
            }
        }
    }

    @Test func quitIsSaidOnceAndItsReplyCloses() throws {
        let bench = DialogueBench(.full)
        bench.quit()
        bench.quit()
        #expect(bench.written == "QUIT\r\n")
        #expect(!bench.wantsMessage)
        bench.say("221 bye")
        #expect(bench.closure == .quit)
    }

    @Test func aConnectionLostAfterQuitIsNoFailure() {
        let bench = DialogueBench(.full)
        bench.quit()
        bench.lose()
        #expect(bench.closure == .quit)
    }

    @Test func theMessageLimitEndsTheWish() throws {
        let bench = DialogueBench(.full, messageLimit: 1)
        bench.offer(try message(1))
        for reply in ["250 ok", "250 ok", "354 go"] { bench.say(reply) }
        #expect(!bench.wantsMessage && bench.isSpent)
    }

    @Test func whatCannotBeSentIsFinishedAtOnceAndKeepsTheSession() throws {
        let bench = DialogueBench(.full)
        bench.offer(try message(1, to: "jürgen@example.net"))
        bench.offer(try message(2, body: "a\nb"))
        #expect(bench.kind(1) == .unsendable)
        #expect(bench.kind(2) == .unsendable)
        #expect(bench.written.isEmpty && bench.wantsMessage)
    }
}
