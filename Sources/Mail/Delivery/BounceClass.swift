/// What a refusal or a bounce says about the address, and so what follows for the subscriber (DESIGN, "Bounces").
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
    /// The sender's address or domain has a bad name. Never counts against the reader.
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
