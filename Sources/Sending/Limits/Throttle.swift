import Mail

/// How a destination that said "too much, too fast" is treated: slowed to half of what it was sent, suspended when it
/// repeats itself, and let faster step by step while it accepts.
struct Throttle {
    /// A single throttling reply slows and pauses for a moment; each further one doubles the pause.
    static let firstPause = Duration.seconds(5)
    static let longestPause = Duration.seconds(1_800)
    static let slowestRate = 0.1
    /// After so many accepted messages in a row, at least `stepTime` apart, the rate grows by `step`.
    static let acceptedForStep = 20
    static let stepTime = Duration.seconds(10)
    static let step = 1.5
    /// The throttle is not lifted below this many messages a second, so that who objected to the first message is not
    /// sent everything two steps later; a configured rate below it is where it ends.
    static let leastLiftRate = 100.0
    /// Without an objection for so long the throttle has no effect any more, whatever was sent meanwhile.
    static let forgottenAfter = Duration.seconds(3_600)

    /// Messages a second now.
    private(set) var rate: Double
    /// Beyond this rate the throttle is lifted: twice what it was sent when it objected first, or what is configured.
    private let liftRate: Double
    private var limiter: RateLimiter
    private(set) var suspendedUntil: ContinuousClock.Instant
    private var strikes = 1
    private var accepted = 0
    private var steppedAt: ContinuousClock.Instant

    /// - Parameters:
    ///   - rate: messages a second that it was sent lately.
    ///   - configured: its limit in messages a second, if it has one.
    init(rate: Double, configured: Double? = nil, at now: ContinuousClock.Instant) {
        let rate = min(rate, configured ?? rate)
        liftRate = configured ?? max(rate * 2, Self.leastLiftRate)
        self.rate = max(rate / 2, Self.slowestRate)
        limiter = RateLimiter(count: self.rate, per: .seconds(1))
        suspendedUntil = now + Self.firstPause
        steppedAt = suspendedUntil
    }

    /// Another throttling reply; what was on its way when the pause began does not count again.
    mutating func objected(at now: ContinuousClock.Instant) {
        guard now >= suspendedUntil else { return }
        strikes += 1
        accepted = 0
        set(max(rate / 2, Self.slowestRate))
        suspendedUntil = now + min(Self.firstPause * (1 << min(strikes - 1, 12)), Self.longestPause)
        steppedAt = suspendedUntil
    }

    /// A message was accepted; answers whether the throttle has done its work.
    mutating func wasAccepted(at now: ContinuousClock.Instant) -> Bool {
        accepted += 1
        if isForgotten(at: now) { return true }
        guard accepted >= Self.acceptedForStep, now >= steppedAt + Self.stepTime else { return false }
        accepted = 0
        steppedAt = now
        strikes = max(strikes - 1, 1)
        set(rate * Self.step)
        return rate >= liftRate
    }

    func isForgotten(at now: ContinuousClock.Instant) -> Bool { now >= suspendedUntil + Self.forgottenAfter }

    private mutating func set(_ rate: Double) {
        self.rate = rate
        limiter.change(count: rate, per: .seconds(1))
    }

    /// When a message may go, if not now.
    func wait(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        if now < suspendedUntil { return suspendedUntil }
        return isForgotten(at: now) ? nil : limiter.wait(at: now)
    }

    mutating func take(at now: ContinuousClock.Instant) { limiter.book(at: now) }
}

/// Messages a second that went lately, by counting in turns of ten seconds.
struct RecentRate {
    private static let turn = Duration.seconds(10)
    /// A reply to a message may take so long; then what was sent before is not lately any more.
    private static let memory = Duration.seconds(60)
    private var begunAt: ContinuousClock.Instant?
    private var count = 0.0
    private var last = 0.0

    mutating func add(at now: ContinuousClock.Instant) {
        let begun = begunAt ?? now
        if now - begun >= Self.turn {
            last = count / max((now - begun).inSeconds, 1)
            count = 0
            begunAt = now
        } else if begunAt == nil {
            begunAt = now
        }
        count += 1
    }

    func isPast(at now: ContinuousClock.Instant) -> Bool { begunAt.map { now - $0 >= Self.memory } ?? true }

    func perSecond(at now: ContinuousClock.Instant) -> Double {
        guard let begunAt else { return 0 }
        let time = (now - begunAt).inSeconds
        return max(last, count / max(time, 1))
    }
}

/// Who wants less: no standard says how to put it, so that only the words tell.
enum ThrottleWords {
    /// Our account, or our connections, and not one recipient's host.
    static func areAboutUs(_ reply: SMTPReply) -> Bool {
        let text = reply.text.lowercased()
        return phrases.contains { text.contains($0) }
    }

    private static let phrases = [
        "sending rate", "submission rate", "send rate", "sending limit", "sending quota", "your account",
        "this account",
        "this user", "this client", "your client", "from you", "from your", "your ip", "your connection", "your host",
        "too many connections", "too many concurrent", "too many sessions", "connection rate", "rate for this",
        "messages per second", "per second exceeded", "sender rate",
    ]
}
