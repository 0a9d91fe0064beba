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
            try Self.refuseTaken(db, new)
            try db.execute(
                sql: SQL.insert,
                arguments: [
                    new.slug, new.list.rawValue, new.content.subject, new.content.issuePath, new.content.issueSHA256,
                    new.uid, now.milliseconds, new.startAt?.milliseconds ?? now.milliseconds, new.canaryShare,
                    new.issueFile, new.sendsAgain, Data(new.content.issue),
                ])
            let id = MailingID(rawValue: db.lastInsertedRowID)
            for (position, list) in ([new.list] + new.otherLists).enumerated() {
                try db.execute(sql: SQL.insertList, arguments: [id.rawValue, position, list.rawValue])
            }
            _ = try Self.addVersion(db, to: id, content: new.content, at: now)
            if new.startAt == nil { try Self.freeze(db, try Self.mailing(db, id), at: now) }
            return try Self.mailing(db, id)
        }
    }

    /// A slug is one file's, and goes to a list once.
    private static func refuseTaken(_ db: Database, _ new: NewMailing) throws {
        let others = try mailings(db, slug: new.slug)
        for list in [new.list] + new.otherLists {
            if try Row.fetchOne(db, sql: SQL.listName, arguments: [list.rawValue]) == nil {
                throw StoreError.noSuchList("\(list)")
            }
            if let other = others.first(where: { $0.lists.contains { $0.id == list } }) {
                let name = other.lists.first { $0.id == list }?.name ?? other.listName
                throw StoreError.mailingExists(slug: other.slug, list: name, state: other.state)
            }
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
            sql: SQL.freeze(try scope(db, of: mailing)),
            arguments: [mailing.id.rawValue, now.milliseconds, mailing.list.rawValue])
        let audience = db.changesCount
        let toMail = try Int.fetchOne(db, sql: SQL.countToMail, arguments: [mailing.id.rawValue]) ?? 0
        if toMail == 0 { throw StoreError.noSubscribers(list: mailing.listNames, excluded: audience) }
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

    /// The mailings with that slug, newest first: of one issue to one list after the other. Letter case means nothing.
    package func mailings(slug: String) throws(StoreError) -> [Mailing] {
        try read("look up a mailing") { db in try Self.mailings(db, slug: slug) }
    }

    /// The mailing of that slug that goes, or went, to that list.
    package func mailing(slug: String, list: ListID) throws(StoreError) -> Mailing? {
        try mailings(slug: slug).first { $0.lists.contains { $0.id == list } }
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

    static func mailings(_ db: Database, slug: String) throws -> [Mailing] {
        try Row.fetchAll(db, sql: SQL.bySlug, arguments: [slug]).map(Mailing.init)
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
        otherLists = try Self.lists(row["other_lists"])
        issueFile = row["issue_file"]
        sendsAgain = row["sends_again"]
        withdrawnAt = time("withdrawn_at")
    }

    /// From a JSON array of pairs of id and name; null where there is only one list.
    private static func lists(_ json: String?) throws -> [NamedList] {
        struct Pair: Decodable {
            let id: Int64
            let name: String
        }
        guard let json else { return [] }
        return try JSONDecoder().decode([Pair].self, from: Data(json.utf8)).map {
            NamedList(id: ListID(rawValue: $0.id), name: $0.name)
        }
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
            canary_share, issue_file, sends_again, issue)
        VALUES (?, ?, ?, ?, ?, ?, 'scheduled', 0, ?, ?, ?, ?, ?, ?)
        """
    static let insertList = "INSERT INTO mailing_lists (mailing, position, list) VALUES (?, ?, ?)"
    static let begin = """
        UPDATE mailings SET state = 'sending', audience = ?, frozen_at = ?, canary_limit = ? WHERE id = ?
        """
    /// The slice is taken evenly from the whole audience, and exactly as large as asked for.
    static let canaryLimit = """
        SELECT \(CanarySQL.mixed("d")) FROM deliveries d WHERE mailing = ? AND state = 'pending'
        ORDER BY 1 LIMIT 1 OFFSET ?
        """
    static func freeze(_ scope: AudienceScope) -> String {
        """
        INSERT INTO deliveries (mailing, subscriber, list, state, reason, updated_at)
        SELECT ?1, subscriber, nullif(list, ?3), iif(reason IS NULL, 'pending', 'skipped'), reason, ?2
        FROM (\(AudienceSQL.rows(scope)))
        """
    }
    static let pause = "UPDATE mailings SET state = 'paused', pause_reason = ? WHERE id = ?"
    static let countToMail = "SELECT count(*) FROM deliveries WHERE mailing = ? AND state = 'pending'"

    private static let select = """
        SELECT m.id, m.slug, m.list, l.name AS list_name, m.subject, m.issue_path, m.issue_sha256, m.uid, m.state,
            m.pause_reason, m.audience, m.created_at, m.start_at, m.frozen_at, m.started_at, m.finished_at, m.owner,
            m.owner_until, m.version, m.canary_share, m.canary_limit, m.canary_held_at, m.issue_file, m.sends_again,
            m.withdrawn_at,
            (SELECT json_group_array(json_object('id', o.list, 'name', o.name)) FROM (
                SELECT n.list, k.name FROM mailing_lists n JOIN lists k ON k.id = n.list
                WHERE n.mailing = m.id AND n.position > 0 ORDER BY n.position) o) AS other_lists
        FROM mailings m JOIN lists l ON l.id = m.list
        """
    static let byID = "\(select) WHERE m.id = ?"
    static let bySlug = "\(select) WHERE m.slug = ? COLLATE NOCASE ORDER BY m.id DESC"
    static let all = "\(select) ORDER BY m.id DESC"
    static let unfinished = "\(select) WHERE m.state IN ('scheduled', 'sending', 'paused') ORDER BY m.id"
    static let issue = "SELECT issue FROM mailings WHERE id = ?"
}
