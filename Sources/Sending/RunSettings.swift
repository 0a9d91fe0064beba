import Mail

/// What a run needs besides the ledger: whose mailing, by which rules, with which clocks.
package struct RunSettings: Sendable {
    /// Makes one recipient's finished message from a version of the content; throws if that recipient's data cannot be used.
    package typealias Composer =
        @Sendable (_ due: DueDelivery, _ date: Timestamp, _ version: Int) throws -> OutgoingMessage

    package var mailing: MailingID
    package var owner: LeaseOwner
    package var policy: OutcomePolicy
    package var compose: Composer
    package var observer = RunObserver()
    /// Shared by all runs of the process.
    package var limits = SharedLimits()
    /// Shares of the relays in the mail; one without takes what it can.
    package var weights: [RelayName: Double] = [:]
    /// How long to stay for deferred rows that fall due soon.
    package var patience: Duration = .zero
    package var leaseTime: Duration = .seconds(60)
    /// How often to look whether another process paused, cancelled or corrected the mailing.
    package var watchPause: Duration = .milliseconds(500)
    /// A paused mailing is waited for, in place of ending the run.
    package var staysWhenPaused = false
    package var breaker = CircuitBreaker()
    /// A relay gets one message at a time until it has taken one: if it refuses us, few readers are touched.
    package var beginsWithTrial = true
    /// Threads that compose and sign. One keeps up with any relay, and disturbs the sending least; signing takes thirty
    /// times as long and is worth all processors.
    package var composers = 1
    /// Called first on each of those threads: what is made ahead should not hold up what is being sent.
    package var prepareComposer: @Sendable () -> Void = {}
    /// Messages kept ready for the transports; what all recipients get is in memory once.
    package var readyTarget = 192
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
