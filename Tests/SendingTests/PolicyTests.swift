import Mail
import Testing

@testable import Sending

@Suite struct OutcomePolicyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let outcome: AttemptResult.Outcome
        var attempts = 0
        var lost = 0
        var days = 0
        let expected: DeliveryState
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "250 after the dot", outcome: accepted, expected: .sent),
        Case(name: "450 at RCPT", outcome: .refused(reply(450, "4.2.0 Busy"), stage: .rcptTo), expected: .deferred),
        Case(name: "451 at the dot", outcome: .refused(reply(451, "Later"), stage: .endOfData), expected: .deferred),
        Case(name: "421 at MAIL", outcome: .refused(reply(421, "Closing"), stage: .mailFrom), expected: .deferred),
        Case(name: "550 at RCPT", outcome: .refused(reply(550, "No"), stage: .rcptTo), expected: .failed),
        Case(name: "554 at the dot", outcome: .refused(reply(554, "Spam"), stage: .endOfData), expected: .failed),
        Case(name: "550 at MAIL", outcome: .refused(reply(550, "You"), stage: .mailFrom), expected: .deferred),
        Case(name: "lost after the dot", outcome: .uncertain(lost(.endOfData)), expected: .unknown),
        Case(name: "lost before data", outcome: .notStarted(lost(.mailFrom)), lost: 1, expected: .pending),
        Case(name: "lost thrice", outcome: .notStarted(lost(.mailFrom)), lost: 3, expected: .deferred),
        Case(name: "too large", outcome: .unsendable("too large"), expected: .failed),
        Case(
            name: "the fifth day", outcome: .refused(reply(450, "Busy"), stage: .rcptTo), attempts: 11, days: 5,
            expected: .failed),
        Case(
            name: "a hundred attempts on the fourth day", outcome: .refused(reply(450, "Busy"), stage: .rcptTo),
            attempts: 100, days: 4, expected: .deferred),
    ]

    private func update(
        _ outcome: AttemptResult.Outcome, _ bounceClass: BounceClass, attempts: Int = 0, lost: Int = 0, days: Int = 0,
        others: OutcomePolicy.OtherRelays = .none
    ) -> DeliveryUpdate {
        let start = Timestamp(milliseconds: 1_700_000_000_000)
        var context = OutcomePolicy.Context(
            attempts: attempts, lostConnections: lost, now: start.adding(.seconds(days * 86_400)), messageDate: start,
            random: { 0.5 })
        context.deferredSince = attempts > 0 ? start : nil
        context.otherRelays = others
        return OutcomePolicy(schedules: RetrySchedules()) { _, _ in bounceClass }.update(
            for: AttemptResult(delivery: DeliveryID(rawValue: 1), outcome: outcome, relay: relay, duration: .zero),
            in: context)
    }

    @Test(arguments: cases) func eachResultHasItsState(_ item: Case) {
        let update = update(item.outcome, .unknown, attempts: item.attempts, lost: item.lost, days: item.days)
        #expect(update.disposition.state == item.expected)
    }

    /// A refusal for good fails who, or what, it is about; nobody pays for us or for a relay's state.
    @Test(arguments: BounceClass.allCases, [DialogueStage.rcptTo, .data, .endOfData])
    func aRefusalForGoodFailsOnlyWhomItIsAbout(_ bounceClass: BounceClass, _ stage: DialogueStage) {
        let isOurs = [.us, .relay].contains(bounceClass.subject)
        let update = update(.refused(reply(550, "No"), stage: stage), bounceClass)
        #expect(update.disposition.state == (isOurs ? .deferred : .failed))
        #expect(update.bounceClass == bounceClass)
    }

    /// Nobody was named yet: it cannot be about her.
    @Test(arguments: BounceClass.allCases.filter { $0 != .size })
    func aRefusalForGoodOfMAILIsNeverAboutAReader(_ bounceClass: BounceClass) {
        let update = update(.refused(reply(550, "No"), stage: .mailFrom), bounceClass)
        #expect(update.disposition.state == .deferred)
        #expect(update.subject == .us || bounceClass.subject == .relay)
    }

    @Test func anyTemporaryRefusalIsTriedAgain() {
        for bounceClass in BounceClass.allCases {
            #expect(update(.refused(reply(450, "No"), stage: .rcptTo), bounceClass).disposition.state == .deferred)
        }
    }

    /// Only what was about the reader has expired and counts; the rest keeps its cause.
    @Test(arguments: BounceClass.allCases) func onceItsTimeIsUpADeliveryFailsWithItsCause(_ bounceClass: BounceClass) {
        let update = update(.refused(reply(450, "No"), stage: .rcptTo), bounceClass, attempts: 9, days: 5)
        #expect(update.disposition == .failed)
        #expect(update.bounceClass == (bounceClass.subject == .reader ? .expired : bounceClass))
    }

    @Test(arguments: [
        (AttemptResult.Outcome.unsuitable("The relay takes no UTF-8."), BounceClass.unknown),
        (.refused(reply(552, "5.3.4 Message too big"), stage: .mailFrom), .size),
        (.refused(reply(552, "5.3.4 Message too big"), stage: .endOfData), .size),
    ])
    func whatARelayCannotTakeIsForAnother(_ outcome: AttemptResult.Outcome, _ bounceClass: BounceClass) {
        #expect(update(outcome, bounceClass, others: .working).disposition == .released)
        #expect(update(outcome, bounceClass, others: .waiting).disposition.state == .deferred)
        #expect(update(outcome, bounceClass, others: .none).disposition == .failed)
    }

    @Test func theSentenceQuotesTheServerAndTheCommand() {
        let policy = OutcomePolicy(schedules: RetrySchedules()) { _, _ in .throttle }
        let update = policy.update(
            for: AttemptResult(
                delivery: DeliveryID(rawValue: 1),
                outcome: .refused(reply(454, "4.7.0 Throttled"), stage: .mailFrom), relay: relay, duration: .zero),
            in: OutcomePolicy.Context(
                attempts: 0, lostConnections: 0, now: Timestamp(milliseconds: 0),
                messageDate: Timestamp(milliseconds: 0), random: { 0.5 }))
        #expect(update.attempt.detail == "relay.example.org said: 454 4.7.0 Throttled (in reply to MAIL FROM)")
        #expect(update.bounceClass == .throttle)
    }

    /// A cause that is not the reader's is kept; hers has expired.
    @Test(arguments: [(BounceClass.full, BounceClass.expired), (.throttle, .throttle), (.sender, .sender)])
    func anExpiredDeliverySaysSo(said: BounceClass, kept: BounceClass) {
        let policy = OutcomePolicy(schedules: RetrySchedules(standard: RetrySchedule(pauses: []), byClass: [:])) {
            _, _ in said
        }
        let update = policy.update(
            for: AttemptResult(
                delivery: DeliveryID(rawValue: 1), outcome: .refused(reply(450, "Busy"), stage: .rcptTo),
                relay: relay, duration: .zero),
            in: OutcomePolicy.Context(
                attempts: 0, lostConnections: 0, now: Timestamp(milliseconds: 0),
                messageDate: Timestamp(milliseconds: 0), random: { 0.5 }))
        #expect(update.disposition == .failed)
        #expect(update.bounceClass == kept)
        #expect(update.attempt.detail.hasSuffix("retries used up"))
    }
}

@Suite struct RetryScheduleTests {
    @Test(arguments: [(0.0, 270.0), (0.5, 300.0), (1.0, 330.0)])
    func jitterStaysWithinATenth(random: Double, seconds: Double) {
        let past = RetryPast(attempts: 1, elapsed: .zero)
        #expect(RetrySchedule.standard.pause(after: past, random: random) == .seconds(seconds))
    }

    @Test func pausesGrowWithTheAttemptsAndTheLastIsRepeated() {
        let schedule = RetrySchedule(pauses: [.seconds(1), .seconds(2)], jitter: 0)
        #expect(schedule.pause(after: RetryPast(attempts: 2, elapsed: .seconds(1)), random: 0) == .seconds(2))
        #expect(schedule.pause(after: RetryPast(attempts: 3, elapsed: .seconds(3)), random: 0) == .seconds(2))
        #expect(schedule.pause(after: RetryPast(attempts: 0, elapsed: .zero), random: 0) == nil)
        #expect(RetrySchedule(pauses: []).pause(after: RetryPast(attempts: 1, elapsed: .zero), random: 0) == nil)
    }

    @Test func attemptsThatComeEarlyUseUpNoPauses() {
        let past = RetryPast(attempts: 9, elapsed: .seconds(8))
        #expect(RetrySchedule.standard.pause(after: past, random: 0.5) == .seconds(300))
    }
}

@Suite struct CircuitBreakerTests {
    private func update(
        _ disposition: DeliveryUpdate.Disposition, _ bounceClass: BounceClass?, _ reply: SMTPReply? = nil
    ) -> DeliveryUpdate {
        DeliveryUpdate(
            delivery: DeliveryID(rawValue: 1), disposition: disposition,
            attempt: AttemptRecord(
                at: Timestamp(milliseconds: 0), relay: relay, stage: .endOfData, reply: reply, detail: "why",
                duration: .zero, messageDate: Timestamp(milliseconds: 0)), bounceClass: bounceClass)
    }

    private let later = DeliveryUpdate.Disposition.deferred(until: Timestamp(milliseconds: 1))

    @Test func aSuccessStartsTheCountAnew() {
        var breaker = CircuitBreaker(refusalLimit: 2)
        #expect(breaker.observe(update(.failed, .content)) == nil)
        #expect(breaker.observe(update(.sent, nil)) == nil)
        #expect(breaker.observe(update(.failed, .content)) == nil)
        let trip = breaker.observe(update(.unknown, nil))
        #expect(trip?.sentence == "2 messages in a row were not accepted, the last: why. Find out why")
        #expect(trip?.needsPeople == true)
    }

    @Test(arguments: [
        (BounceClass.sender, "Check 'from'"), (.account, "quota"), (.auth, "prove who we are"),
        (.reputation, "listed"), (.protocolError, "operator"),
    ])
    func aHandfulOfRefusalsAboutUsIsEnoughAndSaysWhatToChange(_ bounceClass: BounceClass, _ advice: String) {
        var breaker = CircuitBreaker()
        for _ in 1..<5 {
            #expect(breaker.observe(update(later, bounceClass, reply(550, "No"))) == nil)
            #expect(breaker.isInDoubt)
        }
        let trip = breaker.observe(update(later, bounceClass, reply(550, "No")))
        #expect(trip?.sentence.contains("the last 5 messages were refused because of us") == true)
        #expect(trip?.sentence.contains(advice) == true, "\(trip?.sentence ?? "")")
        #expect(trip?.needsPeople == true)
    }

    /// What a server says is for now does not need people.
    @Test func temporaryRefusalsAboutUsPassByThemselves() {
        var breaker = CircuitBreaker()
        for _ in 1..<5 { #expect(breaker.observe(update(later, .account, reply(452, "Quota"))) == nil) }
        #expect(breaker.observe(update(later, .account, reply(452, "Try again in 60 seconds")))?.needsPeople == false)
    }

    @Test func aSuccessEndsTheDoubt() {
        var breaker = CircuitBreaker()
        for _ in 0..<20 {
            #expect(breaker.observe(update(later, .sender, reply(550, "No"))) == nil)
            #expect(breaker.observe(update(.failed, .hard, reply(550, "No such user"))) == nil)
            #expect(breaker.isInDoubt)
            #expect(breaker.observe(update(.sent, nil)) == nil)
            #expect(!breaker.isInDoubt)
        }
    }

    @Test func aRelaysStateOpensNothing() {
        var breaker = CircuitBreaker()
        for _ in 0..<100 { #expect(breaker.observe(update(later, .throttle, reply(421, "Too fast"))) == nil) }
        for _ in 0..<100 { #expect(breaker.observe(update(later, .greylist, reply(451, "Greylisted"))) == nil) }
    }

    @Test func sessionsThatFailTogetherCountOnce() {
        var breaker = CircuitBreaker(connectionLimit: 2)
        let now = ContinuousClock.now
        for _ in 0..<20 { #expect(breaker.connectionFailed(at: now) == .milliseconds(250)) }
        #expect(breaker.connectionFailed(at: now + .milliseconds(250)) == nil)
    }

    @Test func anOpenSessionForgivesEarlierFailures() {
        var breaker = CircuitBreaker(connectionLimit: 2)
        let now = ContinuousClock.now
        #expect(breaker.connectionFailed(at: now) != nil)
        breaker.connectionOpened()
        #expect(breaker.connectionFailed(at: now + .seconds(9)) != nil)
    }
}

extension DeliveryUpdate.Disposition {
    var state: DeliveryState {
        switch self {
        case .sent: .sent
        case .deferred: .deferred
        case .failed: .failed
        case .unknown: .unknown
        case .released: .pending
        }
    }
}
