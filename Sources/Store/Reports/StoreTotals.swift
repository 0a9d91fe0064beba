import Mail

/// Counts over the whole database, for metrics. What is 0 may be absent.
package struct StoreTotals: Hashable, Sendable {
    /// Subscriptions by the list's name and their state.
    package let subscriptions: [String: [SubscriptionState: Int]]
    package let suppressions: [SuppressionReason: Int]
    package let deliveries: [DeliveryState: Int]
    /// Verified returned messages.
    package let bounces: [BounceClass: Int]
    /// By the source's first word: `one-click`, `page`, `cli`.
    package let unsubscribes: [String: Int]
    package let attempts: [DeliveryState: Int]
    package let mailings: [MailingState: Int]
    /// What is late, and who is there to do something about it.
    package var pulse = StorePulse()
    /// Returned messages that changed nobody, ever.
    package var unactedMail: [UnactedMail: Int] = [:]
}

/// Whether work is done that could be done, as of one moment. Nothing waits, nobody was ever there: all is 0.
package struct StorePulse: Hashable, Sendable {
    /// Since `mailer work` last said that it lives; nil if it never ran on this database.
    package var workerSilence: Duration?
    /// How long `mailer work` has found no relay that it can use.
    package var relaysOut = Duration.zero
    /// Of the scheduled mailing that should have begun the longest ago.
    package var scheduleOverdue = Duration.zero
    /// Of the delivery that could have been tried the longest ago, in mailings that are being sent.
    package var backlogAge = Duration.zero
    /// How long nothing was tried although something could be.
    package var stalled = Duration.zero
    /// Whether the database took a write just now.
    package var isWritable = true

    package init() {}
}
