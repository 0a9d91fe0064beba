import Mail

@testable import Sending

extension Mailing {
    /// One or two relays, a few destinations, and limits of all kinds, some of them used before.
    init(_ description: String, rolling dice: inout Dice) {
        var domains = ["a.org": 1 + Int(dice.roll(1_500))]
        for domain in ["gmail.com", "yahoo.com", "b.org", "c.org"] where !dice.isOne(in: 3) {
            domains[domain] = 1 + Int(dice.roll(1_500))
        }
        self.init(description, domains)
        weights = [:]
        let haveWeights = dice.isOne(in: 2)
        for number in 0...Int(dice.roll(2)) {
            let relay = Self.relay(number)
            weights[relay] = .some(haveWeights ? dice.pick([1, 2, 5]) : nil)
            rules[.relay(relay)] = Self.rule(times: 3, &dice)
            if dice.isOne(in: 5) { rules[.relay(relay)]?.warmUp = Self.warmUp(&dice) }
        }
        if dice.isOne(in: 2) { rules[.destination("gmail")] = Self.rule(times: 1, &dice) }
        if dice.isOne(in: 2) { others = Self.rule(times: 1, &dice) }
        for key in rules.keys.sorted(by: { "\($0)" < "\($1)" }) where dice.isOne(in: 3) {
            let now = MinuteCounts.minute(of: Self.start)
            used += (0..<20).map { _ in
                WindowUse(key: key.description, minute: now - Int64(dice.roll(60)), count: Int(dice.roll(10)))
            }
        }
    }

    private static func rule(times: Int, _ dice: inout Dice) -> LimitRule {
        var rule = LimitRule()
        if dice.isOne(in: 2) { rule.perSecond = dice.pick([0.05, 0.2, 0.5, 1, 3, 10]) * Double(times) }
        if dice.isOne(in: 2) {
            let count = dice.pick([20, 60, 150, 400, 1_000]) * times
            rule.windows.append(WindowLimit(count: count, minutes: dice.pick([1, 5, 60, 60, 1_440])))
        }
        if dice.isOne(in: 6) { rule.windows.append(WindowLimit(count: dice.pick([300, 600, 1_000]), minutes: 1_440)) }
        return rule
    }

    private static func warmUp(_ dice: inout Dice) -> WarmUp {
        let began = start.adding(.seconds(-Int64(dice.roll(150_000))))
        return WarmUp(start: began, perDay: [dice.pick([100, 300]), dice.pick([500, 1_000]), 2_000])
    }
}
