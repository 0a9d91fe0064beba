import Foundation
import Mail
import Synchronization
import Testing

@testable import Sending

/// How a run treats its recipients, with a ledger in memory and a scripted relay.
@Suite struct MailingRunTests {
    let clock = HandClock()

    @Test func everyRecipientIsSentOnce() throws {
        let ledger = MemoryLedger(try recipients(1_000))
        let transport = ScriptedTransport { _, _ in accepted }
        let result = try MailingRun(settings: settings(clock), ledger: ledger, transports: [transport]).execute()
        #expect(result.reason == .exhausted)
        #expect(result.sent == 1_000)
        #expect(transport.carried.withLock { $0.map(\.rawValue).sorted() } == Array(1...1_000))
        #expect(try ledger.accounting(of: MailingID(rawValue: 1)).isFinished)
    }

    @Test func eachComposerIsPreparedOnItsOwnThreadBeforeItComposes() throws {
        let prepared = Mutex(0)
        let unprepared = Mutex(0)
        var settings = settings(clock)
        settings.composers = 2
        settings.prepareComposer = {
            Thread.current.threadDictionary["prepared"] = true
            prepared.withLock { $0 += 1 }
        }
        let compose = settings.compose
        settings.compose = { due, date, version in
            if Thread.current.threadDictionary["prepared"] == nil { unprepared.withLock { $0 += 1 } }
            return try compose(due, date, version)
        }
        let transport = ScriptedTransport { _, _ in accepted }
        _ = try MailingRun(settings: settings, ledger: MemoryLedger(try recipients(50)), transports: [transport])
            .execute()
        #expect(prepared.withLock { $0 } == 2)
        #expect(unprepared.withLock { $0 } == 0)
    }

    @Test func twoRelaysShareTheAudienceWithoutOverlap() throws {
        let ledger = MemoryLedger(try recipients(500))
        let first = ScriptedTransport { _, _ in accepted }
        let second = ScriptedTransport(relay: RelayName(host: "other.example.org", port: 25)) { _, _ in accepted }
        _ = try MailingRun(settings: settings(clock), ledger: ledger, transports: [first, second]).execute()
        let carried = first.carried.withLock { $0 } + second.carried.withLock { $0 }
        #expect(carried.count == 500)
        #expect(Set(carried).count == 500)
    }

    @Test func temporaryFailuresAreKeptForLater() throws {
        let ledger = MemoryLedger(try recipients(10))
        let transport = ScriptedTransport { message, _ in
            message.delivery.rawValue == 3 ? .refused(reply(451, "4.7.1 Later"), stage: .rcptTo) : accepted
        }
        let result = try MailingRun(settings: settings(clock), ledger: ledger, transports: [transport]).execute()
        let accounting = try ledger.accounting(of: MailingID(rawValue: 1))
        #expect(result.reason == .exhausted)
        #expect(accounting[.deferred] == 1)
        #expect(accounting[.sent] == 9)
        #expect(!accounting.isFinished)
        #expect(try ledger.nextAttempt(MailingID(rawValue: 1)) == clock.now.adding(.seconds(300)))
    }

    @Test func aPatientRunSendsDeferredOnesWhenTheyFallDue() throws {
        let clock = clock
        let ledger = MemoryLedger(try recipients(3))
        let transport = ScriptedTransport { message, attempt in
            guard message.delivery.rawValue == 2, attempt == 1 else { return accepted }
            return .refused(reply(451, "4.7.1 Later"), stage: .rcptTo)
        }
        var settings = settings(clock, schedule: RetrySchedule(pauses: [.seconds(1)], jitter: 0))
        settings.patience = .seconds(5)
        settings.wallClock = {
            clock.advance(.milliseconds(10))
            return clock.now
        }
        let result = try MailingRun(settings: settings, ledger: ledger, transports: [transport]).execute()
        #expect(result.sent == 3)
        #expect(try ledger.accounting(of: MailingID(rawValue: 1)).isFinished)
    }

    @Test func aMessageWhoseDataNeverStartedIsSentOnAnotherConnection() throws {
        let ledger = MemoryLedger(try recipients(5))
        let transport = ScriptedTransport { message, attempt in
            message.delivery.rawValue == 4 && attempt == 1 ? .notStarted(lost(.mailFrom)) : accepted
        }
        let result = try MailingRun(settings: settings(clock), ledger: ledger, transports: [transport]).execute()
        #expect(result.sent == 5)
        #expect(transport.carried.withLock { $0.count } == 5)
    }

    private func used(_ ledger: MemoryLedger) throws -> Int {
        try ledger.windowUses(since: 0).reduce(0) { $0 + $1.count }
    }

    private func windowed(_ count: Int) -> RunSettings {
        var settings = settings(clock)
        let rule = LimitRule(windows: [WindowLimit(count: count, minutes: 60)])
        settings.limits = SharedLimits(SendingLimits(rules: [.relay(relay): rule]))
        return settings
    }

    @Test func theWindowPlaceOfAMessageWhoseDataNeverStartedIsFree() throws {
        let ledger = MemoryLedger(try recipients(5))
        let transport = ScriptedTransport { message, attempt in
            message.delivery.rawValue == 4 && attempt <= 2 ? .notStarted(lost(.mailFrom)) : accepted
        }
        let result = try MailingRun(settings: windowed(5), ledger: ledger, transports: [transport]).execute()
        #expect(result.sent == 5)
        #expect(try used(ledger) == 5)
    }

    @Test(arguments: [
        (AttemptResult.Outcome.refused(reply(450, "4.2.0 Later"), stage: .rcptTo), 5),
        (.refused(reply(550, "5.1.1 Unknown"), stage: .rcptTo), 5), (.uncertain(lost(.endOfData)), 5),
        (.unsendable("The relay takes no UTF-8."), 4), (.notStarted(lost(.rcptTo)), 4),
    ])
    func onlyWhatTheRelayMayHaveCountedKeepsItsWindowPlace(outcome: AttemptResult.Outcome, places: Int) throws {
        let ledger = MemoryLedger(try recipients(5))
        let transport = ScriptedTransport { message, _ in message.delivery.rawValue == 4 ? outcome : accepted }
        _ = try MailingRun(settings: windowed(20), ledger: ledger, transports: [transport]).execute()
        #expect(try used(ledger) == places)
    }

    @Test func theWindowPlaceOfADeniedClaimIsFree() throws {
        let ledger = MemoryLedger(try recipients(5))
        let clock = clock
        let transport = ScriptedTransport { message, _ in
            if message.delivery.rawValue == 4 {
                // Somebody else is faster.
                _ = try? ledger.commit(
                    [], claims: [Claim(message.delivery, version: 1)], owner: LeaseOwner("test:2:b"), now: clock.now,
                    leaseUntil: clock.now)
            }
            return accepted
        }
        let result = try MailingRun(settings: windowed(20), ledger: ledger, transports: [transport]).execute()
        #expect(result.sent == 4)
        #expect(try used(ledger) == 4)
    }

    @Test func aMessageThatKeepsLosingItsConnectionIsDeferredNotLooped() throws {
        let ledger = MemoryLedger(try recipients(5))
        let transport = ScriptedTransport { message, _ in
            message.delivery.rawValue == 4 ? .notStarted(lost(.rcptTo)) : accepted
        }
        let result = try MailingRun(settings: settings(clock), ledger: ledger, transports: [transport]).execute()
        #expect(result.sent == 4)
        #expect(result.deferred == 1)
    }

    /// The connection was lost with another message, or before there was a session: that says nothing about this one,
    /// however often.
    @Test(arguments: [
        (ConnectionFailure.Kind.sentAhead, DialogueStage.mailFrom), (.lost(nil), .greeting), (.lost(nil), .hello),
        (.lost(nil), .startTLS), (.protocolViolation, .authentication), (.cannotConnect, .connect),
    ])
    func aMessageThatDidNotHaveItsTurnIsNotPutOff(_ kind: ConnectionFailure.Kind, _ stage: DialogueStage) throws {
        let failure = ConnectionFailure(relay: relay, kind: kind, stage: stage, detail: "closed")
        let ledger = MemoryLedger(try recipients(5))
        let transport = ScriptedTransport { message, attempt in
            message.delivery.rawValue == 4 && attempt <= 5 ? .notStarted(failure) : accepted
        }
        let result = try MailingRun(settings: settings(clock), ledger: ledger, transports: [transport]).execute()
        #expect(result.sent == 5)
        #expect(result.deferred == 0)
    }

    @Test func aLossAfterTheDataIsUnknownAndNotRepeated() throws {
        let ledger = MemoryLedger(try recipients(5))
        let transport = ScriptedTransport { message, _ in
            message.delivery.rawValue == 2 ? .uncertain(lost(.endOfData)) : accepted
        }
        let result = try MailingRun(settings: settings(clock), ledger: ledger, transports: [transport]).execute()
        #expect(result.unknown == 1)
        #expect(transport.carried.withLock { $0.filter { $0.rawValue == 2 }.count } == 1)
    }

    @Test func aClosedPortLeavesEverybodyPending() throws {
        let ledger = MemoryLedger(try recipients(10))
        let port = ClosedPort(.authentication(nil))
        let result = try MailingRun(settings: settings(clock), ledger: ledger, transports: [port]).execute()
        #expect(result.reason == .noRelay(port.failure))
        #expect(try ledger.accounting(of: MailingID(rawValue: 1))[.pending] == 10)
    }

    @Test func oneWorkingRelayOfTwoIsEnough() throws {
        let ledger = MemoryLedger(try recipients(20))
        let dead = ClosedPort(.tls)
        let alive = ScriptedTransport(relay: RelayName(host: "alive.example.org", port: 25)) { _, _ in accepted }
        let result = try MailingRun(settings: settings(clock), ledger: ledger, transports: [dead, alive]).execute()
        #expect(result.reason == .exhausted)
        #expect(result.sent == 20)
    }

    private func refusing(_ bounceClass: BounceClass) -> RunSettings {
        var settings = settings(clock)
        settings.policy = OutcomePolicy(schedules: RetrySchedules()) { _, _ in bounceClass }
        return settings
    }

    @Test(arguments: [DialogueStage.mailFrom, .rcptTo, .endOfData])
    func refusalsOfUsTouchAHandfulAndPauseTheMailing(_ stage: DialogueStage) throws {
        let ledger = MemoryLedger(try recipients(100))
        let transport = ScriptedTransport { _, _ in .refused(reply(550, "5.7.1 Sender blocked"), stage: stage) }
        let result = try MailingRun(settings: refusing(.sender), ledger: ledger, transports: [transport]).execute()
        guard case .breaker(let sentence) = result.reason else {
            Issue.record("stopped for \(result.reason)")
            return
        }
        #expect(sentence.contains("550 5.7.1 Sender blocked") && sentence.contains("'from'"))
        #expect(result.reason.pauseReason != nil)
        let accounting = try ledger.accounting(of: MailingID(rawValue: 1))
        #expect(accounting[.failed] == 0)
        #expect(accounting[.deferred] == 5)
        #expect(accounting[.pending] == 95)
    }

    @Test func whatPassesByItselfPausesNothing() throws {
        let ledger = MemoryLedger(try recipients(100))
        let transport = ScriptedTransport { _, _ in .refused(reply(452, "4.2.2 Our quota"), stage: .endOfData) }
        let result = try MailingRun(settings: refusing(.account), ledger: ledger, transports: [transport]).execute()
        guard case .turnedAway = result.reason else {
            Issue.record("stopped for \(result.reason)")
            return
        }
        #expect(result.reason.pauseReason == nil)
        #expect(try ledger.accounting(of: MailingID(rawValue: 1))[.pending] == 95)
    }

    @Test func whatOneRelayRefusesOfUsGoesOverTheOther() throws {
        let ledger = MemoryLedger(try recipients(100))
        let other = RelayName(host: "other.example.org", port: 25)
        let refusing = ScriptedTransport { _, _ in .refused(reply(550, "5.7.1 Sender blocked"), stage: .rcptTo) }
        let working = ScriptedTransport(relay: other) { _, _ in accepted }
        let result = try MailingRun(
            settings: self.refusing(.sender), ledger: ledger, transports: [refusing, working]
        ).execute()
        #expect(result.reason == .exhausted)
        #expect(result.failed == 0)
        #expect(result.deferred <= 5)
        #expect(result.sent == 100 - result.deferred)
    }

    @Test func unknownUsersDoNotOpenTheBreaker() throws {
        let ledger = MemoryLedger(try recipients(100))
        let transport = ScriptedTransport { _, _ in .refused(reply(550, "5.1.1 No such user"), stage: .rcptTo) }
        let result = try MailingRun(settings: settings(clock), ledger: ledger, transports: [transport]).execute()
        #expect(result.reason == .exhausted)
        #expect(result.failed == 100)
    }

    /// A fetch that read its rows before they were settled must not bring them back.
    @Test(arguments: 0..<20) func noRecipientIsTakenUpTwice(round: Int) throws {
        let ledger = MemoryLedger(try recipients(100))
        let attempts = Mutex<[DeliveryID: Int]>([:])
        let transport = ScriptedTransport { message, attempt in
            attempts.withLock { $0[message.delivery] = attempt }
            return .refused(reply(550, "5.1.1 No such user"), stage: .rcptTo)
        }
        _ = try MailingRun(settings: settings(clock), ledger: ledger, transports: [transport]).execute()
        #expect(attempts.withLock { $0.count } == 100)
        #expect(attempts.withLock { $0.values.allSatisfy { $0 == 1 } })
    }

    @Test func aRecipientThatCannotBeComposedFailsAlone() throws {
        struct NoName: Error, CustomStringConvertible { let description = "Field 'name' is missing." }
        let ledger = MemoryLedger(try recipients(10))
        let transport = ScriptedTransport { _, _ in accepted }
        var settings = settings(clock)
        let compose = settings.compose
        settings.compose = { due, date, version in
            guard due.delivery.rawValue != 7 else { throw NoName() }
            return try compose(due, date, version)
        }
        let result = try MailingRun(settings: settings, ledger: ledger, transports: [transport]).execute()
        #expect(result.sent == 9)
        #expect(result.failed == 1)
    }

    @Test func aStopRequestEndsTheRunWithTheRestPending() throws {
        let ledger = MemoryLedger(try recipients(1_000))
        let box = Mutex<MailingRun?>(nil)
        let count = Mutex(0)
        let transport = ScriptedTransport { _, _ in
            let carried = count.withLock { count in
                count += 1
                return count
            }
            if carried == 100 { box.withLock { $0?.requestStop() } }
            return accepted
        }
        let run = MailingRun(settings: settings(clock), ledger: ledger, transports: [transport])
        box.withLock { $0 = run }
        let result = try run.execute()
        #expect(result.reason == .requested)
        #expect(result.sent == 100)
        let accounting = try ledger.accounting(of: MailingID(rawValue: 1))
        #expect(accounting[.pending] == 900)
        #expect(accounting[.inFlight] == 0)
    }

    @Test func aSecondSenderIsToldWhoHoldsTheMailing() throws {
        let ledger = MemoryLedger(try recipients(10))
        _ = try ledger.acquire(
            MailingID(rawValue: 1), owner: LeaseOwner("elsewhere:9:z"), now: clock.now, until: clock.now,
            ownerIsGone: { _ in false })
        let transport = ScriptedTransport { _, _ in accepted }
        let result = try MailingRun(settings: settings(clock), ledger: ledger, transports: [transport]).execute()
        guard case .heldBy(let holder, _) = result.reason else {
            Issue.record("stopped for \(result.reason)")
            return
        }
        #expect(holder == LeaseOwner("elsewhere:9:z"))
        #expect(transport.carried.withLock { $0.isEmpty })
    }
}
