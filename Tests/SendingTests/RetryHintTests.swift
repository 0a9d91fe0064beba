import Mail
import Testing

@testable import Sending

@Suite struct RetryHintTests {
    @Test(arguments: [
        ("4.7.1 Greylisted, please try again in 300 seconds", 300),
        ("4.2.0 <a@example.org>: Recipient address rejected: Greylisted for 5 minutes", 300),
        ("Please retry after 00:04:59", 299),
        ("retry after 00:05:00", 300),
        ("4.7.1 Greylisting in action, please come back in 0:10:00", 600),
        ("4.7.1 Greylisting in action, please come back in 00:04:59", 299),
        ("Try again later. retry=60s", 60),
        ("4.7.0 Later (retry-after: 300)", 300),
        ("4.3.2 Too many connections, wait 2 min and try again", 120),
        ("4.7.1 wait 300s", 300),
        ("please wait at least 90 seconds", 90),
        ("4.7.1 You must wait 5 minutes before sending more", 300),
        ("Greylisted; please try again later (in 10 minutes)", 600),
        ("temporarily delayed for 15 min", 900),
        ("try again in 1h30m", 5_400),
        ("try again in 1 minute and 30 seconds.", 90),
        ("Try again in 5 minute(s)", 300),
        ("please retry in 2.5 minutes", 150),
        ("In 5 minutes, please try again", 300),
        ("retry in 1 hour", 3_600),
        ("try again in 2 days", 86_400),
        ("try again in 99 hours", 86_400),
        ("try again in 999999 days", 86_400),
        ("try again in 5\nminutes", 300),
        ("Please try again in five minutes", 300),
        ("Try again after 5 minutes.", 300),
        ("wait 4 mins", 240),
        ("Please wait 4 mins before trying again", 240),
        ("greylisted for 300 seconds", 300),
        ("Greylisted for 00:05:00", 300),
        ("greylisting in effect: retry after 00:05:00", 300),
        ("Try again in 1 hour", 3600),
        ("try again in an hour", 3600),
        ("Please try again in one hour", 3600),
        ("Domain mg.example.org is not allowed to send: request limit exceeded, try again after 600 seconds", 600),
        ("Retry later, at least 300 seconds", 300),
        ("please retry your message in 300 seconds", 300),
        ("You have been greylisted, come back after 300s", 300),
        ("Retry-After: 300", 300),
        ("4.7.1 Try again in 300sec", 300),
        ("4.7.1 Try again in 5min", 300),
        ("Rate limited. Resend in 5 minutes", 300),
        ("temporarily rejected, resubmit in 5 minutes", 300),
        ("temporarily deferred for 5 minutes", 300),
        ("Temporarily deferred. Try again in approx. 5 minutes", 300),
        ("Your message has been delayed for 5 minutes", 300),
        ("Greylisted (retry in 5 minutes)", 300),
        ("please try again in 30 minutes", 1800),
        ("Please try again in half an hour", 1800),
        ("Try again in about 5 minutes", 300),
        ("Please try again in 5-10 minutes", 600),
        ("rate exceeded; retry in 10m", 600),
        ("Bitte versuchen Sie es in 15 Minuten erneut", 900),
        ("Réessayez dans 15 minutes", 900),
        ("try again in 300 (seconds)", 300),
        ("Please try again in 300 seconds (queue id 23h12)", 300),
        ("23h12ABC: Greylisted, try again in 300 seconds", 300),
        ("4.7.1 After 300 seconds, please retry", 300),
        ("Inténtelo de nuevo en 5 minutos", 300),
        ("please wait a minute", 60),
        ("wait one minute", 60),
    ])
    func theServersWordIsRead(text: String, seconds: Int) {
        #expect(RetryHint.read(reply(451, text)) == .seconds(seconds))
    }

    @Test(arguments: ["try again in 1 seconds", "retry=0.5s", "wait 2s", "come back in 00:00:01"])
    func aHintOfAMomentIsRoundedUp(text: String) {
        #expect(RetryHint.read(reply(451, text)) == .seconds(30))
    }

    @Test(arguments: [
        "4.7.0 Try again later", "4.7.1 Too many messages, 300 seconds since the last", "4.2.2 Mailbox full (300 MB)",
        "try again in 0 seconds", "please retry from 192.0.2.1", "retry 12345678901234567890 seconds", "",
        "4.7.1 Try again later, queue id 23h12", "4.7.1 Try again later (23h12AB)", "4.7.1 try again later 5m2Xq",
        "4.2.2 try again, quota 100M", "4.2.2 Wait, quota 100M", "wait 100M", "try again in 23h12",
        "4.3.0 Try again at 14:30", "4.3.0 Try again after 14:30", "4.3.0 Try again after 14:30:00",
        "4.3.0 Try again in 00:10:00 UTC", "4.3.0 Try again after 2026-12-01 00:10:00", "try again on 12 May 2026",
        "retry after Tue, 1 Dec 2026 06:00:00 +0000", "retry timeout exceeded", "retry in NaN:NaN minutes",
        "retry in nan minutes", "retry in inf seconds", "retry in infinity minutes", "retry in 1e300 hours",
        "try again in 99:99:99", "try again in -5 minutes", "retry 4 times in a row", "try again in 5", "wait 300",
        "Connection from 10.5.0.1 again refused, 5 min load average 30", "back off. 5 minutes of load", "retry=1.2.3.4",
        "try again in ٣ minutes", "again. 30 seconds ago you sent a message", "retry=", "in 5 minutes", "wait",
        "4.4.1 retried for 5 days, giving up", "Delivery delayed since 5 days",
        "Try again later, your id is 4h",
        "try again later. Ref 5m",
        "Retry 5",
        "try again later (ref: 12d)",
        "Try again later, 5s",
        "please try later; version 2.4.12h",
        "Try again at 14:30 for 5 users",
        "greylisted since 5 minutes",
        "Try again. Last attempt was 300 seconds ago",
        "too many messages for 5 minutes",
        "4.7.1 Server busy for 5 minutes",
        "retry after 10.0.0.5",
        "Try again; quota 100M used in 3 days",
        "Mailbox is over quota 100M",
        "try again from 192.0.2.1 in 2 domains",
        "wait queue 4m",
        "limit of 100 messages in 1 hour, try again later",
        "too many messages in 1 hour, try again",
        "You sent 300 messages in 5 minutes; please try again later",
        "max 20 messages per 5 minutes. wait",
        "Please wait; 300 seconds timeout",
        "Connection lost after 300 seconds, please try again",
        "timed out after 300 seconds, retry",
        "timed out after 5 minutes. Please try again",
        "delayed for 3 days, giving up",
        "greylisted for 5 messages",
        "Try again later than 12d",
        "retry in 23h12",
        "try again 12/01/2026 10:00",
        "retry=5MB",
        "wait 5 M",
        "Try again in a few minutes",
        "try again in a while",
        "Try again a second time",
        "please retry one by one",
        "try again in 5-",
        "delayed by 2 d",
        "deferred, 4.7.1 2h 10.1.1.1",
        "deferred for 2 reasons",
        "again in 2 mailboxes",
    ])
    func whatNamesNoTimeIsNoHint(text: String) {
        #expect(RetryHint.read(reply(451, text)) == nil)
    }

    @Test func aPermanentRefusalHasNoHint() {
        #expect(RetryHint.read(reply(550, "try again in 300 seconds")) == nil)
    }

    /// Whatever a server says: no trap, and nothing outside of the bounds.
    @Test func mutatedRepliesGiveAPauseWithinBoundsOrNone() {
        var random = SplitMix(state: 0x13)
        let pieces = [
            "try again in ", "retry after ", "wait ", "retry=", "back in ", "for ", "300", "99999999999999999999", "0",
            "-1", "1e999", "nan", "inf", "00:05:00", ":", "::", ".", "s", "m", "M", "h", "d", " seconds", " minutes",
            " and ", "\u{0}", "\u{301}", "٣", "🙂", " ", "=", "(", ")", "9223372036854775807", "0x10",
        ]
        for _ in 0..<50_000 {
            let text = (0..<random.next(below: 9)).map { _ in pieces[random.next(below: pieces.count)] }.joined()
            guard let pause = RetryHint.read(reply(451, text)) else { continue }
            #expect(pause >= RetryHint.shortest && pause <= RetryHint.longest, "\(text)")
        }
    }

    private struct SplitMix {
        var state: UInt64

        mutating func next(below limit: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((bits ^ (bits >> 31)) % UInt64(limit))
        }
    }

    @Test(arguments: [0.0, 0.5, 0.999])
    func aHintIsWaitedForAtLeast(random: Double) throws {
        let pause = try #require(
            RetrySchedule.standard.pause(
                after: RetryPast(attempts: 1, elapsed: .zero), random: random, hint: .seconds(900)))
        #expect(pause >= .seconds(900) && pause <= .seconds(990))
    }

    @Test func aHintDoesNotKeepAnExpiredDeliveryAlive() {
        let past = RetryPast(attempts: 1, elapsed: .seconds(10))
        let schedules = RetrySchedules(expiry: .seconds(10))
        #expect(schedules.pause(for: .greylist, after: past, random: 0, hint: .seconds(5)) == nil)
    }
}

@Suite struct RetrySchedulesTests {
    private let start = Timestamp(milliseconds: 1_700_000_000_000)

    private func update(
        _ bounceClass: BounceClass, _ words: SMTPReply = reply(450, "Not now"), after past: RetryPast,
        schedules: RetrySchedules
    ) -> DeliveryUpdate {
        var context = OutcomePolicy.Context(
            attempts: past.attempts, lostConnections: 0, now: start.adding(past.elapsed), messageDate: start,
            random: { 0.5 })
        context.deferredSince = past.attempts > 0 ? start : nil
        return OutcomePolicy(schedules: schedules) { _, _ in bounceClass }.update(
            for: AttemptResult(
                delivery: DeliveryID(rawValue: 1), outcome: .refused(words, stage: .rcptTo), relay: relay,
                duration: .zero), in: context)
    }

    private func pause(_ bounceClass: BounceClass, attempts: Int, elapsed: Int) -> Duration? {
        let schedules = RetrySchedules(
            standard: RetrySchedule(pauses: [.seconds(100)], jitter: 0),
            byClass: [.greylist: RetrySchedule(pauses: [.seconds(7), .seconds(8)], jitter: 0)], expiry: .seconds(250))
        let past = RetryPast(attempts: attempts, elapsed: .seconds(elapsed))
        guard case .deferred(let until) = update(bounceClass, after: past, schedules: schedules).disposition else {
            return nil
        }
        return until.since(start.adding(past.elapsed))
    }

    @Test func eachClassHasItsOwnPausesOrTheStandardOnesAndTheLastIsRepeated() {
        #expect(pause(.greylist, attempts: 0, elapsed: 0) == .seconds(7))
        #expect(pause(.greylist, attempts: 1, elapsed: 7) == .seconds(8))
        #expect(pause(.greylist, attempts: 9, elapsed: 90) == .seconds(8))
        #expect(pause(.throttle, attempts: 0, elapsed: 0) == .seconds(100))
        #expect(pause(.throttle, attempts: 1, elapsed: 100) == .seconds(100))
    }

    @Test func theLastAttemptIsAtTheEndOfItsTimeAndThenItHasExpired() {
        #expect(pause(.throttle, attempts: 2, elapsed: 200) == .seconds(50))
        #expect(pause(.throttle, attempts: 3, elapsed: 250) == nil)
    }

    @Test func whoComesBackLateIsNotPutOffForLonger() {
        #expect(pause(.greylist, attempts: 0, elapsed: 0) == .seconds(7))
        #expect(pause(.greylist, attempts: 1, elapsed: 240) == .seconds(8))
    }

    /// Simulated time: what a server asks for each time, and how often, and for how long, it is asked.
    @Test(arguments: [
        ("451 4.7.1 Greylisted, try again in 1 seconds", 50...200), ("451 Try again in 60 seconds", 50...200),
        ("451 4.3.2 Not now", 12...30), ("552 5.7.1 Retry after 2 hours", 12...30),
    ])
    func whateverAServerAsksForADeliveryIsTriedForFiveDays(words: String, attempts: ClosedRange<Int>) throws {
        let reply = SMTPReply(code: Int(words.prefix(3)) ?? 0, lines: [String(words.dropFirst(4))])
        var past = RetryPast(attempts: 0, elapsed: .zero)
        var now = start
        while true {
            let update = update(.account, reply, after: past, schedules: RetrySchedules())
            past = RetryPast(attempts: past.attempts + 1, elapsed: past.elapsed)
            guard case .deferred(let until) = update.disposition else {
                #expect(update.disposition == .failed)
                #expect(update.bounceClass == .account)
                #expect(update.attempt.detail.hasSuffix("retries used up"))
                break
            }
            #expect(until > now)
            now = until
            past = RetryPast(attempts: past.attempts, elapsed: now.since(start))
            if past.attempts > 1_000 { break }
        }
        #expect(now.since(start) == RetrySchedules.standardExpiry)
        #expect(attempts.contains(past.attempts), "\(past.attempts) attempts")
    }
}
