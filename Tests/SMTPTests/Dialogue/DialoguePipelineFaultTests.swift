import Mail
import Testing

@testable import SMTP

/// Two messages in one session at the same time.
@Suite struct DialoguePipelineFaultTests {
    /// The first message's dot and the second's envelope are out, no reply to either is in.
    private func bench() throws -> DialogueBench {
        let bench = DialogueBench(.full)
        bench.offer(try message(1))
        for reply in ["250 ok", "250 ok", "354 go"] { bench.say(reply) }
        bench.offer(try message(2))
        return bench
    }

    @Test func aLossMakesTheFirstUncertainAndTheSecondSafe() throws {
        let bench = try bench()
        bench.lose()
        #expect(bench.kind(1) == .uncertain)
        #expect(bench.kind(2) == .notStarted(.mailFrom))
    }

    /// A loss is not the doing of a message that had been sent ahead: three of its own would put it off.
    @Test(arguments: ["", "421 4.3.2 enough", "what?"])
    func theSecondIsSaidToHaveBeenOnlySentAhead(_ reply: String) throws {
        let bench = try bench()
        let ahead = "MAIL FROM:<b.2@bounce.example.org>\r\nRCPT TO:<r2@example.net>\r\nDATA\r\n"
        #expect(bench.written.hasSuffix("\r\n.\r\n\(ahead)"))
        if reply.isEmpty { bench.lose() } else { bench.say(reply) }
        #expect(bench.failures == [2: .sentAhead])
        #expect(bench.failure?.kind != .sentAhead)
    }

    @Test func onceTheFirstIsAnsweredTheSecondHasItsTurn() throws {
        let bench = try bench()
        bench.say("250 queued")
        bench.lose()
        #expect(bench.kind(1) == .accepted && bench.failures == [2: .sessionSpent])
    }

    /// Also while the first's body is still on its way: neither of the two has started, and only the first was tried.
    @Test func aLossInTheBodyOfTheFirstIsNotTheSeconds() throws {
        let bench = DialogueBench(.full)
        bench.grants = nil
        bench.offer(try message(1))
        for reply in ["250 ok", "250 ok", "354 go"] { bench.say(reply) }
        bench.dialogue.claim(granted: true)
        bench.write(limit: 10)
        bench.dialogue.offer(try message(2))
        bench.dialogue.lose("gone")
        bench.settle()
        #expect(bench.failures == [1: .lost(nil), 2: .sentAhead])
    }

    @Test func a421ToTheDotRefusesTheFirstAndFreesTheSecond() throws {
        let bench = try bench()
        bench.say("421 4.3.2 enough")
        #expect(bench.kind(1) == .refused(421, .endOfData))
        #expect(bench.kind(2) == .notStarted(.mailFrom))
    }

    /// The reply to the dot is in, those behind it are not.
    @Test(arguments: ["250 queued", "451 4.7.1 greylisted"], ["", "250 ok", "250 ok\r\n250 ok"])
    func aLossBehindTheReplyToTheDotLeavesItStanding(_ reply: String, _ more: String) throws {
        for end in ["", "421 4.7.0 enough"] {
            let bench = try bench()
            bench.say(reply)
            if !more.isEmpty { bench.say(more) }
            if end.isEmpty { bench.lose() } else { bench.say(end) }
            #expect(bench.kind(1) == (reply.hasPrefix("2") ? .accepted : .refused(451, .endOfData)))
            #expect(bench.kind(2).map { $0 == .accepted || $0 == .uncertain } == false)
        }
    }

    /// With the reply to the dot left out, this is what would be seen: the second's refusal in the place of the first's.
    @Test(arguments: ["250 ok", "451 later"])
    func aLossBehindARefusalMakesTheReplyToTheDotDoubtful(_ reply: String) throws {
        for end in ["", "421 4.4.2 idle"] {
            let bench = try bench()
            bench.say("\(reply)\r\n550 5.1.1 no\r\n503 5.5.1 no")
            if end.isEmpty { bench.lose() } else { bench.say(end) }
            #expect(bench.kind(1) == .uncertain)
            #expect(bench.kind(2) == .refused(550, .mailFrom))
        }
    }

    @Test(arguments: ["451 4.7.1 greylisted", "554 5.7.1 spam"])
    func aRefusalOfTheFirstLeavesTheSecondAlone(_ reply: String) throws {
        let bench = try bench()
        bench.say(reply)
        for reply in ["250 ok", "250 ok", "354 go", "250 ok"] { bench.say(reply) }
        #expect(bench.kind(1) == .refused(Int(reply.prefix(3)) ?? 0, .endOfData))
        #expect(bench.kind(2) == .accepted)
    }

    @Test func aRefusalOfTheSecondIsNotTheFirsts() throws {
        let bench = try bench()
        bench.written = ""
        bench.say("250 one\r\n250 ok\r\n550 5.1.1 no\r\n554 5.5.1 no valid recipients")
        // Its reply will show that none was too many before.
        #expect(bench.written == "RSET\r\n" && bench.kind(1) == nil && !bench.wantsMessage)
        bench.say("250 reset")
        #expect(bench.kind(1) == .accepted)
        #expect(bench.kind(2) == .refused(550, .rcptTo))
        #expect(bench.wantsMessage)
    }

    @Test func aViolationMakesTheFirstUncertain() throws {
        let bench = try bench()
        bench.say("what?")
        #expect(bench.kind(1) == .uncertain)
        #expect(bench.kind(2) == .notStarted(.mailFrom))
    }

    /// Whatever comes, each message offered ends with exactly one outcome, and nothing crashes.
    @Test func randomRepliesLeaveNobodyWithoutExactlyOneOutcome() throws {
        let replies = [
            "250 ok", "250 ok", "250 ok", "354 go", "354 go", "450 no", "550 no", "421 bye", "250-a", "x", "503 eh",
        ]
        var generator = SplitMix(state: 42)
        for _ in 0..<3000 {
            let mode = Pipelining.allCases[Int(generator.next() % 3)]
            let bench = DialogueBench(mode)
            bench.grants = generator.next() % 8 != 0
            var offered: Int64 = 0
            for _ in 0..<30 where bench.closure == nil {
                if bench.wantsMessage {
                    offered += 1
                    bench.offer(try message(offered))
                }
                bench.say(replies[Int(generator.next() % UInt64(replies.count))])
            }
            bench.lose()
            #expect(bench.outcomes.count == Int(offered) && bench.outcomes.values.allSatisfy { $0.count == 1 })
        }
    }
}
