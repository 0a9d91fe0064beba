import Mail

/// Everything there is to say about one relay and how to use it.
package struct RelaySettings: Sendable, CustomStringConvertible {
    package let relay: RelayName
    package let tls: TLSPolicy
    package var credentials: Credentials?
    package var trust: TrustAnchors = .system
    /// The name in our EHLO: this host's, as the world knows it.
    package var helloName = "localhost"
    /// The most sessions open at once.
    package var connections = 1
    /// After this many messages a session is closed and another opened.
    package var messagesPerConnection = 1000
    /// A session without work is closed after this time, before the relay grows tired of it.
    package var idleLimit: Duration = .seconds(60)
    /// A session this old takes no further message.
    package var ageLimit: Duration = .seconds(300)
    package var pipelining: Pipelining = .full
    package var notices: DeliveryNotices = .failure
    package var timeouts = Timeouts()

    package init(relay: RelayName, tls: TLSPolicy, credentials: Credentials? = nil) {
        self.relay = relay
        self.tls = tls
        self.credentials = credentials
    }

    /// The shortest time after which an open session's silence means something.
    var shortestWait: Duration { min(idleLimit, timeouts.shortestInSession) }

    /// `relay.example.org:587, TLS required, as news`; never the password.
    package var description: String {
        "\(relay), TLS \(tls.rawValue)" + (credentials.map { ", as \($0.user)" } ?? "")
    }
}

/// Whether and how a session is encrypted. Where it is, the certificate is always checked.
package enum TLSPolicy: String, Hashable, Sendable, CaseIterable {
    /// From the first byte (`smtps://`, RFC 8314 §3).
    case implicit
    /// STARTTLS, or no session.
    case required
    /// STARTTLS if the relay offers it.
    case offered
    case off
}

/// How far commands are grouped, at most, when the relay offers PIPELINING (RFC 2920).
package enum Pipelining: String, Hashable, Sendable, CaseIterable {
    /// One command, one reply.
    case off
    /// MAIL, RCPT and DATA in one write: two round trips a message.
    case grouped
    /// The body, its dot and the next message's MAIL, RCPT and DATA in one write: one round trip a message.
    case full
}

/// Whose signature makes a certificate good.
package enum TrustAnchors: Hashable, Sendable {
    /// What the operating system trusts.
    case system
    /// A PEM file with the authority's certificate, instead of the system's.
    case file(String)
    /// A directory in OpenSSL's hashed form, instead of the system's.
    case directory(String)
}

/// How long a silence may last before the session counts as lost (RFC 5321 §4.5.3.2).
package struct Timeouts: Hashable, Sendable {
    /// The TCP connection.
    package var connect: Duration = .seconds(30)
    /// All of it until commands may be sent: TCP, greeting, TLS, EHLO, AUTH.
    package var setup: Duration = .seconds(300)
    /// The reply to MAIL, RCPT or RSET.
    package var command: Duration = .seconds(300)
    /// The reply to DATA.
    package var dataInitiation: Duration = .seconds(120)
    /// The next part of the body being taken by the network.
    package var dataBlock: Duration = .seconds(180)
    /// The reply to the final dot. Giving up early makes duplicates, so it is long.
    package var dataEnd: Duration = .seconds(600)
    /// The reply to QUIT, which changes nothing any more.
    package var quit: Duration = .seconds(5)

    package init() {}

    /// The shortest of those that an open session may wait for.
    var shortestInSession: Duration { min(command, dataInitiation, min(dataBlock, dataEnd, quit)) }

    func limit(for stage: DialogueStage) -> Duration {
        switch stage {
        case .connect: connect
        case .greeting, .hello, .startTLS, .authentication: setup
        case .mailFrom, .rcptTo, .reset: command
        case .data: dataInitiation
        case .messageBody: dataBlock
        case .endOfData: dataEnd
        case .quit: quit
        }
    }
}
