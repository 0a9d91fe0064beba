import Mail
import Testing

@testable import SMTP

/// What the server can answer at each step, and what becomes of the message.
@Suite struct DialogueFaultTests {
    private static let good = ["250 ok", "250 ok", "354 go", "250 ok"]
    private static let stages: [DialogueStage] = [.mailFrom, .rcptTo, .data, .endOfData]

    struct Case: CustomTestStringConvertible, Sendable {
        let mode: Pipelining
        /// Which of the four replies it is: MAIL, RCPT, DATA, final dot.
        let step: Int
        let reply: String
        var testDescription: String { "\(mode.rawValue), \(stages[step].rawValue): \(reply)" }
    }

    private static func cases(_ replies: [String]) -> [Case] {
        Pipelining.allCases.flatMap { mode in
            (0..<4).flatMap { step in replies.map { Case(mode: mode, step: step, reply: $0) } }
        }
    }

    /// A message that gets good replies up to the step.
    private func bench(_ mode: Pipelining, upTo step: Int) throws -> DialogueBench {
        let bench = DialogueBench(mode)
        bench.offer(try message(1))
        for reply in Self.good[..<step] { bench.say(reply) }
        return bench
    }

    @Test(arguments: cases(["450 4.2.1 busy", "550-5.1.1 no\r\n550 5.1.1 such user"]))
    func aRefusalConcernsThisMessageAndKeepsTheSession(_ given: Case) throws {
        let bench = try bench(given.mode, upTo: given.step)
        bench.say(given.reply)
        // Commands that were on their way already get their answers, of which none counts.
        if given.mode != .off {
            for _ in (given.step + 1)..<max(3, given.step + 1) { bench.say("503 5.5.1 out of order") }
        }
        #expect(bench.kind(1) == .refused(Int(given.reply.prefix(3)) ?? 0, Self.stages[given.step]))
        #expect(bench.isIdle && bench.wantsMessage)
        bench.written = ""
        bench.offer(try message(2))
        let isReset = given.step == 1 || given.step == 2
        #expect(bench.written.hasPrefix(isReset ? "RSET\r\n" : "MAIL FROM:<b.2@"))
        if isReset { bench.say("250 reset") }
        for reply in Self.good { bench.say(reply) }
        #expect(bench.kind(2) == .accepted)
        #expect(bench.kind(1) != nil)
    }

    @Test(arguments: [Pipelining.grouped, .full], [0, 1])
    func dataAcceptedAfterARefusalIsAnsweredByALoneDot(_ mode: Pipelining, _ step: Int) throws {
        let bench = try bench(mode, upTo: step)
        bench.written = ""
        bench.say("550 5.7.1 no")
        if step == 0 { bench.say("503 5.5.1 MAIL first") }
        bench.say("354 go")
        #expect(bench.written == ".\r\n")
        #expect(!bench.wantsMessage)
        #expect(bench.pendingClaim == nil)
        bench.say("554 5.5.1 no valid recipients")
        #expect(bench.kind(1) == .refused(550, Self.stages[step]))
        bench.offer(try message(2))
        #expect(bench.written.hasPrefix(".\r\nMAIL FROM"))
    }

    @Test(arguments: cases(["421 4.3.2 closing"]))
    func a421RefusesTheMessageItAnswersAndEndsTheSession(_ given: Case) throws {
        let bench = try bench(given.mode, upTo: given.step)
        bench.say(given.reply)
        #expect(bench.kind(1) == .refused(421, Self.stages[given.step]))
        let failure = try #require(bench.failure)
        #expect(failure.kind == .lost(SMTPReply(421, "4.3.2 closing")))
        #expect(!bench.wantsMessage && bench.isRelayTrouble)
    }

    @Test(arguments: cases(["hello", "250x", "100 wait", "250-a\r\n354 b", "399 what", "354 go"]))
    func aViolationEndsTheSession(_ given: Case) throws {
        // 354 is the right answer to DATA.
        if given.step == 2, given.reply == "354 go" { return }
        let bench = try bench(given.mode, upTo: given.step)
        bench.say(given.reply)
        #expect(bench.kind(1) == (given.step == 3 ? .uncertain : .notStarted(Self.stages[given.step])))
        #expect(bench.failure?.kind == .protocolViolation)
    }

    /// A server that has accepted sender and recipient and says "bad sequence" is elsewhere: nobody's fault but its own.
    @Test(arguments: Pipelining.allCases, [1, 2])
    func aBadSequenceWhereThereIsNoneIsNotTheRecipients(_ mode: Pipelining, _ step: Int) throws {
        let bench = try bench(mode, upTo: step)
        bench.say("503 5.5.1 bad sequence of commands")
        #expect(bench.kind(1) == .notStarted(Self.stages[step]))
        #expect(bench.failure?.kind == .protocolViolation)
    }

    /// The 421 was on its way when the command was written: it says nothing about the message.
    @Test(arguments: Pipelining.allCases)
    func a421BeforeTheCommandHasLeftIsNoAnswerToIt(_ mode: Pipelining) throws {
        let bench = DialogueBench(mode)
        bench.dialogue.offer(try message(1))
        Array("421 4.4.2 idle too long\r\n".utf8).withUnsafeBytes { bench.dialogue.receive($0) }
        bench.collect()
        #expect(bench.kind(1) == .notStarted(.mailFrom))
        #expect(bench.failure?.kind == .lost(SMTPReply(421, "4.4.2 idle too long")))
    }

    @Test(arguments: ["250 ok", "250 ok\r\n250 ok", "550 no"])
    func aReplyTooManyInLockstepIsSeenBeforeTheNextCommand(_ extra: String) throws {
        for step in 0..<3 {
            let bench = try bench(.off, upTo: step)
            bench.grants = nil
            bench.say("\(Self.good[step])\r\n\(extra)")
            #expect(bench.kind(1) == .notStarted(Self.stages[min(step + 1, 2)]))
            #expect(bench.failure?.kind == .protocolViolation)
        }
    }

    @Test(arguments: Pipelining.allCases, ["250 ok", "554 no"])
    func aReplyTooManyBehindTheOneToTheDotMakesItDoubtful(_ mode: Pipelining, _ extra: String) throws {
        let bench = try bench(mode, upTo: 3)
        bench.say("250 queued\r\n\(extra)")
        #expect(bench.kind(1) == .uncertain)
        #expect(bench.failure?.kind == .protocolViolation)
    }

    @Test(arguments: Pipelining.allCases)
    func aFarewellBehindTheReplyToTheDotDoesNot(_ mode: Pipelining) throws {
        let bench = try bench(mode, upTo: 3)
        bench.say("250 queued\r\n421 4.7.0 enough for this session")
        #expect(bench.kind(1) == .accepted)
        #expect(bench.failure?.kind == .sessionSpent)
    }

    @Test(arguments: Pipelining.allCases)
    func a250ToDataIsAViolation(_ mode: Pipelining) throws {
        let bench = try bench(mode, upTo: 2)
        bench.say("250 thanks")
        #expect(bench.kind(1) == .notStarted(.data))
        #expect(bench.failure?.kind == .protocolViolation)
    }

    @Test(arguments: Pipelining.allCases, 0..<4)
    func aLossIsUncertainOnlyAfterTheDot(_ mode: Pipelining, _ step: Int) throws {
        let bench = try bench(mode, upTo: step)
        bench.lose()
        #expect(bench.kind(1) == (step == 3 ? .uncertain : .notStarted(Self.stages[step])))
        #expect(bench.failure?.kind == .lost(nil))
        bench.say("250 ok")
        #expect(bench.outcomes[1]?.count == 1)
    }

    @Test func aLossWhileTheClaimIsAskedForIsSafe() throws {
        let bench = DialogueBench(.grouped)
        bench.grants = nil
        bench.offer(try message(1))
        for reply in Self.good[..<3] { bench.say(reply) }
        bench.lose()
        #expect(bench.kind(1) == .notStarted(.data))
        #expect(bench.pendingClaim == nil)
        bench.dialogue.claim(granted: true)
        #expect(bench.output.isEmpty)
    }

    @Test func theFirstByteOfTheFinalDotDecidesWhetherALossIsUncertain() throws {
        let bodySize = "Subject: 1\r\n\r\nHello.\r\n".utf8.count
        for written in 0...(bodySize + 3) {
            let bench = DialogueBench(.full)
            bench.grants = nil
            bench.offer(try message(1))
            for reply in Self.good[..<3] { bench.say(reply) }
            bench.dialogue.claim(granted: true)
            bench.write(limit: written)
            #expect(bench.awaiting == (written == bodySize + 3 ? .endOfData : .messageBody))
            bench.dialogue.lose("gone")
            bench.settle()
            #expect(bench.kind(1) == (written > bodySize ? .uncertain : .notStarted(.messageBody)))
        }
    }

    @Test func bytesThatTLSMayHaveSentCountAsSent() throws {
        let bench = DialogueBench(.full)
        bench.grants = nil
        bench.offer(try message(1))
        for reply in Self.good[..<3] { bench.say(reply) }
        bench.dialogue.claim(granted: true)
        var staging = [UInt8](repeating: 0, count: 4096)
        let count = staging.withUnsafeMutableBytes { bench.dialogue.output.take(into: $0) }
        bench.dialogue.output.expose(allTakenBut: count)
        #expect(bench.output.exposed + count == bench.output.taken)
        bench.dialogue.output.expose(allTakenBut: 0)
        bench.lose()
        #expect(bench.kind(1) == .uncertain)
    }

    @Test(arguments: [
        ("552 5.3.4 too big", OutcomeKind.refused(552, .messageBody)), ("421 bye", .refused(421, .messageBody)),
        ("250 ok", .notStarted(.messageBody)),
    ])
    func aReplyBeforeTheEndOfTheBodyStopsIt(_ reply: String, _ expected: OutcomeKind) throws {
        let bench = DialogueBench(.full)
        bench.grants = nil
        bench.offer(try message(1))
        for reply in Self.good[..<3] { bench.say(reply) }
        bench.dialogue.claim(granted: true)
        bench.write(limit: 10)
        Array("\(reply)\r\n".utf8).withUnsafeBytes { bench.dialogue.receive($0) }
        bench.collect()
        #expect(bench.kind(1) == expected)
        #expect(bench.closure != nil)
    }

    @Test(arguments: [
        ("421 idle too long", "lost"), ("250 hello?", "protocolViolation"), ("554 no", "protocolViolation"),
    ])
    func anUnaskedReplyEndsAnIdleSession(_ reply: String, _ kind: String) {
        let bench = DialogueBench(.full)
        bench.say(reply)
        #expect(bench.failure?.kind.name == kind)
        #expect(bench.isRelayTrouble)
        #expect(bench.outcomes.isEmpty)
    }

    @Test(arguments: ["500 what", "354 go", "421 bye"])
    func aRefusedResetEndsTheSession(_ reply: String) throws {
        let bench = try bench(.off, upTo: 1)
        bench.say("550 no")
        bench.offer(try message(2))
        bench.say(reply)
        // 421 ends the session between the two messages, whatever it answers.
        #expect(bench.kind(2) == .notStarted(reply == "421 bye" ? .mailFrom : .reset))
        #expect(bench.failure != nil && !bench.isRelayTrouble)
    }
}
