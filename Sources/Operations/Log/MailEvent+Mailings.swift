import Mail

// Mailings, connections and the ledger.

extension MailEvent {
    /// The audience is frozen; `skipped` of it get nothing from the start.
    package static func mailingStarted(
        _ mailing: String, list: String, audience: Int, skipped: Int
    ) -> MailEvent {
        MailEvent(
            .mailingStarted,
            [
                (.mailing, .name(mailing)), (.list, .name(list)), (.audience, .integer(audience)),
                (.toSend, .integer(audience - skipped)), (.skipped, .integer(skipped)),
            ])
    }

    /// A run took up a mailing again; `orphans` rows that a vanished run left in flight are unknown now.
    package static func mailingResumed(_ mailing: String, orphans: Int, accounting: Accounting) -> MailEvent {
        MailEvent(
            .mailingResumed, [(.mailing, .name(mailing)), (.orphans, .integer(orphans))] + accounting.logFields)
    }

    /// A run is over. The line says `mailing_finished` only if the accounting does, else `mailing_stopped`.
    package static func mailingEnded(_ mailing: String, accounting: Accounting, reason: String) -> MailEvent {
        MailEvent(
            accounting.isFinished ? .mailingFinished : .mailingStopped,
            [(.mailing, .name(mailing))] + accounting.logFields + [(.detail, .text(reason))])
    }

    /// Somebody, or the circuit breaker, stopped it until it is resumed.
    package static func mailingPaused(_ mailing: String, reason: String) -> MailEvent {
        MailEvent(.mailingPaused, [(.mailing, .name(mailing)), (.detail, .text(reason))])
    }

    /// A paused mailing goes on.
    package static func mailingUnpaused(_ mailing: String) -> MailEvent {
        MailEvent(.mailingUnpaused, [(.mailing, .name(mailing))])
    }

    /// Far more recipients were refused than its list has shown before: nobody is failed or suppressed, and it waits.
    package static func mailingHeld(_ mailing: String, reason: String) -> MailEvent {
        MailEvent(.mailingHeld, [(.mailing, .name(mailing)), (.detail, .text(reason))])
    }

    /// The refusals for which it was held count now; who is suppressed by it has a line of her own.
    package static func refusalsAccepted(_ mailing: String, failed: Int) -> MailEvent {
        MailEvent(.refusalsAccepted, [(.mailing, .name(mailing)), (.failed, .integer(failed))])
    }

    /// So many who had failed are sent to again.
    package static func mailingRetried(_ mailing: String, count: Int) -> MailEvent {
        MailEvent(.mailingRetried, [(.mailing, .name(mailing)), (.toSend, .integer(count))])
    }

    /// Ended for good; `skipped` had not been sent to.
    package static func mailingCancelled(_ mailing: String, skipped: Int) -> MailEvent {
        MailEvent(.mailingCancelled, [(.mailing, .name(mailing)), (.skipped, .integer(skipped))])
    }

    /// Stored to start at a time; the audience is frozen then.
    package static func mailingScheduled(_ mailing: String, list: String, start: Timestamp) -> MailEvent {
        MailEvent(.mailingScheduled, [(.mailing, .name(mailing)), (.list, .name(list)), (.start, .time(start))])
    }

    /// The recipients who are left get this version of the content.
    package static func mailingCorrected(_ mailing: String, version: Int) -> MailEvent {
        MailEvent(.mailingCorrected, [(.mailing, .name(mailing)), (.version, .integer(version))])
    }

    package static func connectionOpened(to relay: RelayName) -> MailEvent {
        MailEvent(.connectionOpened, [(.relay, .name(relay.description))])
    }

    package static func connectionFailed(_ failure: ConnectionFailure) -> MailEvent {
        let reply = failure.kind.reply
        return MailEvent(
            .connectionFailed,
            [
                (.relay, .name(failure.relay.description)),
                (.failure, .word(failure.kind.logWord)),
                (.stage, .name(failure.stage.rawValue)),
                (.code, reply.map { .integer($0.code) } ?? .none),
                (.dsn, reply?.enhancedStatus.map { .word($0.description) } ?? .none),
                (.detail, .text(failure.detail)),
            ])
    }

    /// The database refused a commit: nothing is claimed after it, so nothing more leaves.
    package static func ledgerFailed(_ mailing: String, reason: String) -> MailEvent {
        MailEvent(.ledgerFailed, [(.mailing, .name(mailing)), (.detail, .text(reason))])
    }

    /// A daemon was told to read its configuration anew, and works with it from here on.
    package static func reloaded(_ what: String) -> MailEvent { MailEvent(.reloaded, [(.detail, .text(what))]) }

    /// The same, and it cannot be used: what was read before stays in force.
    package static func reloadFailed(_ reason: String) -> MailEvent {
        let line = reason.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.joined(separator: " ")
        return MailEvent(.reloadFailed, [(.detail, .text(line))])
    }

    static func logGap(lost: Int, since: Timestamp, reason: String) -> MailEvent {
        MailEvent(.logGap, [(.lost, .integer(lost)), (.since, .time(since)), (.detail, .text(reason))])
    }
}

extension Accounting {
    var logFields: [(LogKey, LogValue)] {
        [
            (.audience, .integer(audience)),
            (.sent, .integer(self[.sent])),
            (.failed, .integer(self[.failed])),
            (.skipped, .integer(self[.skipped])),
            (.pending, .integer(self[.pending])),
            (.deferred, .integer(self[.deferred])),
            (.inFlight, .integer(self[.inFlight])),
            (.unknown, .integer(self[.unknown])),
            (.balanced, .flag(isBalanced)),
        ]
    }
}

extension ConnectionFailure.Kind {
    var logWord: String {
        switch self {
        case .cannotConnect: "cannot_connect"
        case .rejected: "rejected"
        case .tls: "tls"
        case .authentication: "authentication"
        case .lost: "lost"
        case .protocolViolation: "protocol"
        case .claimDenied: "claim_denied"
        case .sentAhead: "sent_ahead"
        case .sessionSpent: "session_spent"
        }
    }

    var reply: SMTPReply? {
        switch self {
        case .rejected(let reply): reply
        case .authentication(let reply), .lost(let reply): reply
        case .cannotConnect, .tls, .protocolViolation, .claimDenied, .sentAhead, .sessionSpent: nil
        }
    }
}
