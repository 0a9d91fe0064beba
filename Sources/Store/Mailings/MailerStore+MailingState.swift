import Foundation
import GRDB
import Mail

extension MailerStore {
    /// Ends a mailing that is being sent, if nothing is left to do and the sum holds; says whether it is finished.
    package func finishIfDone(_ mailing: MailingID, now: Timestamp) throws(StoreError) -> Bool {
        try write("finish the mailing") { db in
            let state = try Self.mailing(db, mailing).state
            guard state == .sending, try Self.accounting(db, of: mailing).isFinished else { return state == .finished }
            // A refusal that nobody has judged yet may still hold it.
            guard try Self.openRefusals(db, of: mailing) == 0 else { return false }
            try db.execute(
                sql: SQL.end, arguments: [MailingState.finished.rawValue, now.milliseconds, mailing.rawValue])
            return true
        }
    }

    /// Stops new claims; what is in flight ends by itself. A paused mailing stays so, for its first reason.
    ///
    /// - Parameter reason: why, and by whom, for people.
    package func pause(_ mailing: MailingID, reason: String) throws(StoreError) {
        try write("pause the mailing") { db in
            let current = try Self.mailing(db, mailing)
            try Self.refuseIfOver(current, verb: "pause")
            if current.state == .paused { return }
            try db.execute(sql: SQL.pause, arguments: [reason, mailing.rawValue])
        }
    }

    /// Lets a paused mailing go on, the rest behind a held canary included; who was refused in one that is held for that
    /// is tried again. May be repeated.
    ///
    /// Who was put off because of us is due at once: whoever resumes has mended it.
    package func resume(_ mailing: MailingID) throws(StoreError) {
        try write("resume the mailing") { db in
            try Self.refuseIfOver(try Self.mailing(db, mailing), verb: "resume")
            if try Self.isHeldForRefusals(db, mailing) { try Self.dropHeldRefusals(db, of: mailing) }
            try Self.goOn(db, mailing)
        }
    }

    /// Moves a mailing that has not started to another time. A paused one stays so.
    ///
    /// - Parameter canaryShare: nil leaves the canary as it is.
    package func reschedule(
        _ mailing: MailingID, to start: Timestamp, canaryShare: Double? = nil
    ) throws(StoreError) {
        try write("move the mailing to another time") { db in
            let current = try Self.mailing(db, mailing)
            try Self.refuseIfOver(current, verb: "schedule")
            guard current.frozenAt == nil else {
                throw StoreError.mailingHasStarted(slug: current.slug, state: current.state)
            }
            try db.execute(sql: SQL.reschedule, arguments: [start.milliseconds, canaryShare, mailing.rawValue])
        }
    }

    /// Takes a mailing out of the archive, or lets it in again.
    ///
    /// - Parameter time: since when it is out; nil: it may be shown.
    package func withdraw(_ mailing: MailingID, at time: Timestamp?) throws(StoreError) {
        try write("change what the archive shows") { db in
            try db.execute(sql: SQL.withdraw, arguments: [time?.milliseconds, mailing.rawValue])
        }
    }

    static func goOn(_ db: Database, _ mailing: MailingID) throws {
        try db.execute(sql: SQL.resume, arguments: [mailing.rawValue])
        try db.execute(sql: SQL.dueAgain, arguments: [mailing.rawValue])
    }

    /// Stores a correction, the version that everybody gets from now on who was not sent to yet. Returns its number.
    ///
    /// - Parameter issueFile: the file that the issue is now; nil: as before.
    package func correct(
        _ mailing: MailingID, content: MailingContent, issueFile: String? = nil, at now: Timestamp
    ) throws(StoreError) -> Int {
        try write("correct the mailing") { db in
            try Self.refuseIfOver(try Self.mailing(db, mailing), verb: "correct")
            let version = try Self.addVersion(db, to: mailing, content: content, at: now)
            try db.execute(
                sql: SQL.correct,
                arguments: [
                    version, content.subject, content.issuePath, content.issueSHA256, Data(content.issue),
                    issueFile, mailing.rawValue,
                ])
            return version
        }
    }

    /// Pauses a mailing whose canary slice has been sent; says whether it did.
    ///
    /// Deferred rows of the slice are tried again after the rest was let go.
    package func holdCanary(_ mailing: MailingID, now: Timestamp) throws(StoreError) -> Bool {
        try write("hold the mailing after its canary") { db in
            let left = try Int.fetchOne(db, sql: SQL.canaryLeft, arguments: [mailing.rawValue])
            guard left == 0 else { return false }
            try db.execute(sql: SQL.hold, arguments: [LedgerMove.canaryHeld, now.milliseconds, mailing.rawValue])
            return db.changesCount > 0
        }
    }

    /// What other processes may have changed about a mailing: a sender looks every moment.
    package func standing(of mailing: MailingID) throws(StoreError) -> MailingStanding {
        try read("look at the mailing's state") { db in
            let statement = try db.cachedStatement(sql: SQL.standing)
            guard let row = try Row.fetchOne(statement, arguments: [mailing.rawValue]) else {
                throw StoreError.noSuchMailing("\(mailing)")
            }
            let state: MailingState = try StoredText.value(row[0], table: "mailings", id: mailing.rawValue)
            let phase: MailingStanding.Phase =
                switch state {
                case .sending: .sending
                case .paused: .paused(reason: row[1])
                case .scheduled, .finished, .cancelled: .closed
                }
            return MailingStanding(phase: phase, version: row[2])
        }
    }

    /// Ends a mailing for good: who was not tried yet, or is deferred, is skipped. Returns how many those are.
    package func cancel(_ mailing: MailingID, now: Timestamp) throws(StoreError) -> Int {
        try write("cancel the mailing") { db in
            try Self.refuseIfOver(try Self.mailing(db, mailing), verb: "cancel")
            try db.execute(
                sql: SQL.end, arguments: [MailingState.cancelled.rawValue, now.milliseconds, mailing.rawValue])
            try db.execute(
                sql: SQL.skipRest, arguments: [LedgerMove.cancelled, now.milliseconds, mailing.rawValue])
            let skipped = db.changesCount
            try Self.forgetRefusals(db, of: mailing)
            return skipped
        }
    }

    static func refuseIfOver(_ mailing: Mailing, verb: String) throws {
        if mailing.state.isOver {
            throw StoreError.mailingIsOver(slug: mailing.slug, state: mailing.state, verb: verb)
        }
    }
}

private enum SQL {
    static let pause = "UPDATE mailings SET state = 'paused', pause_reason = ? WHERE id = ?"
    static let resume = """
        UPDATE mailings SET state = iif(frozen_at IS NULL, 'scheduled', 'sending'), pause_reason = NULL,
            canary_limit = iif(canary_held_at IS NULL, canary_limit, NULL)
        WHERE id = ? AND state = 'paused'
        """
    static let dueAgain = """
        UPDATE deliveries SET next_attempt_at = min(next_attempt_at, updated_at)
        WHERE mailing = ? AND state = 'deferred' AND (
            SELECT bounce_class FROM attempts WHERE delivery = deliveries.id ORDER BY at DESC, id DESC LIMIT 1
        ) IN (\(BounceClass.allCases.filter { $0.subject == .us }.map { "'\($0.rawValue)'" }.joined(separator: ", ")))
        """
    static let standing = "SELECT state, pause_reason, version FROM mailings WHERE id = ?"
    static let correct = """
        UPDATE mailings SET version = ?, subject = ?, issue_path = ?, issue_sha256 = ?, issue = ?,
            issue_file = coalesce(?, issue_file)
        WHERE id = ?
        """
    static let reschedule = "UPDATE mailings SET start_at = ?, canary_share = coalesce(?, canary_share) WHERE id = ?"
    static let withdraw = "UPDATE mailings SET withdrawn_at = ? WHERE id = ?"
    static let canaryLeft = """
        SELECT count(*) FROM mailings m JOIN deliveries d ON d.mailing = m.id AND d.state IN ('pending', 'in_flight')
        WHERE m.id = ? AND \(CanarySQL.mixed("d")) <= m.canary_limit
        """
    static let hold = """
        UPDATE mailings SET state = 'paused', pause_reason = ?, canary_held_at = ?
        WHERE id = ? AND state = 'sending' AND canary_limit IS NOT NULL AND canary_held_at IS NULL
        """
    static let end = "UPDATE mailings SET state = ?, pause_reason = NULL, finished_at = ? WHERE id = ?"
    static let skipRest = """
        UPDATE deliveries SET state = 'skipped', reason = ?, next_attempt_at = NULL, updated_at = ?
        WHERE mailing = ? AND state IN ('pending', 'deferred')
        """
}
