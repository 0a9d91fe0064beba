import Mail

/// What is known of one relay or destination: how much of its limits is used, and how it takes its mail.
struct LimitEntry {
    let rule: LimitRule
    var limiter: RateLimiter?
    var counts = MinuteCounts()
    var throttle: Throttle?
    var recent = RecentRate()

    init(_ rule: LimitRule) {
        self.rule = rule
        limiter = rule.perSecond.map { RateLimiter(count: $0, per: .seconds(1)) }
    }

    /// It said "too much, too fast".
    mutating func objected(at now: ContinuousClock.Instant) {
        if throttle?.isForgotten(at: now) ?? true {
            throttle = Throttle(rate: recent.perSecond(at: now), configured: rule.perSecond, at: now)
        } else {
            throttle?.objected(at: now)
        }
    }

    /// Whether a new entry would say the same: pacing, windows and throttle let a message go, and would anyway.
    func isIdle(at now: ContinuousClock.Instant, wallClock: Timestamp) -> Bool {
        let first = MinuteCounts.minute(of: wallClock) - rule.longestWindow
        return limiter?.isIdle(at: now) ?? true && throttle?.isForgotten(at: now) ?? true
            && recent.isPast(at: now) && !counts.reach(first)
    }
}
