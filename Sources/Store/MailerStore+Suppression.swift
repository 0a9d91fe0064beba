import GRDB
import Mail

extension MailerStore {
    /// Stops all mail to an address; false if it was suppressed already for a reason as strong.
    ///
    /// What a person or its owner said stands above what was concluded from refusals, and replaces it as the reason.
    package func suppress(
        _ address: EmailAddress, reason: SuppressionReason, origin: Origin
    ) throws(StoreError) -> Bool {
        try write("suppress an address") { db in
            try Self.suppress(db, key: address.key, reason: reason, origin: origin)
        }
    }

    /// Lets mail go to an address again; false if it was not suppressed. Subscriptions stay as they are.
    package func liftSuppression(of address: EmailAddress, origin: Origin) throws(StoreError) -> Bool {
        try write("lift a suppression") { db in try Self.liftSuppression(db, key: address.key, origin: origin) }
    }

    static func liftSuppression(_ db: Database, key: String, origin: Origin) throws -> Bool {
        guard let current = try Self.suppression(db, key: key) else { return false }
        try db.execute(sql: SQL.delete, arguments: [key])
        try record(db, "lifted", key: key, reason: current.reason, origin: origin)
        return true
    }

    package func suppression(of address: EmailAddress) throws(StoreError) -> Suppression? {
        try read("look up a suppression") { db in try Self.suppression(db, key: address.key) }
    }

    static func suppress(
        _ db: Database, key: String, reason: SuppressionReason, origin: Origin
    ) throws -> Bool {
        let insert = try db.cachedStatement(sql: SQL.insert)
        try insert.execute(
            arguments: [key, reason.rawValue, origin.detail, origin.source, origin.at.milliseconds])
        guard db.changesCount > 0 else { return false }
        try record(db, "suppressed", key: key, reason: reason, origin: origin)
        return true
    }

    static func suppression(_ db: Database, key: String) throws -> Suppression? {
        let statement = try db.cachedStatement(sql: SQL.byKey)
        return try Row.fetchOne(statement, arguments: [key]).map { row in
            Suppression(
                addressKey: key,
                reason: try StoredText.value(row["reason"], table: "suppressions", id: row["rowid"]),
                detail: row["detail"], source: row["source"], at: Timestamp(milliseconds: row["at"]))
        }
    }

    private static func record(
        _ db: Database, _ event: String, key: String, reason: SuppressionReason, origin: Origin
    ) throws {
        try db.cachedStatement(sql: SQL.record).execute(
            arguments: [key, event, reason.rawValue, origin.detail, origin.source, origin.at.milliseconds])
    }
}

private enum SQL {
    static let byKey = "SELECT rowid, reason, detail, source, at FROM suppressions WHERE address_key = ?"
    static let delete = "DELETE FROM suppressions WHERE address_key = ?"
    static let insert = """
        INSERT INTO suppressions (address_key, reason, detail, source, at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (address_key) DO UPDATE SET
            reason = excluded.reason, detail = excluded.detail, source = excluded.source, at = excluded.at
        WHERE suppressions.reason IN ('hard_bounce', 'soft_bounces')
            AND excluded.reason NOT IN ('hard_bounce', 'soft_bounces')
        """
    static let record = """
        INSERT INTO suppression_events (address_key, event, reason, detail, source, at) VALUES (?, ?, ?, ?, ?, ?)
        """
}
