import Mail

/// When a mailing ends, and which limit decides that.
package struct PlanEstimate: Hashable, Sendable {
    /// Nil where no limit holds the last message up: as fast as the relay takes it.
    package let finish: Timestamp?
    /// Limits that mail waited for: the one without which the mailing would end first, then the longest.
    ///
    /// Several may be waited for at the same time. Of the destinations that have the same limit, each for itself, the one
    /// is named that waited longest.
    package let binding: [Binding]
    /// Messages that cannot go within a year.
    package let stuck: Int
    /// How much work it was to know.
    let steps: Int

    package struct Binding: Hashable, Sendable {
        package let reason: LimitReason
        package let time: Duration
    }

    /// A relay that shares the work; one without a weight takes what it can.
    package struct Relay: Hashable, Sendable {
        let name: RelayName
        let weight: Double?

        package init(_ name: RelayName, weight: Double? = nil) {
            self.name = name
            self.weight = weight
        }
    }

    /// - Parameters:
    ///   - recipients: how many there are for each destination, as `SendingLimits.grouped` gives them.
    ///   - now: when it would start.
    package static func make(
        recipients: [Destination: Int], relays: [Relay], limits: SendingLimits, now: Timestamp
    ) -> PlanEstimate {
        var names: Set<RelayName> = []
        let relays = relays.filter { names.insert($0.name).inserted }.map { relay in
            Forecast.Relay(
                gate: limits.gate(.relay(relay.name)) ?? ForecastGate(.relay(relay.name), LimitRule()),
                weight: relay.weight)
        }
        let streams = followed(recipients, limits).map { destination, count in
            Forecast.Stream(gate: limits.gate(.destination(destination)), left: Double(count))
        }
        return PlanEstimate(Forecast(streams, over: relays, from: now))
    }

    /// Of the destinations that share the limit "any other", only the largest are followed one by one: the others are
    /// done before them, and are left to the relays' limits.
    private static func followed(_ recipients: [Destination: Int], _ limits: SendingLimits) -> [(Destination, Int)] {
        let others = recipients.filter { !$0.key.isEmpty && limits.rules[.destination($0.key)] == nil }
        var followed = recipients
        for (destination, count) in others.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).dropFirst(most) {
            followed[destination] = nil
            followed["", default: 0] += count
        }
        return followed.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    }

    private static let most = 20
    /// Limits of which it is tried how the mailing would go without them.
    private static let tried = 6
    /// A wait that is too short to be one, in seconds.
    private static let moment = 0.001

    private init(_ question: Forecast) {
        var forecast = question
        forecast.run()
        var waits = Self.waits(in: forecast, question)
        var steps = forecast.steps
        var first: (index: Int, end: Double)?
        for (index, wait) in waits.prefix(waits.count > 1 ? Self.tried : 0).enumerated() {
            var without = question
            without.lift(wait.reason)
            without.run(until: first?.end ?? Forecast.longest)
            steps += without.steps
            // Limits that are equally to blame stay in the order of their waits.
            let isSooner = without.clock.elapsed < (first?.end ?? forecast.clock.elapsed) * 0.999
            if without.left == 0, isSooner || forecast.left > 0 && first == nil {
                first = (index, without.clock.elapsed)
            }
        }
        if let first { waits.insert(waits.remove(at: first.index), at: 0) }
        binding = waits.map { Binding(reason: $0.reason, time: .bounded(seconds: $0.seconds)) }
        stuck = forecast.left.rounded(.up).saturated()
        self.steps = steps
        let end = Duration.bounded(seconds: forecast.clock.elapsed)
        finish = waits.isEmpty || stuck > 0 ? nil : question.clock.start.adding(end)
    }

    /// What was waited for, the longest first; of limits that are the same for each destination, one.
    private static func waits(
        in forecast: Forecast, _ question: Forecast
    ) -> [(reason: LimitReason, seconds: Double)] {
        let others = Set(question.streams.compactMap { $0.gate?.isOther == true ? $0.gate?.key : nil })
        var kinds: Set<LimitReason> = []
        return forecast.waited.filter { $0.value >= moment }
            .sorted { ($1.value, "\($0.key)") < ($0.value, "\($1.key)") }
            .filter { !others.contains($0.key.key) || kinds.insert($0.key.about(.destination("*"))).inserted }
            .map { ($0.key, $0.value) }
    }
}
