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
    /// How many recipients were sent which version, or may have it, oldest first.
    package let versions: [VersionCount]
    /// Returned messages that are about this mailing for certain, by class, commonest first.
    package let returned: [ReturnedCount]
    /// Refusals that count against nobody yet.
    package var openRefusals = 0
    /// The mailing waits for people because of them.
    package var isHeldForRefusals = false
    /// Failed for no reason of the readers': `mailer retry` takes them.
    package var retryable = 0
}

package struct VersionCount: Hashable, Sendable {
    package let version: Int
    package let count: Int
}

package struct ReturnedCount: Hashable, Sendable {
    package let bounceClass: String
    package let count: Int
}

package struct ReasonCount: Hashable, Sendable {
    /// Without the dates and sources that differ from row to row: `unsubscribed`, `550 5.1.1 in reply to RCPT TO`.
    package let reason: String
    package let count: Int
}
