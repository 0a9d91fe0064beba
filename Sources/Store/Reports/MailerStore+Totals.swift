import GRDB
import Mail

extension MailerStore {
    /// Counts over the whole database in one snapshot: a scan of the indexes, and of `attempts`.
    package func totals() throws(StoreError) -> StoreTotals {
        try read("count everything") { db in
            StoreTotals(
                subscriptions: try Self.subscriptionTotals(db),
                suppressions: try Self.counts(db, SQL.suppressions),
                deliveries: try Self.counts(db, SQL.deliveries),
                bounces: try Self.counts(db, SQL.bounces),
                unsubscribes: try Self.counts(db, SQL.unsubscribes) { $0 },
                attempts: try Self.counts(db, SQL.attempts),
                mailings: try Self.counts(db, SQL.mailings),
                unactedMail: try Self.counts(db, SQL.unactedMail))
        }
    }

    private static func subscriptionTotals(_ db: Database) throws -> [String: [SubscriptionState: Int]] {
        var totals: [String: [SubscriptionState: Int]] = [:]
        for row in try Row.fetchAll(db, sql: SQL.subscriptions) {
            let state: SubscriptionState = try StoredText.value(row[1], table: "subscriptions", id: 0)
            totals[row[0], default: [:]][state] = row[2]
        }
        return totals
    }

    private static func counts<Code: RawRepresentable<String> & Hashable>(
        _ db: Database, _ sql: String
    ) throws -> [Code: Int] {
        try counts(db, sql) { try StoredText.value($0, table: "totals", id: 0) }
    }

    private static func counts<Key: Hashable>(
        _ db: Database, _ sql: String, key: (String) throws -> Key
    ) throws -> [Key: Int] {
        var counts: [Key: Int] = [:]
        for row in try Row.fetchAll(db, sql: sql) { counts[try key(row[0])] = row[1] }
        return counts
    }
}

private enum SQL {
    static let subscriptions = """
        SELECT l.name, s.state, count(*) FROM subscriptions s JOIN lists l ON l.id = s.list GROUP BY s.list, s.state
        """
    static let suppressions = "SELECT reason, count(*) FROM suppressions GROUP BY reason"
    static let deliveries = "SELECT state, count(*) FROM deliveries GROUP BY state"
    static let bounces = "SELECT class, count(*) FROM bounces WHERE is_verified = 1 GROUP BY class"
    static let unsubscribes = """
        SELECT substr(source || ' ', 1, instr(source || ' ', ' ') - 1), count(*)
        FROM subscription_events WHERE event = 'unsubscribed' GROUP BY 1
        """
    static let attempts = "SELECT outcome, count(*) FROM attempts GROUP BY outcome"
    static let unactedMail = """
        SELECT substr(name, \(UnactedMail.prefix.utf8.count + 1)), value FROM counters
        WHERE name GLOB '\(UnactedMail.prefix)*'
        """
    static let mailings = "SELECT state, count(*) FROM mailings GROUP BY state"
}
