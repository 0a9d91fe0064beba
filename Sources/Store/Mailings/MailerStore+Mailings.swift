import Foundation
import GRDB
import Mail

extension MailerStore {
    /// Stores a mailing with its issue, and starts it: the audience is frozen, one delivery for each subscription.
    ///
    /// Readers who are not to be mailed get a delivery too, `skipped` with the reason, so that the sum holds.
    /// One with a time to start at is only stored; `begin` freezes its audience then.
    package func createMailing(_ new: NewMailing, at now: Timestamp) throws(StoreError) -> Mailing {
        try write("start mailing '\(new.slug.escapingControls)'") { db in
            if try Row.fetchOne(db, sql: SQL.listName, arguments: [new.list.rawValue]) == nil {
                throw StoreError.noSuchList("\(new.list)")
            }
            if let other = try Self.mailing(db, slug: new.slug, list: new.list) {
                throw StoreError.mailingExists(slug: other.slug, list: other.listName, state: other.state)
            }
            try db.execute(
                sql: SQL.insert,
                arguments: [
                    new.slug, new.list.rawValue, new.content.subject, new.content.issuePath, new.content.issueSHA256,
                    new.uid, now.milliseconds, new.startAt?.milliseconds ?? now.milliseconds, new.canaryShare,
                    Data(new.content.issue),
                ])
            let mailing = try Self.mailing(db, MailingID(rawValue: db.lastInsertedRowID))
            _ = try Self.addVersion(db, to: mailing.id, content: new.content, at: now)
            if new.startAt == nil { try Self.freeze(db, mailing, at: now) }
            return try Self.mailing(db, mailing.id)
        }
    }

    /// Starts a scheduled mailing: its audience is frozen now. One that was started already stays as it is.
    ///
    /// - Parameter reason: why it is paused at once, so that nothing is sent before people have looked; nil: it is not.
    package func begin(
        _ mailing: MailingID, at now: Timestamp, pausedBecause reason: String? = nil
    ) throws(StoreError) -> Mailing {
        try write("start a scheduled mailing") { db in
            let scheduled = try Self.mailing(db, mailing)
            if scheduled.state == .scheduled {
                try Self.freeze(db, scheduled, at: now)
                if let reason { try db.execute(sql: SQL.pause, arguments: [reason, mailing.rawValue]) }
            }
            return try Self.mailing(db, mailing)
        }
    }

    private static func freeze(_ db: Database, _ mailing: Mailing, at now: Timestamp) throws {
        try db.execute(
            sql: SQL.freeze, arguments: [mailing.id.rawValue, now.milliseconds, mailing.list.rawValue])
        let audience = db.changesCount
        let toMail = try Int.fetchOne(db, sql: SQL.countToMail, arguments: [mailing.id.rawValue]) ?? 0
        if toMail == 0 { throw StoreError.noSubscribers(list: mailing.listName, excluded: audience) }
        var limit: Int64?
        if let share = mailing.canary?.share {
            let size = max(1, Int((Double(toMail) * share).rounded()))
            limit = try Int64.fetchOne(db, sql: SQL.canaryLimit, arguments: [mailing.id.rawValue, size - 1])
        }
        try db.execute(
            sql: SQL.begin, arguments: [audience, now.milliseconds, limit, mailing.id.rawValue])
    }

    package func mailing(_ id: MailingID) throws(StoreError) -> Mailing {
        try read("look up a mailing") { db in try Self.mailing(db, id) }
    }

    /// The mailings with that slug, newest first: one for each list it went to.
    package func mailings(slug: String) throws(StoreError) -> [Mailing] {
        try read("look up a mailing") { db in
            try Row.fetchAll(db, sql: SQL.bySlug, arguments: [slug]).map(Mailing.init)
        }
    }

    package func mailing(slug: String, list: ListID) throws(StoreError) -> Mailing? {
        try read("look up a mailing") { db in try Self.mailing(db, slug: slug, list: list) }
    }

    /// All mailings, newest first.
    package func mailings() throws(StoreError) -> [Mailing] {
        try read("look up the mailings") { db in try Row.fetchAll(db, sql: SQL.all).map(Mailing.init) }
    }

    /// Those scheduled, being sent or paused, oldest first.
    package func unfinishedMailings() throws(StoreError) -> [Mailing] {
        try read("look up the mailings") { db in try Row.fetchAll(db, sql: SQL.unfinished).map(Mailing.init) }
    }

    /// The issue file's bytes as they were when the mailing started.
    package func issue(of mailing: MailingID) throws(StoreError) -> [UInt8] {
        try read("load the issue") { db in
            guard let data = try Data.fetchOne(db, sql: SQL.issue, arguments: [mailing.rawValue]) else {
                throw StoreError.noSuchMailing("\(mailing)")
            }
            return [UInt8](data)
        }
    }

    static func mailing(_ db: Database, _ id: MailingID) throws -> Mailing {
        guard let row = try Row.fetchOne(db, sql: SQL.byID, arguments: [id.rawValue]) else {
            throw StoreError.noSuchMailing("\(id)")
        }
        return try Mailing(row)
    }

    private static func mailing(_ db: Database, slug: String, list: ListID) throws -> Mailing? {
        try Row.fetchOne(db, sql: SQL.bySlugAndList, arguments: [slug, list.rawValue]).map(Mailing.init)
    }
}

extension Mailing {
    init(_ row: Row) throws {
        func time(_ column: String) -> Timestamp? { (row[column] as Int64?).map(Timestamp.init(milliseconds:)) }
        let id: Int64 = row["id"]
        self.init(
            id: MailingID(rawValue: id), slug: row["slug"], list: ListID(rawValue: row["list"]),
            listName: row["list_name"], subject: row["subject"], issuePath: row["issue_path"],
            issueSHA256: row["issue_sha256"], uid: row["uid"],
            state: try StoredText.value(row["state"], table: "mailings", id: id), pauseReason: row["pause_reason"],
            audience: row["audience"], createdAt: Timestamp(milliseconds: row["created_at"]),
            startAt: time("start_at"), frozenAt: time("frozen_at"), startedAt: time("started_at"),
            finishedAt: time("finished_at"), owner: (row["owner"] as String?).map(LeaseOwner.init),
            ownerUntil: time("owner_until"), version: row["version"], canary: Self.canary(row))
    }

    private static func canary(_ row: Row) -> Canary? {
        guard let share: Double = row["canary_share"] else { return nil }
        let held: Int64? = row["canary_held_at"]
        guard let held else { return Canary(share: share, phase: .sending) }
        let isHeld = (row["canary_limit"] as Int64?) != nil
        return Canary(share: share, phase: isHeld ? .held(since: Timestamp(milliseconds: held)) : .released)
    }
}

private enum SQL {
    static let listName = "SELECT name FROM lists WHERE id = ?"
    static let insert = """
        INSERT INTO mailings (slug, list, subject, issue_path, issue_sha256, uid, state, audience, created_at, start_at,
            canary_share, issue)
        VALUES (?, ?, ?, ?, ?, ?, 'scheduled', 0, ?, ?, ?, ?)
        """
    static let begin = """
        UPDATE mailings SET state = 'sending', audience = ?, frozen_at = ?, canary_limit = ? WHERE id = ?
        """
    /// The slice is taken evenly from the whole audience, and exactly as large as asked for.
    static let canaryLimit = """
        SELECT \(CanarySQL.mixed("d")) FROM deliveries d WHERE mailing = ? AND state = 'pending'
        ORDER BY 1 LIMIT 1 OFFSET ?
        """
    static let freeze = """
        INSERT INTO deliveries (mailing, subscriber, state, reason, updated_at)
        SELECT ?1, s.subscriber,
            iif(s.state = 'subscribed' AND x.at IS NULL, 'pending', 'skipped'), \(SkipReasonSQL.reason), ?2
        FROM subscriptions s
        JOIN subscribers p ON p.id = s.subscriber
        LEFT JOIN suppressions x ON x.address_key = p.address_key
        WHERE s.list = ?3
        """
    static let pause = "UPDATE mailings SET state = 'paused', pause_reason = ? WHERE id = ?"
    static let countToMail = "SELECT count(*) FROM deliveries WHERE mailing = ? AND state = 'pending'"

    private static let select = """
        SELECT m.id, m.slug, m.list, l.name AS list_name, m.subject, m.issue_path, m.issue_sha256, m.uid, m.state,
            m.pause_reason, m.audience, m.created_at, m.start_at, m.frozen_at, m.started_at, m.finished_at, m.owner,
            m.owner_until, m.version, m.canary_share, m.canary_limit, m.canary_held_at
        FROM mailings m JOIN lists l ON l.id = m.list
        """
    static let byID = "\(select) WHERE m.id = ?"
    static let bySlug = "\(select) WHERE m.slug = ? ORDER BY m.id DESC"
    static let bySlugAndList = "\(select) WHERE m.slug = ? AND m.list = ?"
    static let all = "\(select) ORDER BY m.id DESC"
    static let unfinished = "\(select) WHERE m.state IN ('scheduled', 'sending', 'paused') ORDER BY m.id"
    static let issue = "SELECT issue FROM mailings WHERE id = ?"
}
