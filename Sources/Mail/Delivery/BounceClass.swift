/// What a refusal or a bounce means, and so what follows for the delivery, the mailing and the subscriber.
package enum BounceClass: String, Hashable, Sendable, CaseIterable, Codable {
    /// No such user or host. Suppress at the first.
    case hard
    /// The mailbox is disabled (5.2.1). Two in 30 days suppress.
    case disabled
    /// The mailbox is full. Soft score.
    case full
    /// Retries ran out somewhere. Soft score.
    case expired
    /// Not understood. Soft score.
    case unknown
    /// Our sender address or its domain is refused: not there, not ours to use, not allowed to send. Never counts.
    case sender
    /// Our account at the relay: its quota, a login that is wanted, relaying denied. Never counts.
    case account
    /// Our address, domain or network has a bad name. Never counts against the reader.
    case reputation
    /// The message's content was refused. Never counts.
    case content
    /// SPF, DKIM, DMARC or our own login. Never counts.
    case auth
    /// Too much, too fast. Never counts.
    case throttle
    case greylist
    /// The message is too large. Never counts.
    case size
    /// A protocol or configuration error. Never counts.
    case protocolError = "protocol"
    /// A reader reported the mail as spam (ARF `abuse`). Suppress at the first.
    case complaint
    /// A warning that delivery is still being tried. Ignore.
    case delayed
    /// Out of office, challenge-response. Ignore.
    case autoreply
}

/// Whom a refusal is about. Only what is about the reader may suppress her or count against her.
package enum RefusalSubject: String, Hashable, Sendable, CaseIterable {
    /// Her mailbox or its host: gone, full, disabled.
    case reader
    /// Our sender address or domain, authentication, network, name or account: the same for everybody we write to.
    case us
    /// The message: its text, its size.
    case content
    /// A server's state: limits, sessions, load, greylisting. The same message may go a little later.
    case relay
}

extension BounceClass {
    /// The question that is asked first of every refusal.
    package var subject: RefusalSubject {
        switch self {
        case .hard, .disabled, .full, .expired, .unknown, .complaint, .delayed, .autoreply: .reader
        case .sender, .account, .reputation, .auth, .protocolError: .us
        case .content, .size: .content
        case .throttle, .greylist: .relay
        }
    }
}
