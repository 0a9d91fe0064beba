import Mail
import Testing

@testable import Sending

/// A mailing with limits, of which both a plan and a simulated run can be made.
struct Mailing: CustomTestStringConvertible {
    static let start = Timestamp(milliseconds: 1_700_000_000_000)
    static func relay(_ number: Int) -> RelayName { RelayName(host: "relay\(number).example.org", port: 25) }

    let testDescription: String
    /// By domain.
    let domains: [String: Int]
    var weights: [RelayName: Double?] = [relay(0): nil]
    var rules: [LimitKey: LimitRule] = [:]
    var others: LimitRule?
    var groups: [Destination: [String]] = [:]
    var used: [WindowUse] = []

    init(_ description: String, _ domains: [String: Int]) {
        testDescription = description
        self.domains = domains
    }

    func limits() -> SendingLimits { limits(rules, others) }

    private func limits(_ rules: [LimitKey: LimitRule], _ others: LimitRule?) -> SendingLimits {
        var limits = SendingLimits(rules: rules, others: others, destinations: Destinations(groups: groups))
        limits.load(used, at: Self.start)
        return limits
    }

    func plan() -> PlanEstimate {
        let relays = weights.sorted { "\($0.key)" < "\($1.key)" }.map { PlanEstimate.Relay($0, weight: $1) }
        return PlanEstimate.make(
            recipients: limits().grouped(domains), relays: relays, limits: limits(), now: Self.start)
    }

    /// How long the run takes with these limits, in seconds.
    func seconds(_ limits: SendingLimits) -> Double? {
        var run = SimulatedRun(self.limits().grouped(domains), weights: weights, limits: limits, start: Self.start)
        return run.finish()?.since(Self.start).inSeconds
    }

    /// How long the run takes without each of its limits, in seconds.
    func secondsWithout() -> [LimitReason: Double] {
        Dictionary(uniqueKeysWithValues: candidates).compactMapValues { seconds($0) }
    }

    /// Each limit, and what is left without it.
    private var candidates: [(LimitReason, SendingLimits)] {
        let own = rules.flatMap { key, rule in
            rule.limits(of: key).map { reason, rest in (reason, limits(rules.merging([key: rest]) { $1 }, others)) }
        }
        let shared = others?.limits(of: .destination("*")) ?? []
        return own + shared.map { reason, rest in (reason, limits(rules, rest)) }
    }

    /// The limit as it was configured: what each other destination has for itself is one.
    func rule(of reason: LimitReason) -> LimitReason {
        rules[reason.key] == nil ? reason.about(.destination("*")) : reason
    }
}

extension LimitRule {
    /// Each of its limits, and the rule without it.
    fileprivate func limits(of key: LimitKey) -> [(LimitReason, LimitRule)] {
        var limits = windows.enumerated().map { index, window in
            var rest = self
            rest.windows.remove(at: index)
            return (LimitReason.window(key, window), rest)
        }
        if let perSecond {
            var rest = self
            rest.perSecond = nil
            limits.append((.rate(key, perSecond: perSecond), rest))
        }
        if warmUp != nil {
            var rest = self
            rest.warmUp = nil
            limits.append((.warmUp(key), rest))
        }
        return limits
    }
}
