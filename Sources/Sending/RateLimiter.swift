/// A shared limit of messages in time, kept by pacing: the generic cell rate algorithm.
///
/// One limiter serves all connections of a relay, so the configured rate is the rate, whatever the
/// number of connections. It holds one number: when the next message would be exactly on time.
/// A sender that was idle may be ahead of that by `tolerance` at most, so no second sees a burst.
package struct RateLimiter: Sendable {
    package let interval: Duration
    package let tolerance: Duration
    private var onTime: ContinuousClock.Instant?

    /// - Parameters:
    ///   - count: messages per `period`, above 0.
    ///   - tolerance: how much too early a message may go.
    package init(count: Double, per period: Duration, tolerance: Duration = .milliseconds(10)) {
        self.interval = period / count
        self.tolerance = tolerance
    }

    /// Takes one message's place, or answers when there will be one.
    package mutating func take(at now: ContinuousClock.Instant) -> Admission {
        let due = onTime.map { max($0, now) } ?? now
        guard now >= due - tolerance else { return .wait(until: due - tolerance) }
        onTime = due + interval
        return .admitted
    }

    package enum Admission: Hashable, Sendable {
        case admitted
        case wait(until: ContinuousClock.Instant)
    }
}
