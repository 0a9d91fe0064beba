import Foundation
import GRDB
import Mail

extension MailerStore {
    /// Starts a mailing: stores the issue and freezes the audience, one delivery for each subscription.
    ///
    /// Readers who are not to be mailed get a delivery too, `skipped` with the reason, so that the sum holds.
    package func createMailing(_ new: NewMailing, at now: Timestamp) throws(StoreError) -> Mailing {
        try write("start mailing '\(new.slug.escapingControls)'") { db in
            guard let list = try Row.fetchOne(db, sql: SQL.listName, arguments: [new.list.rawValue]) else {
                throw StoreError.noSuchList("\(new.list)")
            }
            if let other = try Self.mailing(db, slug: new.slug, list: new.list) {
                throw StoreError.mailingExists(slug: other.slug, list: other.listName, state: other.state)
            }
            let audience = try Self.audience(db, of: new.list)
            if audience.toMail == 0 {
                throw StoreError.noSubscribers(list: list["name"], excluded: audience.excluded)
            }
            try db.execute(
                sql: SQL.insert,
                arguments: [
                    new.slug, new.list.rawValue, new.content.subject, new.content.issuePath, new.content.issueSHA256,
                    new.uid, audience.total, now.milliseconds, Data(new.content.issue),
                ])
            let id = MailingID(rawValue: db.lastInsertedRowID)
            _ = try Self.addVersion(db, to: id, content: new.content, at: now)
            try db.execute(sql: SQL.freeze, arguments: [id.rawValue, now.milliseconds, new.list.rawValue])
            return try Self.mailing(db, id)
        }
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

    /// Those being sent or paused, oldest first.
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
            state: try StoredText.value(row["state"], table: "mailings", id: id), audience: row["audience"],
            createdAt: Timestamp(milliseconds: row["created_at"]), startedAt: time("started_at"),
            finishedAt: time("finished_at"), owner: (row["owner"] as String?).map(LeaseOwner.init),
            ownerUntil: time("owner_until"))
    }
}

private enum SQL {
    static let listName = "SELECT name FROM lists WHERE id = ?"
    static let insert = """
        INSERT INTO mailings (slug, list, subject, issue_path, issue_sha256, uid, state, audience, created_at, issue)
        VALUES (?, ?, ?, ?, ?, ?, 'sending', ?, ?, ?)
        """
    static let freeze = """
        INSERT INTO deliveries (mailing, subscriber, state, reason, updated_at)
        SELECT ?1, s.subscriber,
            iif(s.state = 'subscribed' AND x.at IS NULL, 'pending', 'skipped'), \(SkipReasonSQL.reason), ?2
        FROM subscriptions s
        JOIN subscribers p ON p.id = s.subscriber
        LEFT JOIN suppressions x ON x.address_key = p.address_key
        WHERE s.list = ?3 ORDER BY s.subscriber
        """

    private static let select = """
        SELECT m.id, m.slug, m.list, l.name AS list_name, m.subject, m.issue_path, m.issue_sha256, m.uid, m.state,
            m.audience, m.created_at, m.started_at, m.finished_at, m.owner, m.owner_until
        FROM mailings m JOIN lists l ON l.id = m.list
        """
    static let byID = "\(select) WHERE m.id = ?"
    static let bySlug = "\(select) WHERE m.slug = ? ORDER BY m.id DESC"
    static let bySlugAndList = "\(select) WHERE m.slug = ? AND m.list = ?"
    static let all = "\(select) ORDER BY m.id DESC"
    static let unfinished = "\(select) WHERE m.state IN ('sending', 'paused') ORDER BY m.id"
    static let issue = "SELECT issue FROM mailings WHERE id = ?"
}
