import Mail
import Testing

@testable import Sending

@Suite struct RetryHintTests {
    @Test(arguments: [
        ("4.7.1 Greylisted, please try again in 300 seconds", 300),
        ("4.2.0 <a@example.org>: Recipient address rejected: Greylisted for 5 minutes", 300),
        ("Please retry after 00:04:59", 299),
        ("4.7.1 Greylisting in action, please come back in 0:10:00", 600),
        ("Try again later. retry=60s", 60),
        ("4.3.2 Too many connections, wait 2 min and try again", 120),
        ("retry in 1 hour", 3_600),
        ("try again in 99 hours", 86_400),
    ])
    func theServersWordIsRead(text: String, seconds: Int) {
        #expect(RetryHint.read(reply(451, text)) == .seconds(seconds))
    }

    @Test(arguments: [
        "4.7.0 Try again later", "4.7.1 Too many messages, 300 seconds since the last", "4.2.2 Mailbox full (300 MB)",
        "try again in 0 seconds", "please retry from 192.0.2.1", "retry 12345678901234567890 seconds", "",
    ])
    func whatNamesNoTimeIsNoHint(text: String) {
        #expect(RetryHint.read(reply(451, text)) == nil)
    }

    @Test func aPermanentRefusalHasNoHint() {
        #expect(RetryHint.read(reply(550, "try again in 300 seconds")) == nil)
    }

    @Test(arguments: [0.0, 0.5, 0.999])
    func aHintIsWaitedForAtLeast(random: Double) throws {
        let pause = try #require(RetrySchedule.standard.pause(after: 1, random: random, hint: .seconds(900)))
        #expect(pause >= .seconds(900) && pause <= .seconds(990))
    }

    @Test func aHintDoesNotKeepAnExpiredDeliveryAlive() {
        #expect(RetrySchedule(pauses: []).pause(after: 1, random: 0, hint: .seconds(5)) == nil)
    }
}

@Suite struct RetrySchedulesTests {
    private func pause(_ bounceClass: BounceClass, attempts: Int) -> DeliveryUpdate.Disposition {
        let schedules = RetrySchedules(
            standard: RetrySchedule(pauses: [.seconds(100)], jitter: 0),
            byClass: [.greylist: RetrySchedule(pauses: [.seconds(7), .seconds(8)], jitter: 0)])
        return OutcomePolicy(schedules: schedules) { _, _ in bounceClass }.update(
            for: AttemptResult(
                delivery: DeliveryID(rawValue: 1), outcome: .refused(reply(450, "Not now"), stage: .rcptTo),
                relay: relay, duration: .zero),
            in: OutcomePolicy.Context(
                attempts: attempts, lostConnections: 0, now: Timestamp(milliseconds: 0),
                messageDate: Timestamp(milliseconds: 0), random: { 0.5 })
        ).disposition
    }

    @Test func eachClassHasItsOwnPausesOrTheStandardOnes() {
        #expect(pause(.greylist, attempts: 0) == .deferred(until: Timestamp(milliseconds: 7_000)))
        #expect(pause(.greylist, attempts: 1) == .deferred(until: Timestamp(milliseconds: 8_000)))
        #expect(pause(.greylist, attempts: 2) == .failed)
        #expect(pause(.throttle, attempts: 0) == .deferred(until: Timestamp(milliseconds: 100_000)))
        #expect(pause(.throttle, attempts: 1) == .failed)
    }
}
