import GRDB
import Mail

extension MailerStore {
    /// The next deliveries that were not tried yet, by id.
    package func pending(
        _ mailing: MailingID, after: DeliveryID?, limit: Int
    ) throws(StoreError) -> [DueDelivery] {
        try read("fetch pending deliveries") { db in
            let statement = try db.cachedStatement(sql: LedgerQuery.pending)
            return try Self.due(statement, [mailing.rawValue, after?.rawValue ?? 0, limit])
        }
    }

    /// Deferred deliveries whose time has come, the longest due first.
    package func dueAgain(_ mailing: MailingID, now: Timestamp, limit: Int) throws(StoreError) -> [DueDelivery] {
        try read("fetch deferred deliveries") { db in
            let statement = try db.cachedStatement(sql: LedgerQuery.dueAgain)
            return try Self.due(statement, [mailing.rawValue, now.milliseconds, limit])
        }
    }

    /// When the next deferred delivery is due, or nil if none is deferred.
    package func nextAttempt(_ mailing: MailingID) throws(StoreError) -> Timestamp? {
        try read("look up the next attempt") { db in
            let statement = try db.cachedStatement(sql: LedgerQuery.nextAttempt)
            return try Int64.fetchOne(statement, arguments: [mailing.rawValue]).map(Timestamp.init(milliseconds:))
        }
    }

    /// How many deliveries are in which state, and how many there should be, in one snapshot.
    package func accounting(of mailing: MailingID) throws(StoreError) -> Accounting {
        try read("count the deliveries") { db in try Self.accounting(db, of: mailing) }
    }

    static func accounting(_ db: Database, of mailing: MailingID) throws -> Accounting {
        guard let audience = try Int.fetchOne(db, sql: LedgerQuery.audience, arguments: [mailing.rawValue]) else {
            throw StoreError.noSuchMailing("\(mailing)")
        }
        var counts: [DeliveryState: Int] = [:]
        for row in try Row.fetchAll(db, sql: LedgerQuery.counts, arguments: [mailing.rawValue]) {
            counts[try StoredText.value(row[0], table: "deliveries", id: 0)] = row[1]
        }
        return Accounting(audience: audience, counts: counts)
    }

    private static func due(_ statement: Statement, _ arguments: StatementArguments) throws -> [DueDelivery] {
        var due: [DueDelivery] = []
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try rows.next() {
            let subscriber: Int64 = row[1]
            var delivery = DueDelivery(
                delivery: DeliveryID(rawValue: row[0]), subscriber: SubscriberID(rawValue: subscriber),
                address: try StoredText.address(row[2], table: "subscribers", id: subscriber), name: row[3],
                attributes: try Attributes.read(row[4], subscriber: subscriber), attempts: row[5], version: row[6])
            delivery.revision = row[7]
            delivery.list = (row[8] as Int64?).map(ListID.init(rawValue:))
            delivery.deferredSince = (row[9] as Int64?).map(Timestamp.init(milliseconds:))
            due.append(delivery)
        }
        return due
    }
}

/// The reads that a sender repeats for each batch; a test looks at their query plans.
enum LedgerQuery {
    static let pending = """
        SELECT d.id, p.id, p.address, p.name, p.attributes, d.attempts, d.version, p.revision, d.list,
            d.deferred_since
        FROM deliveries d JOIN subscribers p ON p.id = d.subscriber
        WHERE d.mailing = ?1 AND d.state = 'pending' AND d.id > ?2
            AND \(CanarySQL.mixed("d")) <= coalesce((SELECT canary_limit FROM mailings WHERE id = ?1), 4294967295)
        ORDER BY d.id LIMIT ?3
        """
    /// The schedule of one that people sent again begins anew.
    static let dueAgain = """
        SELECT d.id, p.id, p.address, p.name, p.attributes, d.attempts - coalesce(r.attempts, 0), d.version, p.revision,
            d.list, d.deferred_since
        FROM deliveries d JOIN subscribers p ON p.id = d.subscriber
        LEFT JOIN retried_deliveries r ON r.delivery = d.id
        WHERE d.mailing = ? AND d.state = 'deferred' AND d.next_attempt_at <= ?
        ORDER BY d.next_attempt_at LIMIT ?
        """
    static let nextAttempt = "SELECT min(next_attempt_at) FROM deliveries WHERE mailing = ? AND state = 'deferred'"
    static let audience = "SELECT audience FROM mailings WHERE id = ?"
    static let counts = "SELECT state, count(*) FROM deliveries WHERE mailing = ? GROUP BY state"
}
