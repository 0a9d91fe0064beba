import Mail
import Testing

@testable import Sending

@Suite struct SendingLimitsTests {
    let relay = RelayName(host: "relay.example.org", port: 25)
    let start = ContinuousClock.now
    let wall = Timestamp(milliseconds: 1_700_000_000_000)

    private func wallClock(_ now: ContinuousClock.Instant) -> Timestamp { wall.adding(now - start) }

    private func wait(
        _ limits: inout SendingLimits, to destination: Destination = "example.org", at now: ContinuousClock.Instant
    ) -> SendingLimits.Wait? {
        limits.admit(relay, destination, at: now, wallClock: wallClock(now))
    }

    /// Asks at irregular moments, with bursts and idle spells; answers with the times of the admissions in milliseconds.
    private func admissions(
        _ limits: inout SendingLimits, seconds: Int, seed: UInt64, mayIdle: Bool
    ) -> [Int] {
        var dice = Dice(state: seed)
        var now = start
        var times: [Int] = []
        while now < start + .seconds(seconds) {
            for _ in 0..<(1 + dice.roll(60)) {
                if wait(&limits, at: now) == nil { times.append(Int((now - start) / .milliseconds(1))) }
            }
            now += mayIdle && dice.roll(400) == 0 ? .milliseconds(700) : .microseconds(Int64(200 + dice.roll(4_000)))
        }
        return times
    }

    private func mostInASecond(_ times: [Int]) -> Int {
        var most = 0
        var first = 0
        for index in times.indices {
            while times[first] <= times[index] - 1_000 { first += 1 }
            most = max(most, index - first + 1)
        }
        return most
    }

    @Test(arguments: [1, 2, 3, 4], [true, false])
    func fiveHundredASecondIsKeptWithinAHundredthAndNeverExceededByTwo(seed: UInt64, isPerDomain: Bool) {
        let key: LimitKey = isPerDomain ? .destination("example.org") : .relay(relay)
        var limits = SendingLimits(rules: [key: LimitRule(perSecond: 500)])
        let busy = admissions(&limits, seconds: 60, seed: seed, mayIdle: false)
        #expect(abs(busy.count - 30_000) <= 300, "\(busy.count)")
        #expect(mostInASecond(busy) <= 510)
    }

    @Test(arguments: [5, 6, 7])
    func anIdleSpellBuysNoBurst(seed: UInt64) {
        var limits = SendingLimits(rules: [.relay(relay): LimitRule(perSecond: 500)])
        #expect(mostInASecond(admissions(&limits, seconds: 30, seed: seed, mayIdle: true)) <= 510)
    }

    @Test func aWindowIsNeverExceededAtAnyAlignment() {
        var limits = SendingLimits(rules: [.relay(relay): LimitRule(windows: [WindowLimit(count: 1_000, minutes: 60)])])
        var times: [Double] = []
        var now = start
        while now < start + .seconds(4 * 3_600) {
            if let refused = wait(&limits, at: now) {
                #expect(refused.until > now)
                now = max(refused.until, now + .milliseconds(1))
            } else {
                times.append((now - start).inSeconds)
                now += .milliseconds(900)
            }
        }
        for index in times.indices.dropFirst(1_000) { #expect(times[index] - times[index - 1_000] >= 3_600) }
        #expect(times.count >= 3_900)
    }

    @Test func aMessageTakesItsPlaceInAllLimitsOrInNone() {
        var limits = SendingLimits(rules: [
            .relay(relay): LimitRule(windows: [WindowLimit(count: 3, minutes: 60)]),
            .destination("gmail"): LimitRule(windows: [WindowLimit(count: 1, minutes: 60)]),
        ])
        #expect(wait(&limits, to: "gmail", at: start) == nil)
        #expect(
            wait(&limits, to: "gmail", at: start)?.reason
                == .window(.destination("gmail"), WindowLimit(count: 1, minutes: 60)))
        #expect(wait(&limits, to: "example.org", at: start) == nil)
        #expect(wait(&limits, to: "example.org", at: start) == nil)
        #expect(
            wait(&limits, to: "example.org", at: start)?.reason
                == .window(.relay(relay), WindowLimit(count: 3, minutes: 60)))
    }

    @Test func eachOtherDestinationHasTheLimitForItself() {
        var limits = SendingLimits(others: LimitRule(perSecond: 1))
        #expect(wait(&limits, to: "a.org", at: start) == nil)
        #expect(wait(&limits, to: "a.org", at: start) != nil)
        #expect(wait(&limits, to: "b.org", at: start) == nil)
        #expect(limits.isLimited("c.org"))
    }

    @Test(arguments: [(-1, 0), (0, 2), (1, 5), (2, nil)] as [(Int, Int?)])
    func aWarmUpGrowsDayByDay(day: Int, limit: Int?) {
        let now = start + .seconds(day * 86_400 + 7_200)
        let warmUp = WarmUp(start: wallClock(start), perDay: [2, 5])
        var limits = SendingLimits(rules: [.relay(relay): LimitRule(warmUp: warmUp)])
        let admitted = (0..<20).filter { _ in wait(&limits, at: now) == nil }.count
        #expect(admitted == limit ?? 20)
    }

    @Test(arguments: [[1, 5], [1]]) func aFullWarmUpDayIsOverWhenTheNextBegins(perDay: [Int]) throws {
        var limits = SendingLimits(rules: [
            .relay(relay): LimitRule(warmUp: WarmUp(start: wallClock(start), perDay: perDay))
        ])
        let late = start + .seconds(86_000)
        #expect(wait(&limits, at: late) == nil)
        #expect(try #require(wait(&limits, at: late)).until == start + .seconds(86_400))
        #expect(wait(&limits, at: start + .seconds(86_400)) == nil)
    }

    // MARK: Windows that outlive the process

    @Test func afterARestartTheWindowStillCounts() {
        let rules: [LimitKey: LimitRule] = [.relay(relay): LimitRule(windows: [WindowLimit(count: 10, minutes: 60)])]
        var first = SendingLimits(rules: rules)
        for _ in 0..<7 { #expect(wait(&first, at: start) == nil) }
        let stored = first.takeUses()
        #expect(stored.map(\.count) == [7])
        var second = SendingLimits(rules: rules)
        second.load(stored, at: wall)
        let later = start + .seconds(600)
        #expect((0..<10).filter { _ in wait(&second, at: later) == nil }.count == 3)
        #expect(wait(&second, at: start + .seconds(3_720)) == nil)
    }

    @Test func whatIsOnItsWayIntoTheStoreIsNotForgottenWhenItIsLoaded() {
        var limits = SendingLimits(rules: [.relay(relay): LimitRule(windows: [WindowLimit(count: 3, minutes: 60)])])
        #expect(wait(&limits, at: start) == nil)
        _ = limits.beginLoading(at: wall)
        let taken = limits.takeUses()
        limits.load([], at: wall)
        #expect(wait(&limits, at: start) == nil)
        limits.settle(taken, areStored: true)
        limits.load([], at: wall)
        #expect(wait(&limits, at: start) == nil)
        #expect(wait(&limits, at: start) != nil)
    }

    @Test func theStoreIsAskedAsFarBackAsTheLongestWindowReaches() {
        var limits = SendingLimits(
            rules: [.relay(relay): LimitRule(windows: [WindowLimit(count: 3, minutes: 60)])],
            others: LimitRule(windows: [WindowLimit(count: 3, minutes: 90)]))
        #expect(limits.beginLoading(at: wall) == MinuteCounts.minute(of: wall) - 90)
        #expect(wait(&limits, at: start) == nil)
        let later = start + .seconds(60 * 90)
        let taken = limits.takeUses()
        limits.settle(taken, areStored: true)
        let first = limits.beginLoading(at: wallClock(later))
        let stored = taken.filter { $0.minute >= first }
        limits.load(stored, at: wallClock(later))
        #expect((0..<3).filter { _ in wait(&limits, at: later) == nil }.count == 2)
    }

    @Test func whatCouldNotBeStoredIsStoredLater() {
        var limits = SendingLimits(rules: [.relay(relay): LimitRule(windows: [WindowLimit(count: 3, minutes: 60)])])
        _ = wait(&limits, at: start)
        let taken = limits.takeUses()
        limits.settle(taken, areStored: false)
        #expect(limits.takeUses() == taken)
    }

    // MARK: Adapting

    private func update(_ disposition: DeliveryUpdate.Disposition, _ bounceClass: BounceClass?, at stage: DialogueStage)
        -> DeliveryUpdate
    {
        DeliveryUpdate(
            delivery: DeliveryID(rawValue: 1), disposition: disposition,
            attempt: AttemptRecord(
                at: wall, relay: relay, stage: stage, reply: nil, detail: "", duration: .zero, messageDate: wall),
            bounceClass: bounceClass)
    }

    @Test(arguments: [(DialogueStage.rcptTo, true), (.endOfData, true), (.mailFrom, false)])
    func throttlingSlowsWhoSaidSo(stage: DialogueStage, isDestination: Bool) {
        var limits = SendingLimits()
        limits.observe(
            update(.deferred(until: wall), .throttle, at: stage), destination: "gmail", at: start,
            wallClock: wallClock(start))
        #expect((wait(&limits, to: "gmail", at: start) != nil))
        #expect((wait(&limits, to: "example.org", at: start) == nil) == isDestination)
        #expect(limits.isLimited("gmail") == isDestination)
    }

    @Test func aSlowedRelayLeavesTheOthersAlone() {
        var limits = SendingLimits()
        let other = RelayName(host: "other.example.org", port: 25)
        limits.observe(
            update(.deferred(until: wall), .throttle, at: .mailFrom), destination: "gmail", at: start,
            wallClock: wallClock(start))
        #expect(wait(&limits, to: "gmail", at: start)?.reason == .throttled(.relay(relay)))
        #expect(limits.admit(other, "gmail", at: start, wallClock: wall) == nil)
    }

    @Test func aRelayThatRefusedTheFirstMessageIsNotSentEverythingAfterTheSecondStep() {
        var limits = SendingLimits()
        limits.observe(
            update(.deferred(until: wall), .throttle, at: .mailFrom), destination: "gmail", at: start,
            wallClock: wallClock(start))
        var sent: [Int: Int] = [:]
        for tick in 0..<(1_500 * 100) {
            let now = start + .milliseconds(tick * 10)
            guard wait(&limits, at: now) == nil else { continue }
            sent[tick / 100, default: 0] += 1
            limits.observe(update(.sent, nil, at: .endOfData), destination: "gmail", at: now, wallClock: wallClock(now))
        }
        // Never more than one step faster than ten seconds ago, until it is as fast as it is asked to be.
        for second in 20..<1_500 {
            let before = (second - 20..<second - 10).map { sent[$0] ?? 0 }.max() ?? 0
            #expect(sent[second] ?? 0 <= before * 2 + 2, "second \(second)")
        }
        #expect(sent[1_499] == 100)
    }

    @Test func anHourWithoutAnObjectionIsForgottenAbout() {
        var limits = SendingLimits()
        limits.observe(
            update(.deferred(until: wall), .throttle, at: .rcptTo), destination: "gmail", at: start,
            wallClock: wallClock(start))
        let later = start + Throttle.firstPause + .seconds(3_600)
        #expect((0..<100).filter { _ in wait(&limits, to: "gmail", at: later) == nil }.count == 100)
        limits.observe(
            update(.deferred(until: wall), .throttle, at: .rcptTo), destination: "gmail", at: later,
            wallClock: wallClock(later))
        #expect(wait(&limits, to: "gmail", at: later)?.until == later + Throttle.firstPause)
    }

    @Test(arguments: [BounceClass.greylist, .hard, .full, .reputation, .content])
    func nothingElseSlowsAnybody(bounceClass: BounceClass) {
        var limits = SendingLimits()
        limits.observe(
            update(.deferred(until: wall), bounceClass, at: .rcptTo), destination: "gmail", at: start,
            wallClock: wallClock(start))
        #expect(wait(&limits, to: "gmail", at: start) == nil)
    }

    @Test func repeatedThrottlingSuspendsLongerAndLonger() {
        var throttle = Throttle(rate: 100, at: start)
        #expect(throttle.rate == 50)
        var pauses: [Duration] = []
        var now = throttle.suspendedUntil
        for _ in 0..<12 {
            throttle.objected(at: now)
            throttle.objected(at: now)
            pauses.append(throttle.suspendedUntil - now)
            now = throttle.suspendedUntil
        }
        #expect(pauses.prefix(3) == [.seconds(10), .seconds(20), .seconds(40)])
        #expect(pauses.last == Throttle.longestPause)
        #expect(throttle.rate == Throttle.slowestRate)
    }

    @Test func acceptedMailLetsItFasterStepByStepUntilItIsLifted() {
        var throttle = Throttle(rate: 8, at: start)
        var now = throttle.suspendedUntil
        var rates = [throttle.rate]
        var isLifted = false
        for _ in 0..<400 where !isLifted {
            now += .seconds(1)
            isLifted = throttle.wasAccepted(at: now)
            if throttle.rate != rates.last { rates.append(throttle.rate) }
        }
        #expect(isLifted)
        #expect(rates.prefix(3) == [4, 6, 9])
        #expect(zip(rates, rates.dropFirst()).allSatisfy { $1 == $0 * Throttle.step })
    }
}
