import Mail
import Testing

@testable import Sending

@Suite struct PlanEstimateTests {
    let relay = RelayName(host: "relay.example.org", port: 25)
    let start = Timestamp(milliseconds: 1_700_000_000_000)

    private func plan(_ recipients: [Destination: Int], _ rules: [LimitKey: LimitRule]) -> PlanEstimate {
        PlanEstimate.make(
            recipients: recipients, relays: [PlanEstimate.Relay(relay)], limits: SendingLimits(rules: rules), now: start
        )
    }

    @Test func withoutLimitsNothingHoldsItUp() {
        let plan = plan(["": 100_000], [:])
        #expect(plan.finish == nil)
        #expect(plan.binding.isEmpty && plan.stuck == 0)
    }

    @Test func theSlowestLimitBinds() throws {
        let plan = plan(
            ["gmail": 1_200, "": 5_000],
            [.relay(relay): LimitRule(perSecond: 100), .destination("gmail"): LimitRule(perSecond: 10)])
        let seconds = try #require(plan.finish).since(start).inSeconds
        #expect(abs(seconds - 120) < 2)
        #expect(plan.binding.first?.reason == .rate(.destination("gmail"), perSecond: 10))
    }

    @Test func aWindowThatIsUsedUpIsWaitedFor() throws {
        let window = WindowLimit(count: 1_000, minutes: 60)
        let plan = plan(["": 2_500], [.relay(relay): LimitRule(windows: [window])])
        let minutes = try #require(plan.finish).since(start).inSeconds / 60
        #expect(minutes >= 120 && minutes <= 124)
        #expect(plan.binding.map(\.reason) == [.window(.relay(relay), window)])
    }

    @Test func aWarmUpTakesItsDays() throws {
        let warmUp = WarmUp(start: start, perDay: [100, 200, 400])
        let plan = plan(["": 600], [.relay(relay): LimitRule(warmUp: warmUp)])
        let days = try #require(plan.finish).since(start).inSeconds / 86_400
        #expect(days >= 2 && days < 2.1)
    }

    @Test func aWarmUpThatBeganBeforeGrowsInTheMiddleOfTheMailing() throws {
        let warmUp = WarmUp(start: start.adding(.seconds(-80_000)), perDay: [100, 200, 400])
        let plan = plan(["": 200], [.relay(relay): LimitRule(warmUp: warmUp)])
        #expect(try #require(plan.finish).since(start) == .seconds(6_400))
    }

    @Test func manySmallDomainsCountAsWhatTheyAre() throws {
        let recipients = Dictionary(uniqueKeysWithValues: (0..<1_000).map { ("d\($0).org", 1) })
        let limits = SendingLimits(
            rules: [.relay(relay): LimitRule(perSecond: 500)], others: LimitRule(perSecond: 1))
        let plan = PlanEstimate.make(
            recipients: recipients.merging(["": 99_000]) { $1 }, relays: [PlanEstimate.Relay(relay)], limits: limits,
            now: start)
        let seconds = try #require(plan.finish).since(start).inSeconds
        #expect(abs(seconds - 200) <= 4)
    }

    @Test func aSmallWindowIsKeptInALargeMailing() throws {
        let window = WindowLimit(count: 10, minutes: 60)
        let plan = plan(["gmail": 100, "": 399_900], [.destination("gmail"): LimitRule(windows: [window])])
        let hours = try #require(plan.finish).since(start).inSeconds / 3_600
        #expect(hours >= 9 && hours < 9.3)
        #expect(plan.binding.map(\.reason) == [.window(.destination("gmail"), window)])
    }

    @Test(arguments: [1_000, 19_999, 100_000, 1_000_000])
    func aLargeAudienceIsEstimatedAsWellAsASmallOne(count: Int) throws {
        let plan = plan(["": count], [.relay(relay): LimitRule(perSecond: 500)])
        let seconds = try #require(plan.finish).since(start).inSeconds
        #expect(abs(seconds - Double(count) / 500) <= max(1, Double(count) / 500 * 0.02))
        #expect(plan.binding.first?.reason == .rate(.relay(relay), perSecond: 500))
    }

    @Test(arguments: [
        (10.0, "gmail: 10/s"), (0.5, "gmail: 30/min"), (2.5, "gmail: 2.5/s"), (1.0 / 3_600, "gmail: 1/h"),
    ])
    func aRateIsSaidAsItWasWritten(perSecond: Double, text: String) {
        #expect(LimitReason.rate(.destination("gmail"), perSecond: perSecond).description == text)
    }

    @Test func whatNeverGoesIsSaid() {
        let plan = plan(["": 10], [.relay(relay): LimitRule(windows: [WindowLimit(count: 0, minutes: 60)])])
        #expect(plan.stuck == 10)
        #expect(plan.finish == nil)
    }
}
