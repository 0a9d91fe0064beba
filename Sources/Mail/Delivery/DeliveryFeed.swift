/// One message, ready for the wire.
///
/// A class, because it passes through several hands on its way: each takes a reference, not a copy of all its parts.
package final class OutgoingMessage: Sendable {
    package let delivery: DeliveryID
    package let envelope: Envelope
    /// The whole message, CRLF line ends, ending in CRLF, not dot-stuffed; 7-bit by construction, but for an
    /// address beyond ASCII in To (RFC 6532).
    package let content: MessageBytes

    package init(delivery: DeliveryID, envelope: Envelope, content: MessageBytes) {
        self.delivery = delivery
        self.envelope = envelope
        self.content = content
    }

    package convenience init(delivery: DeliveryID, envelope: Envelope, bytes: [UInt8]) {
        self.init(delivery: delivery, envelope: envelope, content: MessageBytes(bytes))
    }

    package var bytes: [UInt8] { content.flat }
}

/// What a feed answers a transport that has free sessions.
package enum FeedStep: Sendable {
    /// One at least.
    case messages([OutgoingMessage])
    /// Nothing now (a limit, or nothing prepared): ask again at the instant, or when woken.
    case wait(until: ContinuousClock.Instant)
    /// Nothing more, ever: send what was taken, say QUIT, return.
    case finished
    /// An end was asked for: finish what is in flight, give back at once what waits for a session, say QUIT, return.
    case stopped
}

/// What to do after a session could not be opened.
package enum ReconnectDecision: Hashable, Sendable {
    case retry(after: Duration)
    case giveUp
}

/// Decides what is sent; a transport puts it on the wire and reports back.
///
/// A transport calls all of these from its own thread, one call at a time per transport; several
/// transports may call at once, so a feed guards its own state.
package protocol DeliveryFeed: AnyObject, Sendable {
    /// The next messages for free sessions, at most `count`, which is 1 or more.
    func next(_ count: Int, for relay: RelayName) -> FeedStep

    /// Stores what became of messages and, in the same commit, claims those whose data would start now.
    ///
    /// A transport calls it once per turn of its loop for all sessions together (a group commit), and
    /// sends no byte of a message's data unless the message is in the returned set. Results that could
    /// not be stored stay with the feed, which then grants nothing and finishes.
    func commit(results: [AttemptResult], claims: [DeliveryID]) -> Set<DeliveryID>

    /// A session could not be opened (or was lost while idle).
    func connectionFailed(_ failure: ConnectionFailure) -> ReconnectDecision

    /// A session is open and usable.
    func connectionOpened(to relay: RelayName)

    /// The relay was found to take fewer sessions, or fewer messages in one, than it is configured for; nil: no longer.
    func sessionsLearned(_ limit: SessionLimit, of relay: RelayName)
}

extension DeliveryFeed {
    package func sessionsLearned(_ limit: SessionLimit, of relay: RelayName) {}
}

/// What a transport has learned about a relay's sessions by being turned away.
package struct SessionLimit: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        /// Sessions at once.
        case sessions
        /// Messages in one session.
        case messages
    }

    package let kind: Kind
    /// Nil: the limit that was learned holds no longer.
    package let count: Int?
    /// Why, in the server's words.
    package let detail: String

    package init(_ kind: Kind, count: Int?, detail: String) {
        self.kind = kind
        self.count = count
        self.detail = detail
    }
}

/// Something that carries messages: libcurl sessions to a relay, or a scripted peer in tests.
package protocol MessageTransport: AnyObject, Sendable {
    var relay: RelayName { get }
    /// Sends what the feed gives until it says `finished` or decides to give up; blocks the calling thread.
    func run(feed: any DeliveryFeed)
    /// Makes a waiting transport ask its feed again at once; callable from any thread.
    func wake()
}
