import Mail
import Testing

@testable import Sending

@Suite struct OutcomePolicyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let outcome: AttemptResult.Outcome
        var attempts = 0
        var lost = 0
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
            name: "retries used up", outcome: .refused(reply(450, "Busy"), stage: .rcptTo), attempts: 11,
            expected: .failed),
    ]

    @Test(arguments: cases) func eachResultHasItsState(_ item: Case) {
        let policy = OutcomePolicy(schedules: RetrySchedules()) { _, _ in .unknown }
        let update = policy.update(
            for: AttemptResult(
                delivery: DeliveryID(rawValue: 1), outcome: item.outcome, relay: relay, duration: .zero),
            in: OutcomePolicy.Context(
                attempts: item.attempts, lostConnections: item.lost, now: Timestamp(milliseconds: 0),
                messageDate: Timestamp(milliseconds: 0), random: { 0.5 }))
        switch update.disposition {
        case .sent: #expect(item.expected == .sent)
        case .deferred: #expect(item.expected == .deferred)
        case .failed: #expect(item.expected == .failed)
        case .unknown: #expect(item.expected == .unknown)
        case .released: #expect(item.expected == .pending)
        }
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

    @Test func anExpiredDeliverySaysSo() {
        let policy = OutcomePolicy(schedules: RetrySchedules(standard: RetrySchedule(pauses: []), byClass: [:])) {
            _, _ in .throttle
        }
        let update = policy.update(
            for: AttemptResult(
                delivery: DeliveryID(rawValue: 1), outcome: .refused(reply(450, "Busy"), stage: .rcptTo),
                relay: relay, duration: .zero),
            in: OutcomePolicy.Context(
                attempts: 0, lostConnections: 0, now: Timestamp(milliseconds: 0),
                messageDate: Timestamp(milliseconds: 0), random: { 0.5 }))
        #expect(update.disposition == .failed)
        #expect(update.bounceClass == .expired)
        #expect(update.attempt.detail.hasSuffix("retries used up"))
    }
}

@Suite struct RetryScheduleTests {
    @Test func theStandardScheduleTakesThreeDays() {
        let total = RetrySchedule.standard.pauses.reduce(Duration.zero, +)
        #expect(total >= .seconds(3 * 86_400 - 43_200) && total <= .seconds(3 * 86_400 + 43_200))
    }

    @Test(arguments: [(0.0, 270.0), (0.5, 300.0), (1.0, 330.0)])
    func jitterStaysWithinATenth(random: Double, seconds: Double) {
        #expect(RetrySchedule.standard.pause(after: 1, random: random) == .seconds(seconds))
    }

    @Test func theScheduleEnds() {
        let schedule = RetrySchedule(pauses: [.seconds(1), .seconds(2)], jitter: 0)
        #expect(schedule.pause(after: 2, random: 0) == .seconds(2))
        #expect(schedule.pause(after: 3, random: 0) == nil)
        #expect(schedule.pause(after: 0, random: 0) == nil)
    }
}

@Suite struct CircuitBreakerTests {
    private func update(_ disposition: DeliveryUpdate.Disposition, _ bounceClass: BounceClass?) -> DeliveryUpdate {
        DeliveryUpdate(
            delivery: DeliveryID(rawValue: 1), disposition: disposition,
            attempt: AttemptRecord(
                at: Timestamp(milliseconds: 0), relay: relay, stage: .endOfData, reply: nil, detail: "why",
                duration: .zero, messageDate: Timestamp(milliseconds: 0)), bounceClass: bounceClass)
    }

    @Test func aSuccessStartsTheCountAnew() {
        var breaker = CircuitBreaker(refusalLimit: 2)
        #expect(breaker.observe(update(.failed, .content)) == nil)
        #expect(breaker.observe(update(.sent, nil)) == nil)
        #expect(breaker.observe(update(.failed, .content)) == nil)
        #expect(breaker.observe(update(.unknown, nil)) == "2 messages in a row were not accepted, the last: why")
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
