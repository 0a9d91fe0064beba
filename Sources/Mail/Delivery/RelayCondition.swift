/// Why mail over a relay, or to a destination, does not go as fast as it could: what people want to know meanwhile.
package struct RelayCondition: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// It said "too much, too fast": it gets less.
        case throttled
        /// No session can be opened; tried again.
        case unreachable
        /// It refuses our mail, whoever it is for.
        case refusing
        /// It takes fewer sessions at once than it is configured for.
        case sessions
        /// It ends a session after fewer messages than it is configured for.
        case messages
    }

    /// `relay:smtp.example.org:587`, `to:gmail`.
    package let key: String
    package let kind: Kind
    package let since: Timestamp
    /// When it goes on, or is tried again; nil where that depends on people, or on nothing.
    package var until: Timestamp?
    /// Sessions, or messages in a session; nil for other kinds.
    package var count: Int?
    /// The server's own words, or the network's.
    package let words: String

    package init(
        key: String, kind: Kind, since: Timestamp, words: String
    ) {
        self.key = key
        self.kind = kind
        self.since = since
        self.words = words
    }
}
