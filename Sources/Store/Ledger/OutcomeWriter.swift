import GRDB
import Mail

/// Writes what became of deliveries, within one transaction.
struct OutcomeWriter {
    private let db: Database
    private let owner: LeaseOwner
    private let now: Timestamp
    private let accept: HotStatement
    private let insert: HotStatement

    init(_ db: Database, owner: LeaseOwner, now: Timestamp) throws {
        self.db = db
        self.owner = owner
        self.now = now
        accept = try HotStatement(db, sql: SQL.accept) { values in
            values.append(now.milliseconds)
            values.append(owner.description)
        }
        insert = try HotStatement(db, sql: SQL.insertAttempt)
    }

    func store(_ update: DeliveryUpdate) throws {
        if update.disposition == .sent, try accepted(update) { return }
        guard let current = try Current(db.cachedStatement(sql: SQL.fetch), update.delivery) else {
            throw StoreError.noSuchDelivery(update.delivery)
        }
        // Another sender's claim is not ours to settle: our lease ran out meanwhile.
        let isOurs = current.row.state != .inFlight || current.owner == owner.description
        switch isOurs ? LedgerMove.of(update.disposition, on: current.row, now: now) : .illegal {
        case .nothing: return
        case .illegal where update.disposition == .released: return
        case .illegal:
            throw StoreError.illegalMove(update.delivery, from: current.row.state, to: update.disposition.code)
        case .keepAttempt:
            let kept = NewState(state: current.row.state, reason: current.reason, nextAttempt: nil)
            try store(update, current, as: kept)
        case .change(let state, let nextAttempt):
            let reason = reason(for: state, update, current)
            try store(update, current, as: NewState(state: state, reason: reason, nextAttempt: nextAttempt))
        }
    }

    /// The common case, without a look at the row first: it is in flight, and ours, and was accepted.
    private func accepted(_ update: DeliveryUpdate) throws -> Bool {
        let changed = try accept.run { $0.append(update.delivery.rawValue) }
        guard changed == 1 else { return false }
        try insertAttempt(update)
        return true
    }

    private func reason(for state: DeliveryState, _ update: DeliveryUpdate, _ current: Current) -> String? {
        switch (state, update.disposition) {
        case (.sent, _), (.pending, _): nil
        case (.skipped, _): LedgerMove.cancelled
        case (_, .released): current.reason ?? update.attempt.reason
        case (.failed, _) where update.isExpired: "retries used up, the last: \(update.attempt.reason)"
        default: update.attempt.reason
        }
    }

    private func store(_ update: DeliveryUpdate, _ current: Current, as new: NewState) throws {
        let isAttempt = update.disposition != .released
        try db.cachedStatement(sql: SQL.move).execute(
            arguments: [
                new.state.rawValue, new.reason, current.row.attempts + (isAttempt ? 1 : 0),
                new.nextAttempt?.milliseconds, now.milliseconds, update.delivery.rawValue,
            ])
        guard isAttempt else { return }
        try insertAttempt(update)
        if update.disposition == .failed, new.state == .failed || new.state == .deferred { try leaveOpen(update) }
    }

    /// Whether the refusal counts is decided later (`bookRefusals`).
    private func leaveOpen(_ update: DeliveryUpdate) throws {
        let note = try db.cachedStatement(sql: SQL.leaveOpen)
        try note.execute(arguments: [update.bounceClass?.rawValue, update.delivery.rawValue])
    }

    private func insertAttempt(_ update: DeliveryUpdate) throws {
        let attempt = update.attempt
        let milliseconds = Timestamp(milliseconds: 0).adding(attempt.duration).milliseconds
        _ = try insert.run { values in
            values.append(update.delivery.rawValue)
            values.append(attempt.at.milliseconds)
            values.append(attempt.relay.description)
            values.append(attempt.stage.rawValue)
            values.append(update.disposition.code)
            values.append(attempt.reply?.code)
            values.append(attempt.reply?.enhancedStatus?.description)
            values.append(attempt.words)
            values.append(update.bounceClass?.rawValue)
            values.append(milliseconds)
            values.append(attempt.messageDate.milliseconds)
            values.append(attempt.revision)
            values.append(attempt.address?.description)
        }
    }
}

extension DeliveryUpdate {
    /// It failed over what is tried again: a refusal for now, or one that is not about her or her message.
    fileprivate var isExpired: Bool {
        guard let reply = attempt.reply, let subject = bounceClass?.subject else { return false }
        return reply.isTransient || subject == .us || subject == .relay || attempt.stage == .mailFrom
    }
}

/// What a row becomes.
private struct NewState {
    let state: DeliveryState
    let reason: String?
    let nextAttempt: Timestamp?
}

/// A delivery's row as it is, with what an attempt needs.
private struct Current {
    let row: LedgerRow
    let reason: String?
    let owner: String?

    init?(_ statement: Statement, _ delivery: DeliveryID) throws {
        let rows = try Row.fetchCursor(statement, arguments: [delivery.rawValue])
        guard let found = try rows.next() else { return nil }
        row = LedgerRow(
            state: try StoredText.value(found[0], table: "deliveries", id: delivery.rawValue), attempts: found[1],
            isMailingCancelled: found[2], isMailingHeld: found[5])
        reason = found[3]
        owner = found[4]
    }
}

private enum SQL {
    static let fetch = """
        SELECT d.state, d.attempts, m.state = 'cancelled', d.reason, d.owner,
            EXISTS (SELECT 1 FROM refusal_holds h WHERE h.mailing = d.mailing)
        FROM deliveries d JOIN mailings m ON m.id = d.mailing
        WHERE d.id = ?
        """
    /// Nobody is judged by a mailing that was cancelled.
    static let leaveOpen = """
        INSERT OR REPLACE INTO unbooked_refusals (mailing, delivery, bounce_class)
        SELECT d.mailing, d.id, ?1 FROM deliveries d JOIN mailings m ON m.id = d.mailing
        WHERE d.id = ?2 AND m.state <> 'cancelled'
        """
    /// A row that goes back to waiting did not take its version: it gets the one that is sent by then. A row that leaves
    /// `failed` some day has all of its time again.
    static let move = """
        UPDATE deliveries SET state = ?1, reason = ?2, attempts = ?3, next_attempt_at = ?4,
            version = iif(?1 IN ('pending', 'deferred'), NULL, version),
            deferred_since = iif(?1 = 'deferred', coalesce(deferred_since, ?5), NULL),
            owner = NULL, lease_until = NULL, updated_at = ?5
        WHERE id = ?6
        """
    static let accept = """
        UPDATE deliveries SET state = 'sent', reason = NULL, attempts = attempts + 1, owner = NULL, lease_until = NULL,
            updated_at = ?1
        WHERE id = ?3 AND state = 'in_flight' AND owner = ?2
        """
    static let insertAttempt = """
        INSERT INTO attempts (delivery, at, relay, stage, outcome, reply_code, enhanced_status, text, bounce_class,
            duration_ms, message_date, revision, address)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
            coalesce(?13,
                (SELECT p.address FROM deliveries d JOIN subscribers p ON p.id = d.subscriber WHERE d.id = ?1)))
        """
}
