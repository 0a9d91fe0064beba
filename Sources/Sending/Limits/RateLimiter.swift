/// A shared limit of messages in time, kept by pacing: the generic cell rate algorithm (ITU-T I.371).
///
/// One limiter serves all connections of a relay, so the configured rate is the rate, whatever the
/// number of connections. It holds when the next message would be exactly on time, and what time was lost.
/// A sender may be ahead of that by `tolerance` at most, so no second sees a burst. Who comes late, because a commit
/// held everybody up, makes up for it by going `makeUp` faster for a while: in any second at most
/// rate × (1 + makeUp) × (1 + tolerance) + 1 messages are admitted, and in a minute less than a hundredth too many.
package struct RateLimiter: Sendable {
    package private(set) var interval: Duration
    package let tolerance: Duration
    private var onTime: ContinuousClock.Instant?
    /// Time in which messages could have gone and did not.
    private var lost = Duration.zero

    /// Who comes later than this was idle, not held up, and makes up for nothing; also the most that is made up for.
    static let longestDelay = Duration.seconds(1)
    /// The part of the interval by which a message may follow earlier on another.
    static let makeUp = 0.008

    /// - Parameters:
    ///   - count: messages per `period`, above 0.
    ///   - tolerance: how much too early a message may go.
    package init(count: Double, per period: Duration, tolerance: Duration = .milliseconds(10)) {
        self.interval = period / count
        self.tolerance = tolerance
    }

    mutating func change(count: Double, per period: Duration) { interval = period / count }

    /// When a message may go, if not now.
    func wait(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard let onTime, now < onTime - tolerance else { return nil }
        return onTime - tolerance
    }

    /// So much time has passed that nothing is to be kept a distance to, nor made up for.
    func isIdle(at now: ContinuousClock.Instant) -> Bool { onTime.map { now - $0 > Self.longestDelay } ?? true }

    /// Takes a message's place, whether or not it is free.
    mutating func book(at now: ContinuousClock.Instant) {
        let planned = onTime ?? now
        if now > planned {
            lost = now - planned > Self.longestDelay ? .zero : min(lost + (now - planned), Self.longestDelay)
        }
        let gain = lost > .zero ? min(interval * Self.makeUp, lost) : .zero
        lost -= gain
        onTime = max(planned, now) + interval - gain
    }

    /// Takes one message's place, or answers when there will be one.
    package mutating func take(at now: ContinuousClock.Instant) -> Admission {
        if let until = wait(at: now) { return .wait(until: until) }
        book(at: now)
        return .admitted
    }

    package enum Admission: Hashable, Sendable {
        case admitted
        case wait(until: ContinuousClock.Instant)
    }
}
