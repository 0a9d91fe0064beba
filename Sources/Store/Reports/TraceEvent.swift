import Mail

/// One thing that happened to an address.
package struct TraceEvent: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case subscription
        case suppression
        /// The delivery's state now; its attempts are events of their own.
        case delivery
        case attempt
        case bounce
    }

    package let at: Timestamp
    package let kind: Kind
    /// One line for people, with the server's own words.
    package let text: String
}
