import Mail

/// When a mailing ends, and which limit decides that: the limits themselves, run ahead on a clock of their own.
package struct PlanEstimate: Hashable, Sendable {
    /// Nil where no limit holds the last message up: as fast as the relay takes it.
    package let finish: Timestamp?
    /// What was waited for longest, with the time, longest first.
    package let binding: [Binding]
    /// Messages that cannot go within a year.
    package let stuck: Int

    package struct Binding: Hashable, Sendable {
        package let reason: LimitReason
        package let time: Duration
    }

    /// - Parameters:
    ///   - recipients: how many there are for each destination.
    ///   - relays: the relays that share the work.
    ///   - now: when it would start.
    package static func make(
        recipients: [Destination: Int], relays: [RelayName], limits: SendingLimits, now: Timestamp
    ) -> PlanEstimate {
        // A million messages need not be counted one by one: so many of them stand for one, in the limits as well.
        let recipients = gathered(recipients, limits)
        let bundle = bundle(of: recipients.values.reduce(0, +), limits)
        let bundles = recipients.mapValues { ($0 + bundle - 1) / bundle }
        var simulation = Simulation(
            recipients: bundles, relays: relays, limits: bundle > 1 ? limits.scaled(by: bundle) : limits, start: now)
        let estimate = simulation.run()
        let binding = estimate.binding.map { binding in
            Binding(reason: limits.unscaled(binding.reason), time: binding.time)
        }
        return PlanEstimate(finish: estimate.finish, binding: binding, stuck: estimate.stuck * bundle)
    }

    /// How many messages stand for one: few enough that small windows stay what they are, as far as there is time.
    private static func bundle(of count: Int, _ limits: SendingLimits) -> Int {
        let rules = Array(limits.rules.values) + [limits.otherRule].compactMap(\.self)
        let windows = rules.flatMap { $0.windows.map(\.count) + ($0.warmUp?.perDay ?? []) }
        let exact = windows.filter { $0 > 0 }.min().map { $0 / leastBundles } ?? .max
        return max(1, count / mostSteps, min(count / steps, exact))
    }

    private static let steps = 20_000
    /// With windows that are small beside the mailing.
    private static let mostSteps = 200_000
    private static let leastBundles = 20

    /// Of the destinations that share the limit "any other", only the largest are followed one by one: the others are
    /// done before them, and are left to the relays' limits.
    private static func gathered(_ recipients: [Destination: Int], _ limits: SendingLimits) -> [Destination: Int] {
        let others = recipients.filter { !$0.key.isEmpty && limits.rules[.destination($0.key)] == nil }
        var gathered = recipients
        for (destination, count) in others.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).dropFirst(followed) {
            gathered[destination] = nil
            gathered["", default: 0] += count
        }
        return gathered
    }

    private static let followed = 100
}

private struct Simulation {
    private var left: [(destination: Destination, count: Int)]
    private let relays: [RelayName]
    private var limits: SendingLimits
    private let start: Timestamp
    private let origin = ContinuousClock.now
    private var elapsed = Duration.zero
    private var waited: [LimitReason: Duration] = [:]

    static let longest = Duration.seconds(365 * 86_400)

    init(recipients: [Destination: Int], relays: [RelayName], limits: SendingLimits, start: Timestamp) {
        // As in a run: mail to limited destinations goes first, when it may.
        left = recipients.sorted { ($0.key.isEmpty ? 1 : 0, $0.key) < ($1.key.isEmpty ? 1 : 0, $1.key) }
            .map { ($0.key, $0.value) }
        self.relays = relays
        self.limits = limits
        self.start = start
    }

    mutating func run() -> PlanEstimate {
        while !left.isEmpty {
            guard let wait = round() else { continue }
            let pause = max(wait.until - (origin + elapsed), .microseconds(1))
            elapsed += pause
            waited[wait.reason, default: .zero] += pause
            if elapsed > Self.longest { break }
        }
        let binding = waited.sorted { ($1.value, "\($0.key)") < ($0.value, "\($1.key)") }
        let stuck = left.reduce(0) { $0 + $1.count }
        return PlanEstimate(
            finish: binding.isEmpty || stuck > 0 ? nil : start.adding(elapsed),
            binding: binding.map { PlanEstimate.Binding(reason: $0.key, time: $0.value) }, stuck: stuck)
    }

    /// Sends what may go at this moment; answers what to wait for, or nil if something of each destination went.
    private mutating func round() -> SendingLimits.Wait? {
        var earliest: SendingLimits.Wait?
        var blocked = 0
        for index in left.indices {
            guard let wait = send(index) else { continue }
            blocked += 1
            if earliest.map({ wait.until < $0.until }) ?? true { earliest = wait }
        }
        let hasFinished = left.contains { $0.count == 0 }
        left.removeAll { $0.count == 0 }
        return blocked == left.count || !hasFinished ? earliest : nil
    }

    /// As many to that destination as go now; what the rest waits for.
    private mutating func send(_ index: Int) -> SendingLimits.Wait? {
        var wait: SendingLimits.Wait?
        for relay in relays {
            while left[index].count > 0 {
                let refused = limits.admit(
                    relay, left[index].destination, at: origin + elapsed, wallClock: start.adding(elapsed))
                if let refused {
                    if wait.map({ refused.until < $0.until }) ?? true { wait = refused }
                    break
                }
                left[index].count -= 1
            }
        }
        return left[index].count > 0 ? wait : nil
    }
}
