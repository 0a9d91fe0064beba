import GRDB
import Mail

// Refusals for good, from the moment they are stored until it is decided whether they count.
//
//     stored ──► open ──► booked: the policy is applied, as for returned mail
//                  │
//                  └───► held: the mailing is paused, its rows are deferred ──► tried again
//                                                                           └─► accepted: failed, and booked

extension MailerStore {
    /// What the rows say of refusals that are open: a run's guard begins with it.
    package func refusalRecord(of mailing: MailingID) throws(StoreError) -> RefusalRecord {
        try read("look at the refusals of a mailing") { db in
            var record = RefusalRecord()
            let accepted = try Row.fetchAll(db, sql: SQL.accepted, arguments: [mailing.rawValue])
            record.accepted = try accepted.map { try StoredText.address($0[0], table: "subscribers", id: $0[1]) }
            let open = try Self.openRefusals(db, of: mailing)
            let sent = try Int.fetchOne(db, sql: SQL.sent, arguments: [mailing.rawValue]) ?? 0
            record.count = RefusalCount(answered: sent + open, refused: open)
            if open > 0 { record.latest = try Self.latestAnswers(db, of: mailing) }
            return record
        }
    }

    /// What earlier mailings to the same list have shown, the latest ten.
    package func refusalHistory(before mailing: MailingID) throws(StoreError) -> RefusalCount {
        try read("look at the refusals of earlier mailings") { db in
            guard let row = try Row.fetchOne(db, sql: SQL.history, arguments: [mailing.rawValue]) else {
                return RefusalCount()
            }
            return RefusalCount(answered: row[0], refused: row[1])
        }
    }

    /// Pauses the mailing and defers everybody whose refusal is open, in one transaction; says whether it was being sent.
    ///
    /// A refusal that comes in afterwards is deferred, too (`LedgerMove`), until people have decided.
    package func holdRefusals(_ mailing: MailingID, reason: String, now: Timestamp) throws(StoreError) -> Bool {
        try write("hold the mailing because of its refusals") { db in
            guard try Self.mailing(db, mailing).state == .sending else { return false }
            try db.execute(sql: SQL.pause, arguments: [reason, mailing.rawValue])
            try db.execute(sql: SQL.hold, arguments: [mailing.rawValue, now.milliseconds])
            try db.execute(sql: SQL.takeBack, arguments: [now.milliseconds, mailing.rawValue])
            return true
        }
    }

    /// Lets open refusals count: the policy says what follows for each reader.
    ///
    /// In steps, each whole: what a crash leaves is open still, and is judged again.
    package func bookRefusals(_ mailing: MailingID, now: Timestamp) throws(StoreError) -> [NewSuppression] {
        var suppressed: [NewSuppression] = []
        while true {
            let (count, new) = try write("book the refusals of a mailing") { db in
                try Self.isHeldForRefusals(db, mailing) ? (0, []) : try Self.book(db, mailing, limit: 1_000, now: now)
            }
            suppressed += new
            if count == 0 { return suppressed }
        }
    }

    /// Books the refusals for which a mailing is held, and lets it go on.
    package func acceptRefusals(_ mailing: MailingID, now: Timestamp) throws(StoreError) -> AcceptedRefusals {
        try write("accept the refusals of a mailing") { db in
            let current = try Self.mailing(db, mailing)
            try Self.refuseIfOver(current, verb: "resume")
            guard try Self.isHeldForRefusals(db, mailing) else { throw StoreError.notHeld(slug: current.slug) }
            try db.execute(sql: SQL.fail, arguments: [now.milliseconds, mailing.rawValue])
            try db.execute(sql: SQL.accept, arguments: [mailing.rawValue])
            try db.execute(sql: SQL.unhold, arguments: [mailing.rawValue])
            let (count, suppressed) = try Self.book(db, mailing, limit: Int.max, now: now)
            try Self.goOn(db, mailing)
            return AcceptedRefusals(failed: count, suppressed: suppressed)
        }
    }

    static func isHeldForRefusals(_ db: Database, _ mailing: MailingID) throws -> Bool {
        try Bool.fetchOne(db, sql: SQL.isHeld, arguments: [mailing.rawValue]) ?? false
    }

    static func openRefusals(_ db: Database, of mailing: MailingID) throws -> Int {
        try Int.fetchOne(db, sql: SQL.open, arguments: [mailing.rawValue]) ?? 0
    }

    /// Whoever was refused is tried again, by a schedule that begins anew, and nothing of it counts.
    static func dropHeldRefusals(_ db: Database, of mailing: MailingID) throws {
        try db.execute(sql: SQL.beginAnew, arguments: [mailing.rawValue])
        try db.execute(sql: SQL.allTheirTime, arguments: [mailing.rawValue])
        try forgetRefusals(db, of: mailing)
    }

    /// Nobody is judged by them.
    static func forgetRefusals(_ db: Database, of mailing: MailingID) throws {
        try db.execute(sql: SQL.forget, arguments: [mailing.rawValue])
        try db.execute(sql: SQL.unhold, arguments: [mailing.rawValue])
    }

    private static func book(
        _ db: Database, _ mailing: MailingID, limit: Int, now: Timestamp
    ) throws -> (count: Int, [NewSuppression]) {
        let slug = try Self.mailing(db, mailing).slug
        let rows = try Row.fetchAll(db, sql: SQL.toBook, arguments: [mailing.rawValue, limit])
        var suppressed: [NewSuppression] = []
        let close = try db.cachedStatement(sql: SQL.close)
        for row in rows {
            // The policy looks at what is booked: this one included.
            try close.execute(arguments: [row["delivery"] as Int64])
            guard let word: String = row["bounce_class"] else { continue }
            let bounce = CountedBounce(
                subscriber: SubscriberID(rawValue: row["subscriber"]),
                address: try StoredText.address(row["address"], table: "subscribers", id: row["subscriber"]),
                bounceClass: try StoredText.value(word, table: "unbooked_refusals", id: row["delivery"]))
            let origin = Origin(source: "smtp mailing=\(slug)", detail: row["words"], at: now)
            if let new = try applyPolicy(db, to: bounce, origin: origin).new { suppressed.append(new) }
        }
        return (rows.count, suppressed)
    }

    private static func latestAnswers(_ db: Database, of mailing: MailingID) throws -> [RefusalRecord.Answer] {
        try Row.fetchAll(db, sql: SQL.latest, arguments: [mailing.rawValue]).map { row in
            RefusalRecord.Answer(
                address: try StoredText.address(row[0], table: "subscribers", id: row[1]), isRefused: row[2])
        }
    }
}

/// What accepting the refusals of a held mailing came to.
package struct AcceptedRefusals: Hashable, Sendable {
    package let failed: Int
    package let suppressed: [NewSuppression]
}

private enum SQL {
    static let open = "SELECT count(*) FROM unbooked_refusals WHERE mailing = ?"
    static let isHeld = "SELECT EXISTS (SELECT 1 FROM refusal_holds WHERE mailing = ?)"
    static let sent = "SELECT count(*) FROM deliveries WHERE mailing = ? AND state = 'sent'"
    static let accepted = """
        SELECT p.address, p.id FROM accepted_refusals a
        JOIN deliveries d ON d.id = a.delivery JOIN subscribers p ON p.id = d.subscriber WHERE a.mailing = ?
        """
    /// Attempts are numbered in order. What lies further back than 50,000 says nothing about now.
    static let latest = """
        SELECT p.address, p.id, a.outcome = 'failed'
        FROM attempts a JOIN deliveries d ON d.id = a.delivery JOIN subscribers p ON p.id = d.subscriber
        LEFT JOIN unbooked_refusals u ON u.delivery = a.delivery
        WHERE d.mailing = ?1 AND (a.outcome = 'sent' OR a.outcome = 'failed' AND u.delivery IS NOT NULL)
            AND a.id >= max((SELECT max(id) FROM attempts) - 50000, (
                SELECT min(l.id) FROM unbooked_refusals o JOIN attempts l ON l.delivery = o.delivery
                WHERE o.mailing = ?1 AND l.outcome = 'failed'))
        ORDER BY a.id
        """
    static let history = """
        WITH earlier AS (
            SELECT id FROM mailings
            WHERE list = (SELECT list FROM mailings WHERE id = ?1) AND id <> ?1 ORDER BY id DESC LIMIT 10)
        SELECT coalesce(sum(d.state = 'sent' OR d.state = 'failed'), 0), coalesce(sum(d.state = 'failed'), 0)
        FROM earlier JOIN deliveries d ON d.mailing = earlier.id
        """
    static let pause = "UPDATE mailings SET state = 'paused', pause_reason = ? WHERE id = ?"
    static let hold = "INSERT OR IGNORE INTO refusal_holds (mailing, held_at) VALUES (?, ?)"
    static let unhold = "DELETE FROM refusal_holds WHERE mailing = ?"
    static let takeBack = """
        UPDATE deliveries SET state = 'deferred', next_attempt_at = ?1, version = NULL, updated_at = ?1
        WHERE state = 'failed' AND id IN (SELECT delivery FROM unbooked_refusals WHERE mailing = ?2)
        """
    static let fail = """
        UPDATE deliveries SET state = 'failed', next_attempt_at = NULL, updated_at = ?1
        WHERE state = 'deferred' AND id IN (SELECT delivery FROM unbooked_refusals WHERE mailing = ?2)
        """
    static let accept = """
        INSERT OR IGNORE INTO accepted_refusals (mailing, delivery)
        SELECT mailing, delivery FROM unbooked_refusals WHERE mailing = ?
        """
    static let beginAnew = """
        INSERT OR REPLACE INTO retried_deliveries (delivery, attempts)
        SELECT d.id, d.attempts FROM unbooked_refusals u JOIN deliveries d ON d.id = u.delivery WHERE u.mailing = ?
        """
    static let allTheirTime = """
        UPDATE deliveries SET deferred_since = NULL
        WHERE id IN (SELECT delivery FROM unbooked_refusals WHERE mailing = ?)
        """
    static let forget = "DELETE FROM unbooked_refusals WHERE mailing = ?"
    static let close = "DELETE FROM unbooked_refusals WHERE delivery = ?"
    static let toBook = """
        SELECT u.delivery, u.bounce_class, p.id AS subscriber, p.address,
            coalesce(a.reply_code || ' ', '') || a.text AS words
        FROM unbooked_refusals u
        JOIN deliveries d ON d.id = u.delivery JOIN subscribers p ON p.id = d.subscriber
        LEFT JOIN attempts a ON a.id = (SELECT max(l.id) FROM attempts l WHERE l.delivery = u.delivery)
        WHERE u.mailing = ? ORDER BY u.delivery LIMIT ?
        """
}
