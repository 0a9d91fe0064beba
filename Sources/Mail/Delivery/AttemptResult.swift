/// What became of one message that a transport took from its feed.
package struct AttemptResult: Hashable, Sendable {
    package enum Outcome: Hashable, Sendable {
        /// 2xx to the data.
        case accepted(SMTPReply)
        /// 4xx or 5xx at `stage`; which of the two, the reply says.
        case refused(SMTPReply, stage: DialogueStage)
        /// The connection was lost before any data left, or the claim was denied: safe to try again.
        case notStarted(ConnectionFailure)
        /// The message cannot go over any relay as it is: local, permanent.
        case unsendable(String)
        /// This relay does not offer what the message needs (SIZE, SMTPUTF8, 8BITMIME); another may.
        case unsuitable(String)
        /// Lost after data began to leave: it may have arrived.
        case uncertain(ConnectionFailure)
    }

    package let delivery: DeliveryID
    package let outcome: Outcome
    /// `host:port`, as in the log's `relay=`.
    package let relay: RelayName
    /// From taking the message off the feed to the outcome.
    package let duration: Duration

    package init(delivery: DeliveryID, outcome: Outcome, relay: RelayName, duration: Duration) {
        self.delivery = delivery
        self.outcome = outcome
        self.relay = relay
        self.duration = duration
    }
}

/// A relay's `host:port`.
package struct RelayName: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: Int
    /// Kept, because it is stored and logged with each message.
    package let description: String

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
        description = "\(host):\(port)"
    }

    package static func == (one: RelayName, other: RelayName) -> Bool { one.description == other.description }
    package func hash(into hasher: inout Hasher) { description.hash(into: &hasher) }
}

/// Why there is no (longer a) session with a relay.
package struct ConnectionFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// No TCP connection: refused, unreachable, name not found, timed out.
        case cannotConnect
        /// The server greeted or said EHLO with a refusal.
        case rejected(SMTPReply)
        /// The certificate is not to be trusted, or STARTTLS is required and not offered, or the handshake failed.
        case tls
        /// AUTH was refused, or credentials are configured and the server offers no AUTH.
        case authentication(SMTPReply?)
        /// Lost or timed out in the middle; also a 421.
        case lost(SMTPReply?)
        /// Lost while another message had its turn; this one's commands had only been sent ahead (RFC 2920).
        case sentAhead
        /// The server ended a session that had carried messages, before it looked at this one: another session will do.
        case sessionSpent
        /// The server broke the protocol.
        case protocolViolation
        /// The feed denied the claim (the reader left in the meantime, or the ledger could not be written).
        case claimDenied
    }

    package let relay: RelayName
    package let kind: Kind
    package let stage: DialogueStage
    /// In the library's or server's own words, one line.
    package let detail: String

    package init(relay: RelayName, kind: Kind, stage: DialogueStage, detail: String) {
        self.relay = relay
        self.kind = kind
        self.stage = stage
        self.detail = detail
    }

    /// No retry without a change of configuration can mend it.
    package var needsOperator: Bool {
        switch kind {
        case .tls: true
        case .authentication(let reply): reply?.isTransient != true
        default: false
        }
    }

    package var description: String { "\(relay): \(detail) (\(stage.rawValue))" }
}
