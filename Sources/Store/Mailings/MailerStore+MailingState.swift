import GRDB
import Mail

extension MailerStore {
    /// Ends a mailing that is being sent, if nothing is left to do and the sum holds; says whether it is finished.
    package func finishIfDone(_ mailing: MailingID, now: Timestamp) throws(StoreError) -> Bool {
        try write("finish the mailing") { db in
            let state = try Self.mailing(db, mailing).state
            guard state == .sending, try Self.accounting(db, of: mailing).isFinished else { return state == .finished }
            try db.execute(
                sql: SQL.end, arguments: [MailingState.finished.rawValue, now.milliseconds, mailing.rawValue])
            return true
        }
    }

    /// Stops new claims; what is in flight ends by itself. May be repeated.
    package func pause(_ mailing: MailingID) throws(StoreError) {
        try write("pause the mailing") { db in try Self.set(db, mailing, .paused, verb: "pause") }
    }

    /// Lets a paused mailing go on. May be repeated.
    package func resume(_ mailing: MailingID) throws(StoreError) {
        try write("resume the mailing") { db in try Self.set(db, mailing, .sending, verb: "resume") }
    }

    /// Ends a mailing for good: who was not tried yet, or is deferred, is skipped. Returns how many those are.
    package func cancel(_ mailing: MailingID, now: Timestamp) throws(StoreError) -> Int {
        try write("cancel the mailing") { db in
            try Self.refuseIfOver(try Self.mailing(db, mailing), verb: "cancel")
            try db.execute(
                sql: SQL.end, arguments: [MailingState.cancelled.rawValue, now.milliseconds, mailing.rawValue])
            try db.execute(
                sql: SQL.skipRest, arguments: [LedgerMove.cancelled, now.milliseconds, mailing.rawValue])
            return db.changesCount
        }
    }

    private static func set(_ db: Database, _ mailing: MailingID, _ state: MailingState, verb: String) throws {
        try refuseIfOver(try Self.mailing(db, mailing), verb: verb)
        try db.execute(sql: SQL.set, arguments: [state.rawValue, mailing.rawValue])
    }

    private static func refuseIfOver(_ mailing: Mailing, verb: String) throws {
        if mailing.state.isOver {
            throw StoreError.mailingIsOver(slug: mailing.slug, state: mailing.state, verb: verb)
        }
    }
}

private enum SQL {
    static let set = "UPDATE mailings SET state = ? WHERE id = ?"
    static let end = "UPDATE mailings SET state = ?, finished_at = ? WHERE id = ?"
    static let skipRest = """
        UPDATE deliveries SET state = 'skipped', reason = ?, next_attempt_at = NULL, updated_at = ?
        WHERE mailing = ? AND state IN ('pending', 'deferred')
        """
}
