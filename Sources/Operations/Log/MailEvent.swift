import Mail

/// One event of the delivery log: something that happened to a message, a reader or a mailing.
///
/// Events are made only by the typed functions of this type, so that docs/log.md can list them all.
/// What a server, a file or a reader supplied is escaped when the line is written (`LogText`).
package struct MailEvent: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case attempt
        case skipped
        case settled
        case mailingStarted = "mailing_started"
        case mailingResumed = "mailing_resumed"
        case mailingFinished = "mailing_finished"
        case mailingStopped = "mailing_stopped"
        case mailingPaused = "mailing_paused"
        case mailingUnpaused = "mailing_unpaused"
        case mailingHeld = "mailing_held"
        case refusalsAccepted = "refusals_accepted"
        case mailingRetried = "mailing_retried"
        case mailingCancelled = "mailing_cancelled"
        case mailingScheduled = "mailing_scheduled"
        case mailingCorrected = "mailing_corrected"
        case connectionOpened = "connection_opened"
        case connectionFailed = "connection_failed"
        case unsubscribed
        case suppressed
        case lifted
        case bounce
        case imported
        case ledgerFailed = "ledger_failed"
        case reloaded
        case reloadFailed = "reload_failed"
        /// Written by the log itself when lines before this one are missing.
        case logGap = "log_gap"

        /// Lines about one delivery look as they do in Postfix's log: no event name, `status=` says it.
        var isAboutDelivery: Bool { self == .attempt || self == .skipped }
    }

    package let kind: Kind
    /// When it happened; nil is the moment of writing.
    let at: Timestamp?
    let fields: [(LogKey, LogValue)]

    init(_ kind: Kind, at: Timestamp? = nil, _ fields: [(LogKey, LogValue)]) {
        self.kind = kind
        self.at = at
        self.fields = fields
    }
}

// MARK: Deliveries

extension MailEvent {
    /// What became of one message. `mailing` is its slug.
    ///
    /// - Parameter stored: false when the ledger could not take the outcome; this line is then all there is.
    package static func attempt(
        _ update: DeliveryUpdate, mailing: String, to address: EmailAddress, stored: Bool = true
    ) -> MailEvent {
        let attempt = update.attempt
        var fields: [(LogKey, LogValue)] = [
            (.mailing, .name(mailing)),
            (.delivery, .integer(Int(update.delivery.rawValue))),
            (.to, .address(address)),
            (.relay, .name(attempt.relay.description)),
            (.delay, .seconds(attempt.duration)),
            (.code, attempt.reply.map { .integer($0.code) } ?? .none),
            (.dsn, attempt.reply?.enhancedStatus.map { .word($0.description) } ?? .none),
            (.status, .word(update.disposition.logWord)),
        ]
        if case .deferred(let until) = update.disposition { fields.append((.next, .time(until))) }
        if let bounceClass = update.bounceClass { fields.append((.bounceClass, .word(bounceClass.rawValue))) }
        if !stored { fields.append((.stored, .flag(false))) }
        fields.append((.detail, .text(attempt.detail)))
        return MailEvent(.attempt, at: attempt.at, fields)
    }

    /// A delivery that will not be tried, and why: `unsubscribed on 2026-11-02 by one-click`.
    package static func skipped(
        _ delivery: DeliveryID, mailing: String, to address: EmailAddress, reason: String
    ) -> MailEvent {
        MailEvent(
            .skipped,
            [
                (.mailing, .name(mailing)),
                (.delivery, .integer(Int(delivery.rawValue))),
                (.to, .address(address)),
                (.relay, .word("none")),
                (.delay, .none),
                (.code, .none),
                (.dsn, .none),
                (.status, .word("skipped")),
                (.detail, .text(reason)),
            ])
    }
}

extension DeliveryUpdate.Disposition {
    var logWord: String {
        switch self {
        case .sent: "sent"
        case .deferred: "deferred"
        case .failed: "failed"
        case .unknown: "unknown"
        case .released: "released"
        }
    }
}
