import Mail

/// Everything that decides whether one subscriber got one mailing, in one snapshot.
package struct DeliveryStory: Hashable, Sendable {
    package let mailing: Mailing
    package let subscriber: Subscriber
    /// Nil if the subscriber was not in the audience when it was frozen.
    package let delivery: Delivery?
    /// What came back for the delivery with a verified return address, oldest first.
    package let returned: [Returned]

    package struct Delivery: Hashable, Sendable {
        package let state: DeliveryState
        package let reason: String?
        package let attempts: Int
        package let nextAttempt: Timestamp?
        /// When it came into its state.
        package let since: Timestamp
        package let lastAttempt: Attempt?
        /// The list that the reader is reached by; nil: the mailing's first.
        package var list: ListID?
    }

    package struct Attempt: Hashable, Sendable {
        package let at: Timestamp
        /// Host and port.
        package let relay: String
        package let stage: String
        package let outcome: DeliveryState
        /// The reply's code; nil if there was no reply.
        package let code: Int?
        /// The server's own words, or what happened to the connection.
        package let words: String
    }

    package struct Returned: Hashable, Sendable {
        package let at: Timestamp
        package let kind: String
        package let status: String?
        package let bounceClass: String
        package let rule: String
        /// What followed for the address.
        package let action: String
    }
}
