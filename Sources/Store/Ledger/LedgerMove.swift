import Mail

/// The state table of a delivery: what a reported outcome does to a row in each state.
///
/// A row must be claimed before it can be sent or unknown. A refusal may also come to an unclaimed
/// row, at MAIL or RCPT, before its data started; and to one that was cancelled or whose reader left
/// meanwhile: then its words are kept, and the row stays skipped.
///
///     from \ outcome   sent      deferred  failed    unknown   released
///     pending          -         deferred  failed    -         stays
///     deferred         -         deferred  failed    -         stays
///     in_flight        sent      deferred  failed    unknown   pending, or deferred if tried before
///     skipped          -         stays*    stays*    -         stays
///     sent, failed,
///     unknown          -         -         -         -         stays
///
/// - is an error; * keeps the attempt. In a cancelled mailing, what would go back to pending or
/// deferred is skipped instead. In one that is held because of its refusals, what would fail is deferred.
enum LedgerMove: Hashable {
    /// The row changes; all but a released row get an attempt.
    case change(to: DeliveryState, nextAttempt: Timestamp?)
    /// The row stays as it is but for the attempt that is kept with it.
    case keepAttempt
    case nothing
    case illegal

    static let cancelled = "cancelled"
    static let canaryHeld = "the canary was sent; the rest waits for a word"
    static let orphaned = "sender stopped while the message may have been on its way"

    static func of(_ disposition: DeliveryUpdate.Disposition, on row: LedgerRow, now: Timestamp) -> LedgerMove {
        switch (row.state, disposition) {
        case (.inFlight, .released) where row.isMailingCancelled: .change(to: .skipped, nextAttempt: nil)
        case (.inFlight, .released) where row.attempts > 0: .change(to: .deferred, nextAttempt: now)
        case (.inFlight, .released): .change(to: .pending, nextAttempt: nil)
        case (_, .released): .nothing
        case (.inFlight, .sent): .change(to: .sent, nextAttempt: nil)
        case (.inFlight, .unknown): .change(to: .unknown, nextAttempt: nil)
        case (.pending, .failed) where row.isMailingHeld, (.deferred, .failed) where row.isMailingHeld,
            (.inFlight, .failed) where row.isMailingHeld:
            .change(to: .deferred, nextAttempt: now)
        case (.pending, .failed), (.deferred, .failed), (.inFlight, .failed): .change(to: .failed, nextAttempt: nil)
        case (.inFlight, .deferred) where row.isMailingCancelled: .change(to: .skipped, nextAttempt: nil)
        case (.pending, .deferred(let time)), (.deferred, .deferred(let time)), (.inFlight, .deferred(let time)):
            .change(to: .deferred, nextAttempt: time)
        case (.skipped, .deferred), (.skipped, .failed): .keepAttempt
        default: .illegal
        }
    }
}

/// What a move depends on.
struct LedgerRow: Hashable {
    let state: DeliveryState
    let attempts: Int
    let isMailingCancelled: Bool
    /// It waits for people because of its refusals.
    var isMailingHeld = false
}

extension DeliveryUpdate.Disposition {
    /// The outcome's name in `attempts.outcome` and in errors.
    var code: String {
        switch self {
        case .sent: "sent"
        case .deferred: "deferred"
        case .failed: "failed"
        case .unknown: "unknown"
        case .released: "released"
        }
    }
}

extension AttemptRecord {
    /// The reason in the delivery's row: short enough to be counted by; the server's words are in `attempts`.
    ///
    ///     550 5.1.1 in reply to RCPT TO
    var reason: String {
        guard let reply else { return detail }
        let status = reply.enhancedStatus.map { " \($0)" } ?? ""
        return "\(reply.code)\(status) in reply to \(stage.rawValue)"
    }

    /// The server's words, or what happened to the connection.
    var words: String { reply?.text ?? detail }
}
