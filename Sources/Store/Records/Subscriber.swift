import Mail

/// A person's address with everything the store knows about it.
package struct Subscriber: Hashable, Sendable {
    package let id: SubscriberID
    /// As written; two spellings that differ in case are one subscriber.
    package let address: EmailAddress
    package let name: String?
    package let attributes: [String: String]
    package let createdAt: Timestamp
    package let subscriptions: [Subscription]
    /// Oldest first.
    package let history: [SubscriptionEvent]
    package let suppression: Suppression?
}

/// Whether a subscriber wants a list.
package struct Subscription: Hashable, Sendable {
    package let list: ListID
    package let listName: String
    package let state: SubscriptionState
    package let since: Timestamp
    /// What brought it into this state: `import FILE:LINE`, `one-click`, `page`, `cli`.
    package let source: String
}

package enum SubscriptionState: String, Hashable, Sendable, CaseIterable {
    /// Asked for, not confirmed: gets nothing.
    case pending
    case subscribed
    case unsubscribed
}

/// One line of a subscription's history.
package struct SubscriptionEvent: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        /// Somebody typed the address into a form; its owner has not confirmed.
        case requested
        case subscribed
        case unsubscribed
        case resubscribed
    }

    package let list: ListID
    package let listName: String
    package let kind: Kind
    package let source: String
    package let detail: String?
    package let at: Timestamp
}

/// An address that gets no mail from any list.
package struct Suppression: Hashable, Sendable {
    package let addressKey: String
    package let reason: SuppressionReason
    package let detail: String?
    package let source: String
    package let at: Timestamp

    /// `suppressed: hard_bounce since 2026-01-02`, as reasons say it.
    var reasonText: String { "suppressed: \(reason.rawValue) since \(at.day)" }
}

extension Timestamp {
    /// `2026-01-02`, in UTC.
    var day: String { String(iso8601.prefix(10)) }
}
