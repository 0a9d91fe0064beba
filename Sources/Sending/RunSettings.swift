import Mail

/// What a run needs besides the ledger: whose mailing, by which rules, with which clocks.
package struct RunSettings: Sendable {
    /// Makes one recipient's finished message; throws if that recipient's data cannot be used.
    package typealias Composer = @Sendable (_ due: DueDelivery, _ date: Timestamp) throws -> OutgoingMessage

    package var mailing: MailingID
    package var owner: LeaseOwner
    package var policy: OutcomePolicy
    package var compose: Composer
    package var observer = RunObserver()
    /// Per relay; a relay without one is not limited.
    package var limits: [RelayName: RateLimiter] = [:]
    /// How long to stay for deferred rows that fall due soon.
    package var patience: Duration = .zero
    package var leaseTime: Duration = .seconds(60)
    package var breaker = CircuitBreaker()
    /// Threads that compose and sign.
    package var composers = 2
    /// Messages kept ready for the transports.
    package var readyTarget = 64
    package var wallClock: WallClock
    package var now: @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    /// Uniform in 0..<1.
    package var random: @Sendable () -> Double
    /// Whether the holder of a lease has died (a process of this host that is no more).
    package var ownerIsGone: @Sendable (LeaseOwner) -> Bool = { _ in false }

    package init(
        mailing: MailingID, owner: LeaseOwner, policy: OutcomePolicy, compose: @escaping Composer,
        wallClock: @escaping WallClock, random: @escaping @Sendable () -> Double
    ) {
        self.mailing = mailing
        self.owner = owner
        self.policy = policy
        self.compose = compose
        self.wallClock = wallClock
        self.random = random
    }
}
