import Mail

/// A mailing run ahead: from one moment at which something changes to the next.
///
/// Mail flows from destinations to relays as fast as their gates let it, in the order of a real run: limited destinations
/// first, all alike, then the rest; relays with weights wait for the one that is behind its share (`RelayBook`). A step
/// ends when a destination is done, a window is full, a relay has caught up or, with windows, a minute is over; so the
/// number of steps does not grow with the number of recipients.
struct Forecast {
    struct Stream {
        /// Nil: limited by the relays only.
        var gate: ForecastGate?
        var left: Double
    }

    struct Relay {
        var gate: ForecastGate
        /// Its share of the mail; nil: what it can take.
        private let ownWeight: Double?
        var given = 0.0

        init(gate: ForecastGate, weight: Double?) {
            self.gate = gate
            ownWeight = weight
        }

        /// Nil if others need not wait for it: it takes what it can, or so little that it counts as stalled.
        var weight: Double? { gate.interval < RelayBook.stallTime.inSeconds ? ownWeight : nil }

        /// What it was given, for its weight.
        var share: Double? { weight.map { given / $0 } }

        func isAhead(of share: Double) -> Bool { self.share.map { $0 > share + ForecastGate.nothing } ?? false }
    }

    private(set) var streams: [Stream]
    private var relays: [Relay]
    private(set) var clock: ForecastClock
    private(set) var waited: [LimitReason: Double] = [:]
    private(set) var steps = 0
    private let hasWindows: Bool

    /// A year, in seconds.
    static let longest = 365.0 * 86_400

    init(_ streams: [Stream], over relays: [Relay], from start: Timestamp) {
        self.streams = streams
        self.relays = relays
        clock = ForecastClock(start: start)
        hasWindows = streams.contains { $0.gate?.hasWindows == true } || relays.contains { $0.gate.hasWindows }
    }

    var left: Double { streams.reduce(0) { $0 + $1.left } }

    /// Takes off a limit; of the destinations that have the same for themselves, all of them.
    mutating func lift(_ reason: LimitReason) {
        for index in relays.indices where relays[index].gate.key == reason.key { relays[index].gate.lift(reason) }
        let isOther = streams.contains { $0.gate?.key == reason.key && $0.gate?.isOther == true }
        for index in streams.indices {
            guard let gate = streams[index].gate, isOther ? gate.isOther : gate.key == reason.key else { continue }
            streams[index].gate?.lift(reason)
        }
    }

    /// Runs to the end, or to that many seconds.
    mutating func run(until end: Double = longest) {
        while !streams.isEmpty, clock.elapsed < end, step() { steps += 1 }
    }

    /// Goes on to the next change; false if there is none.
    private mutating func step() -> Bool {
        for index in relays.indices { relays[index].gate.move(to: clock) }
        for index in streams.indices { streams[index].gate?.move(to: clock) }
        let flows = flows()
        guard let time = flows.streams.contains(where: { $0 > 0 }) ? steadyTime(flows) : opening() else { return false }
        note(flows, time)
        for index in relays.indices {
            relays[index].gate.pass(flows.relays[index], for: time, at: clock)
            relays[index].given += flows.relays[index] * time
        }
        for index in streams.indices {
            streams[index].gate?.pass(flows.streams[index], for: time, at: clock)
            streams[index].left -= flows.streams[index] * time
        }
        streams.removeAll { $0.left < ForecastGate.nothing }
        clock.elapsed += time
        return true
    }

    private struct Flows {
        let streams: [Double]
        let relays: [Double]
        /// What the relays could take, more than which could be sent; empty if it is less.
        let reached: [Double]
    }

    private func flows() -> Flows {
        let supplies = supplies()
        let supply = supplies.reduce(0, +)
        let demands = streams.map { $0.gate?.speed ?? 0 }
        let limited = Self.share(supply, among: demands, weights: demands.map { _ in 1 })
        let rest = max(0, supply - limited.reduce(0, +))
        let flows = zip(streams, limited).map { $0.gate == nil ? rest : $1 }
        let isReached = streams.contains { $0.gate == nil } || demands.reduce(0, +) > supply
        return Flows(
            streams: flows,
            relays: Self.share(flows.reduce(0, +), among: supplies, weights: relays.map { $0.weight ?? 1 }),
            reached: isReached ? supplies : [])
    }

    /// What each relay takes: those ahead of their share nothing, as long as another that is behind takes mail.
    private func supplies() -> [Double] {
        var supplies = relays.map(\.gate.speed)
        let least = zip(relays, supplies).compactMap { $1 > 0 ? $0.share : nil }.min() ?? 0
        let pace =
            zip(relays, supplies).compactMap { relay, speed in
                relay.weight.flatMap { speed > 0 && !relay.isAhead(of: least) ? speed / $0 : nil }
            }.min() ?? 0
        for (index, relay) in relays.enumerated() {
            guard let weight = relay.weight, supplies[index] > 0 else { continue }
            supplies[index] = relay.isAhead(of: least) ? 0 : pace * weight
        }
        return supplies
    }

    /// Divides an amount by weight, so that nobody gets more than it can take and what it cannot take goes to the others.
    static func share(_ amount: Double, among most: [Double], weights: [Double]) -> [Double] {
        if most.reduce(0, +) <= amount { return most }
        var (left, weight) = (amount, weights.reduce(0, +))
        var shares = most
        for index in most.indices.sorted(by: { most[$0] * weights[$1] < most[$1] * weights[$0] }) {
            shares[index] = max(0, min(most[index], left * weights[index] / weight))
            left -= shares[index]
            weight -= weights[index]
        }
        return shares
    }

    /// How long everything flows as it does.
    private func steadyTime(_ flows: Flows) -> Double {
        var time = hasWindows ? clock.seconds(untilMinute: clock.minute + 1) : .infinity
        for (stream, flow) in zip(streams, flows.streams) where flow > 0 {
            time = min(time, stream.left / flow, stream.gate?.steadyTime(at: flow) ?? .infinity)
        }
        for (relay, flow) in zip(relays, flows.relays) where flow > 0 {
            time = min(time, relay.gate.steadyTime(at: flow), timeToCatchUp(relay, at: flow))
        }
        return time
    }

    /// How long until the relay has had as much of its share as the next of those that are ahead of it.
    private func timeToCatchUp(_ relay: Relay, at flow: Double) -> Double {
        guard let weight = relay.weight, let share = relay.share else { return .infinity }
        let ahead = relays.filter { $0.gate.speed > 0 && $0.isAhead(of: share) }.compactMap(\.share).min()
        return ahead.map { ($0 - share) * weight / flow } ?? .infinity
    }

    /// Nothing flows: how long until something may.
    private func opening() -> Double? {
        (relays.map(\.gate) + streams.compactMap(\.gate)).compactMap { $0.opens(after: clock) }.min()
    }

    private mutating func note(_ flows: Flows, _ time: Double) {
        var reasons: Set<LimitReason> = []
        for (relay, supply) in zip(relays, flows.reached) {
            // One that waits for another's share could take more: its own limits hold nothing up.
            guard supply >= relay.gate.speed * 0.999, let reason = relay.gate.reason else { continue }
            reasons.insert(reason)
        }
        for (stream, flow) in zip(streams, flows.streams) {
            guard let gate = stream.gate, flow >= gate.speed, let reason = gate.reason else { continue }
            reasons.insert(reason)
        }
        for reason in reasons { waited[reason, default: 0] += time }
    }
}
