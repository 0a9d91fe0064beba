/// The state of one delivery in the ledger (docs/architecture.md has the table of who moves it where).
package enum DeliveryState: String, Hashable, Sendable, CaseIterable {
    /// Not tried yet, or tried without a byte of data having left.
    case pending
    /// Claimed: its data may be on the wire. Committed before the first byte goes out.
    case inFlight = "in_flight"
    /// The relay answered 2xx to the data. It is not "delivered": nobody knows that.
    case sent
    /// A temporary failure; will be tried again at `next_attempt_at`.
    case deferred
    /// A permanent refusal, or the retries ran out.
    case failed
    /// It may have arrived: the connection or the process died after the data began. Never resent by itself.
    case unknown
    /// Not to be mailed, with the reason: unsubscribed, suppressed, cancelled.
    case skipped
}
