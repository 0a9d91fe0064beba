import GRDB
import Mail

extension MailerStore {
    /// Makes a list, or returns the one of that name as it is.
    package func createList(name: String, title: String, at now: Timestamp) throws(StoreError) -> MailingList {
        try write("create list '\(name.escapingControls)'") { db in
            if let list = try Self.list(db, name: name) { return list }
            if let problem = ListName.problem(name) { throw StoreError.unusableListName(name, why: problem) }
            return try Self.makeList(db, name: name, title: title, at: now)
        }
    }

    static func makeList(_ db: Database, name: String, title: String, at now: Timestamp) throws -> MailingList {
        try db.execute(sql: SQL.insertList, arguments: [name, title, now.milliseconds])
        return MailingList(id: ListID(rawValue: db.lastInsertedRowID), name: name, title: title, createdAt: now)
    }

    /// The list of that name, or nil.
    package func list(named name: String) throws(StoreError) -> MailingList? {
        try read("look up list '\(name.escapingControls)'") { db in try Self.list(db, name: name) }
    }

    package func list(_ id: ListID) throws(StoreError) -> MailingList? {
        try read("look up a list") { db in
            try Row.fetchOne(db, sql: SQL.listByID, arguments: [id.rawValue]).map(MailingList.init)
        }
    }

    /// All lists by name, with their counts.
    package func lists() throws(StoreError) -> [ListSummary] {
        try read("count the lists") { db in
            try Row.fetchAll(db, sql: SQL.summaries).map { row in
                ListSummary(
                    list: MailingList(row), subscribed: row["subscribed"], pending: row["pending"],
                    unsubscribed: row["unsubscribed"], suppressed: row["suppressed"])
            }
        }
    }

    /// Whom a mailing to the list would reach if it started now.
    package func audience(of list: ListID) throws(StoreError) -> Audience {
        try read("count the audience") { db in try Self.audience(db, of: list) }
    }

    static func audience(_ db: Database, of list: ListID) throws -> Audience {
        guard let row = try Row.fetchOne(db, sql: SQL.audience, arguments: [list.rawValue]) else {
            return .empty
        }
        return Audience(
            toMail: row["to_mail"], unsubscribed: row["unsubscribed"], suppressed: row["suppressed"],
            notConfirmed: row["not_confirmed"])
    }

    static func list(_ db: Database, name: String) throws -> MailingList? {
        try Row.fetchOne(db, sql: SQL.listByName, arguments: [name]).map(MailingList.init)
    }
}

extension MailingList {
    /// From columns id, name, title, created_at.
    init(_ row: Row) {
        self.init(
            id: ListID(rawValue: row["id"]), name: row["name"], title: row["title"],
            createdAt: Timestamp(milliseconds: row["created_at"]))
    }
}

private enum SQL {
    static let insertList = "INSERT INTO lists (name, title, created_at) VALUES (?, ?, ?)"
    static let listByName = "SELECT id, name, title, created_at FROM lists WHERE name = ?"
    static let listByID = "SELECT id, name, title, created_at FROM lists WHERE id = ?"

    static let summaries = """
        SELECT l.id, l.name, l.title, l.created_at,
            count(*) FILTER (WHERE s.state = 'subscribed') AS subscribed,
            count(*) FILTER (WHERE s.state = 'pending') AS pending,
            count(*) FILTER (WHERE s.state = 'unsubscribed') AS unsubscribed,
            \(suppressed(in: "l.id")) AS suppressed
        FROM lists l LEFT JOIN subscriptions s ON s.list = l.id
        GROUP BY l.id ORDER BY l.name
        """

    /// How many of a list's subscribed readers are suppressed: the addresses that are lead, so that no reader has to be
    /// looked at.
    private static func suppressed(in list: String) -> String {
        """
        (SELECT count(*) FROM suppressions x
            CROSS JOIN subscribers p ON p.address_key = x.address_key
            CROSS JOIN subscriptions o ON o.subscriber = p.id AND o.list = \(list)
            WHERE o.state = 'subscribed')
        """
    }

    /// Counted in the index of states.
    static let audience = """
        SELECT subscribed - suppressed AS to_mail, suppressed, unsubscribed, not_confirmed FROM (
            SELECT
                (SELECT count(*) FROM subscriptions WHERE list = ?1 AND state = 'subscribed') AS subscribed,
                (SELECT count(*) FROM subscriptions WHERE list = ?1 AND state = 'unsubscribed') AS unsubscribed,
                (SELECT count(*) FROM subscriptions WHERE list = ?1 AND state = 'pending') AS not_confirmed,
                \(suppressed(in: "?1")) AS suppressed)
        """
}
