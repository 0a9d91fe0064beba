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
}
