import Mail

/// A message to look for in a relay's log.
package struct SoughtMessage: Hashable, Sendable {
    package let delivery: DeliveryID
    /// What stands before the `@` of its Message-ID: 128 bits made from the delivery, so that it cannot be another's.
    /// The domain is not compared, because the From address may have been changed since.
    package let identifier: String
    package let address: EmailAddress

    package init(delivery: DeliveryID, identifier: String, address: EmailAddress) {
        self.delivery = delivery
        self.identifier = identifier
        self.address = address
    }
}

/// What a relay's log says about one message, and where.
package struct RelayLogFinding: Hashable, Sendable {
    /// From weak to strong: where the same message stands in a log several times, the strongest counts.
    package enum Verdict: Hashable, Sendable {
        /// The relay did not take it: refused, or the connection was gone before the final dot.
        case notReceived
        /// The relay began to take it; whether it kept it the log does not say (yet).
        case undecided
        /// The relay took it: it was queued, and so had been answered 250.
        case accepted
        /// The relay took it, and returned it later.
        case bounced(EnhancedStatusCode?, isExpired: Bool)

        var strength: Int {
            switch self {
            case .notReceived: 0
            case .undecided: 1
            case .accepted: 2
            case .bounced: 3
            }
        }
    }

    package let verdict: Verdict
    package let place: RelayLogPlace

    package init(verdict: Verdict, place: RelayLogPlace) {
        self.verdict = verdict
        self.place = place
    }
}

/// A line of a log.
package struct RelayLogPlace: Hashable, Sendable, CustomStringConvertible {
    package let file: String
    /// From 1.
    package let line: Int
    /// The line behind time and host, from the process on.
    package let text: String
    /// The words of a delivery agent, without what stands around them; the text where there are none.
    package let words: String

    package init(file: String, line: Int, text: String, words: String? = nil) {
        self.file = file
        self.line = line
        self.text = text
        self.words = words ?? text
    }

    /// `mail.log:812`
    package var description: String { "\(file):\(line)" }
}
