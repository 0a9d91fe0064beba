import GRDB
import Mail

extension MailerStore {
    private static let reasonLimit = 10

    /// Everything about a mailing's progress.
    package func statusBreakdown(_ mailing: MailingID) throws(StoreError) -> MailingStatus {
        try read("report on the mailing") { db in
            let times = try Row.fetchOne(db, sql: SQL.times, arguments: [mailing.rawValue])
            let next = try Int64.fetchOne(db, sql: LedgerQuery.nextAttempt, arguments: [mailing.rawValue])
            let found = try Self.mailing(db, mailing)
            let versions = found.version == 1 ? SQL.onlyVersion : SQL.versions
            return MailingStatus(
                mailing: found, accounting: try Self.accounting(db, of: mailing),
                reasons: try Self.reasons(db, mailing),
                firstAttempt: (times?["first"] as Int64?).map(Timestamp.init(milliseconds:)),
                lastAttempt: (times?["last"] as Int64?).map(Timestamp.init(milliseconds:)),
                nextAttempt: next.map(Timestamp.init(milliseconds:)),
                versions: try Row.fetchAll(db, sql: versions, arguments: [mailing.rawValue]).map {
                    VersionCount(version: $0[0], count: $0[1])
                },
                returned: try Row.fetchAll(db, sql: SQL.returned, arguments: [mailing.rawValue]).map {
                    ReturnedCount(bounceClass: $0[0], count: $0[1])
                })
        }
    }

    private static func reasons(_ db: Database, _ mailing: MailingID) throws -> [DeliveryState: [ReasonCount]] {
        var reasons: [DeliveryState: [ReasonCount]] = [:]
        for row in try Row.fetchAll(db, sql: SQL.reasons, arguments: [mailing.rawValue]) {
            let state: DeliveryState = try StoredText.value(row["state"], table: "deliveries", id: 0)
            guard reasons[state, default: []].count < reasonLimit else { continue }
            reasons[state, default: []].append(ReasonCount(reason: row["reason"], count: row["count"]))
        }
        return reasons
    }
}

private enum SQL {
    /// A mailing's deliveries are made in one transaction and never deleted, so that their ids are a range of their own,
    /// and so are their entries in the index of attempts by delivery and time.
    static let times = """
        SELECT min(at) AS first, max(at) AS last FROM attempts
        WHERE delivery BETWEEN (SELECT min(id) FROM deliveries WHERE mailing = ?1)
            AND (SELECT max(id) FROM deliveries WHERE mailing = ?1)
        """
    /// There is only one version, which all have that a claim was granted for; that is counted in an index.
    static let onlyVersion = """
        SELECT 1, count FROM (
            SELECT (SELECT count(*) FROM deliveries WHERE mailing = ?1 AND state IN ('sent', 'unknown', 'in_flight'))
                + (SELECT count(*) FROM deliveries WHERE mailing = ?1 AND state = 'failed' AND version IS NOT NULL) AS count)
        WHERE count > 0
        """
    static let versions = """
        SELECT version, count(*) FROM deliveries
        WHERE mailing = ? AND state IN ('sent', 'unknown', 'in_flight', 'failed') AND version IS NOT NULL
        GROUP BY version ORDER BY version
        """
    /// Few bounces have many deliveries: they lead.
    static let returned = """
        SELECT b.class, count(*) AS count FROM bounces b CROSS JOIN deliveries d ON d.id = b.delivery
        WHERE d.mailing = ? AND b.is_verified = 1 GROUP BY b.class ORDER BY count DESC, b.class
        """
    static let reasons = """
        SELECT state, count(*) AS count,
            CASE
                WHEN state <> 'skipped' THEN reason
                WHEN reason LIKE 'unsubscribed %' THEN 'unsubscribed'
                WHEN reason LIKE 'suppressed: % since %' THEN substr(reason, 1, instr(reason, ' since ') - 1)
                ELSE reason
            END AS reason
        FROM deliveries
        WHERE mailing = ? AND state IN ('skipped', 'failed', 'deferred', 'unknown')
        GROUP BY state, 3 ORDER BY state, count DESC, 3
        """
}
