import Mail
import Testing

@testable import Sending

/// Destinations under the rule for any other are forgotten when their entry says no more than a new one would.
@Suite struct ForgettingTests {
    let relay = RelayName(host: "relay.example.org", port: 25)
    let start = ContinuousClock.now
    let wall = Timestamp(milliseconds: 1_700_000_000_000)

    /// Sends a message to each of so many new domains at that time; answers how many went.
    private func send(
        _ limits: inout SendingLimits, to count: Int, named prefix: String = "d", after time: Duration = .zero
    ) -> Int {
        (0..<count).filter { number in
            limits.admit(relay, "\(prefix)\(number).org", at: start + time, wallClock: wall.adding(time)) == nil
        }.count
    }

    private func observe(
        _ limits: inout SendingLimits, _ disposition: DeliveryUpdate.Disposition, _ bounceClass: BounceClass?,
        to destination: Destination
    ) {
        let attempt = AttemptRecord(
            at: wall, relay: relay, stage: .rcptTo, reply: nil, detail: "", duration: .zero, messageDate: wall)
        limits.observe(
            DeliveryUpdate(
                delivery: DeliveryID(rawValue: 1), disposition: disposition, attempt: attempt, bounceClass: bounceClass),
            destination: destination, at: start, wallClock: wall)
    }

    @Test func memoryDoesNotGrowWithTheDomainsOfAList() {
        var limits = SendingLimits(others: LimitRule(perSecond: 1))
        for minute in 0..<50 {
            #expect(
                send(&limits, to: 2_000, named: "m\(minute)-", after: SendingLimits.sweepPause * minute) == 2_000)
            #expect(limits.entryCount <= 4_000)
        }
    }

    @Test func whoWasJustSentSomethingIsPacedStill() {
        var limits = SendingLimits(others: LimitRule(perSecond: 0.01))
        #expect(send(&limits, to: 2_000) == 2_000)
        let later = SendingLimits.sweepPause + .seconds(1)
        #expect(send(&limits, to: 1, named: "other", after: later) == 1)
        #expect(limits.entryCount == 2_001)
        #expect(send(&limits, to: 2_000, after: later) == 0)
    }

    @Test func whoseWindowIsUsedIsNotForgottenBeforeItIsEmpty() {
        var limits = SendingLimits(others: LimitRule(windows: [WindowLimit(count: 1, minutes: 60)]))
        #expect(send(&limits, to: 2_000) == 2_000)
        #expect(send(&limits, to: 1, named: "other", after: .seconds(3_500)) == 1)
        #expect(send(&limits, to: 2_000, after: .seconds(3_500)) == 0)
        #expect(send(&limits, to: 1, named: "another", after: .seconds(3_720)) == 1)
        #expect(limits.entryCount == 2)
        #expect(send(&limits, to: 2_000, after: .seconds(3_720)) == 2_000)
    }

    @Test func whoIsThrottledIsNotForgotten() {
        var limits = SendingLimits(others: LimitRule(perSecond: 1))
        observe(&limits, .deferred(until: wall), .throttle, to: "slow.org")
        #expect(send(&limits, to: 2_000) == 2_000)
        #expect(send(&limits, to: 1, named: "other", after: SendingLimits.sweepPause) == 1)
        #expect(limits.entryCount == 2)
        let hour = Throttle.firstPause + Throttle.forgottenAfter
        #expect(send(&limits, to: 2_000, after: hour) == 2_000)
        #expect(send(&limits, to: 1, named: "another", after: hour + SendingLimits.sweepPause * 2) == 1)
        #expect(limits.entryCount == 1)
    }

    @Test func theRuleForAnyOtherHoldsAlsoForWhoIsHeardOfFirstByAnObjection() {
        var limits = SendingLimits(others: LimitRule(windows: [WindowLimit(count: 2, minutes: 60)]))
        observe(&limits, .deferred(until: wall), .throttle, to: "d0.org")
        let later = Throttle.firstPause + Throttle.forgottenAfter
        #expect((0..<5).filter { _ in send(&limits, to: 1, after: later) == 1 }.count == 2)
    }

    @Test func destinationsWithoutLimitsMakeRoomForOthers() {
        var limits = SendingLimits()
        for number in 0..<(2 * SendingLimits.unlimitedMost) { observe(&limits, .sent, nil, to: "d\(number).org") }
        #expect(limits.entryCount == SendingLimits.unlimitedMost)
    }

    @Test func afterARestartAnyOthersWindowStillCounts() {
        let others = LimitRule(windows: [WindowLimit(count: 3, minutes: 60)])
        var first = SendingLimits(others: others)
        #expect(send(&first, to: 1) == 1 && send(&first, to: 1) == 1)
        var second = SendingLimits(others: others)
        second.load(first.takeUses(), at: wall)
        #expect((0..<5).filter { _ in send(&second, to: 1) == 1 }.count == 1)
    }

    @Test func usesThatHaveLeftTheWindowAreNotTakenUpAgain() {
        var first = SendingLimits(others: LimitRule(windows: [WindowLimit(count: 3, minutes: 60)]))
        #expect(send(&first, to: 100) == 100)
        var second = SendingLimits(others: LimitRule(windows: [WindowLimit(count: 3, minutes: 60)]))
        let stored = first.takeUses()
        second.load(stored, at: wall.adding(.seconds(3_720)))
        #expect(second.entryCount == 0)
        second.load(stored, at: wall.adding(.seconds(3_600)))
        #expect(second.entryCount == 100)
    }
}
