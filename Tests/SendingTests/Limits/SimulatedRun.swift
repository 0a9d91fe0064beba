import Mail

@testable import Sending

/// A mailing message by message through the real limits and shares of relays, on a clock that it moves itself.
struct SimulatedRun {
    let relays: [RelayName]
    let start: Timestamp
    private var limits: SendingLimits
    private var book: RelayBook
    /// Limited destinations take turns, as in `Lanes`; what is under "" goes when none of them may.
    private var limited: [(destination: Destination, left: Int)]
    private var others: Int
    private let origin = ContinuousClock.now
    private var elapsed = Duration.zero

    init(_ recipients: [Destination: Int], weights: [RelayName: Double?], limits: SendingLimits, start: Timestamp) {
        relays = weights.keys.sorted { "\($0)" < "\($1)" }
        self.start = start
        self.limits = limits
        book = RelayBook(
            relays, weights: weights.compactMapValues(\.self), breaker: CircuitBreaker(), areProven: true, at: origin)
        limited = recipients.filter { !$0.key.isEmpty }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        others = recipients[""] ?? 0
    }

    private var now: ContinuousClock.Instant { origin + elapsed }
    private var wallClock: Timestamp { start.adding(elapsed) }
    private var isOver: Bool { limited.isEmpty && others == 0 }

    /// When the last message went; nil if that is not within a year.
    mutating func finish() -> Timestamp? {
        while true {
            let until = round()
            if isOver { return wallClock }
            elapsed += max(until - now, .microseconds(1))
            if elapsed > .seconds(365 * 86_400) { return nil }
        }
    }

    /// Hands out what may go at this moment; answers when to ask again.
    private mutating func round() -> ContinuousClock.Instant {
        var until = now + .seconds(86_400)
        var goesOn = true
        while goesOn, !isOver {
            goesOn = false
            for relay in relays where !isOver {
                if let wait = message(over: relay) { until = min(until, wait) } else { goesOn = true }
            }
        }
        return until
    }

    /// One message over the relay; answers when to ask again if none may go.
    private mutating func message(over relay: RelayName) -> ContinuousClock.Instant? {
        // What holds it back is the other's turn, or a stall that is noticed a little later.
        guard book.turn(of: relay, at: now) == .yes else { return now + .seconds(1) }
        if let wait = limits.wait(for: .relay(relay), at: now, wallClock: wallClock) {
            book.limited(relay, until: wait.until, at: now)
            return wait.until
        }
        var until = now + .seconds(86_400)
        for index in limited.indices {
            let destination = limited[index].destination
            if let wait = limits.admit(relay, destination, at: now, wallClock: wallClock) {
                until = min(until, wait.until)
                continue
            }
            gave(relay)
            let (destinationToo, left) = limited.remove(at: index)
            if left > 1 { limited.append((destinationToo, left - 1)) }
            return nil
        }
        guard others > 0, limits.admit(relay, "", at: now, wallClock: wallClock) == nil else { return until }
        others -= 1
        gave(relay)
        return nil
    }

    private mutating func gave(_ relay: RelayName) { book.gave(relay, at: now) }
}
