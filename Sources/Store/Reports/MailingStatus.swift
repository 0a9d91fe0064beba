import Mail

/// A mailing with its full accounting, in one snapshot.
package struct MailingStatus: Hashable, Sendable {
    package let mailing: Mailing
    package let accounting: Accounting
    /// For skipped, failed, deferred and unknown rows: the commonest reasons first, at most ten a state.
    package let reasons: [DeliveryState: [ReasonCount]]
    package let firstAttempt: Timestamp?
    package let lastAttempt: Timestamp?
    /// When the next deferred delivery is due.
    package let nextAttempt: Timestamp?
}

package struct ReasonCount: Hashable, Sendable {
    /// Without the dates and sources that differ from row to row: `unsubscribed`, `550 5.1.1 in reply to RCPT TO`.
    package let reason: String
    package let count: Int
}
