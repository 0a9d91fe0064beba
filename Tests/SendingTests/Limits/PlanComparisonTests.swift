import Mail
import Testing

@testable import Sending

/// The plan and a run of the real limits message by message say the same.
@Suite struct PlanComparisonTests {
    /// Within a hundredth, or another part, or a minute.
    private func isAbout(_ seconds: Double, _ expected: Double, part: Double = 0.01) -> Bool {
        abs(seconds - expected) <= max(60, expected * part)
    }

    @Test(arguments: Mailing.severalLimits + Mailing.usedWindows + Mailing.groups + Mailing.severalRelays)
    func thePlanEndsWhenTheRunDoesAndNamesFirstWhatBinds(mailing: Mailing) throws {
        let plan = mailing.plan()
        let planned = try #require(plan.finish).since(Mailing.start).inSeconds
        let ran = try #require(mailing.seconds(mailing.limits()))
        #expect(isAbout(planned, ran), "planned \(planned) s, ran \(ran) s")
        // What binds is the limit without which the run ends first.
        let without = mailing.secondsWithout()
        let named = mailing.rule(of: try #require(plan.binding.first).reason)
        let earliest = try #require(without.values.min())
        #expect(isAbout(try #require(without[named]), earliest), "\(named) is named first of \(without)")
        #expect(earliest < ran - 60)
    }

    /// A destination with a slow rate may be a message ahead in the plan each time that a relay's window opens, which
    /// can be more than a hundredth.
    @Test(arguments: 1...5)
    func whateverTheLimitsThePlanEndsWhenTheRunDoes(seed: UInt64) throws {
        var dice = Dice(state: seed)
        for number in 0..<15 {
            let mailing = Mailing("\(number) of seed \(seed)", rolling: &dice)
            let plan = mailing.plan()
            let ran = try #require(mailing.seconds(mailing.limits()))
            let planned = plan.finish?.since(Mailing.start).inSeconds ?? 0
            #expect(plan.stuck == 0)
            #expect(isAbout(planned, ran, part: 0.02), "planned \(planned) s, ran \(ran) s: \(mailing.rules)")
        }
    }

    @Test(arguments: [0, 1, 2])
    func theNumberOfRecipientsCostsNothing(relayCount: Int) {
        let relays = (0...relayCount).map { PlanEstimate.Relay(Mailing.relay($0), weight: Double($0 + 1)) }
        let rules = Dictionary(
            uniqueKeysWithValues: relays.map { (LimitKey.relay($0.name), LimitRule(perSecond: 500)) })
        let limits = SendingLimits(rules: rules, others: LimitRule(perSecond: 50))
        let steps = [10_000, 10_000_000].map { count in
            let recipients = ["a.org": count / 2, "b.org": count / 4, "c.org": count / 4]
            return PlanEstimate.make(recipients: recipients, relays: relays, limits: limits, now: Mailing.start).steps
        }
        #expect(steps[0] > 0 && steps[1] <= steps[0])
        #expect(steps[1] < 100)
    }

    @Test func withWindowsItCostsAFewStepsAMinute() throws {
        var mailing = Mailing("ten million", ["gmail": 4_000_000, "a.org": 2_000_000, "b.org": 4_000_000])
        mailing.rules = [
            .relay(Mailing.relay(0)): LimitRule(perSecond: 500, windows: [WindowLimit(count: 1_500_000, minutes: 60)]),
            .destination("gmail"): LimitRule(windows: [WindowLimit(count: 300_000, minutes: 60)]),
        ]
        mailing.others = LimitRule(perSecond: 100)
        let plan = mailing.plan()
        let minutes = try #require(plan.finish).since(Mailing.start).inSeconds / 60
        // Once as it is, and once without each of the limits that it waited for.
        let runs = 1 + plan.binding.count
        #expect(Double(plan.steps) < minutes * 4 * Double(runs))
    }
}
