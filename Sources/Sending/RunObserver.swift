import Mail

/// What a run tells the outside while it goes: the delivery log and the progress line listen.
///
/// Calls come from the run's threads, one at a time, and should return quickly.
package struct RunObserver: Sendable {
    /// An outcome and the address that it is about.
    package typealias Update = (update: DeliveryUpdate, to: EmailAddress)

    /// Outcomes and whether they are stored; `false` means the ledger refused them and the line is all there is.
    package var updated: @Sendable (_ updates: [Update], _ stored: Bool) -> Void
    /// A delivery that was due and is not tried, because its reader has left.
    package var skipped: @Sendable (_ claim: SkippedClaim, _ to: EmailAddress) -> Void = { _, _ in }
    /// Refusals count now: these addresses get no more mail.
    package var suppressed: @Sendable ([NewSuppression]) -> Void = { _ in }
    /// The mailing is held because of its refusals.
    package var held: @Sendable (_ reason: String) -> Void = { _ in }
    package var connectionFailed: @Sendable (ConnectionFailure) -> Void
    package var connectionOpened: @Sendable (RelayName) -> Void
    package var ledgerFailed: @Sendable (_ reason: String) -> Void
    /// What holds mail up, or no longer does (nil).
    package var conditionChanged: @Sendable (_ key: String, RelayCondition.Kind, RelayCondition?) -> Void = {
        _, _, _ in
    }
    /// Paused by another process, or going on again (nil).
    package var paused: @Sendable (_ reason: String?) -> Void

    package init(
        updated: @escaping @Sendable (_ updates: [Update], _ stored: Bool) -> Void =
            { _, _ in },
        connectionFailed: @escaping @Sendable (ConnectionFailure) -> Void = { _ in },
        connectionOpened: @escaping @Sendable (RelayName) -> Void = { _ in },
        ledgerFailed: @escaping @Sendable (_ reason: String) -> Void = { _ in },
        paused: @escaping @Sendable (_ reason: String?) -> Void = { _ in }
    ) {
        self.updated = updated
        self.connectionFailed = connectionFailed
        self.connectionOpened = connectionOpened
        self.ledgerFailed = ledgerFailed
        self.paused = paused
    }
}
