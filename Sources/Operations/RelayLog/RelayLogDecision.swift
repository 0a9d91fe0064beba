import Mail
import Store

/// What a relay's log means for one unknown delivery. Only the first two settle it.
package enum RelayLogDecision: Hashable, Sendable {
    /// The relay had answered 250: `sent`.
    case sent(RelayLogPlace)
    /// The relay took it and returned it: `failed`.
    case failed(RelayLogPlace, EnhancedStatusCode?, isExpired: Bool)
    /// The relay did not take it: it may be sent again without a duplicate.
    case notReceived(RelayLogPlace)
    /// The relay began to take it, and the log does not tell the end.
    case undecided(RelayLogPlace)
    /// The log has lines from that time, and none about the message.
    case noTrace
    /// The log has no lines from that time.
    case notCovered

    package init(on unknown: UnknownDelivery, log: RelayLogReader) {
        guard let finding = log.findings[unknown.delivery] else {
            self = log.covers(unknown.began) && log.covers(unknown.since) ? .noTrace : .notCovered
            return
        }
        switch finding.verdict {
        case .accepted: self = .sent(finding.place)
        case .bounced(let status, let isExpired): self = .failed(finding.place, status, isExpired: isExpired)
        case .notReceived: self = .notReceived(finding.place)
        case .undecided: self = .undecided(finding.place)
        }
    }

    package var settles: Bool {
        switch self {
        case .sent, .failed: true
        case .notReceived, .undecided, .noTrace, .notCovered: false
        }
    }

    package var place: RelayLogPlace? {
        switch self {
        case .sent(let place), .failed(let place, _, _), .notReceived(let place), .undecided(let place): place
        case .noTrace, .notCovered: nil
        }
    }

    /// For text and JSON; released words stay.
    package var word: String {
        switch self {
        case .sent: "sent"
        case .failed: "failed"
        case .notReceived: "not received"
        case .undecided: "undecided"
        case .noTrace: "no trace"
        case .notCovered: "not covered"
        }
    }
}
