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
            if found.frozenAt == nil, !found.state.isOver { return try Self.forecast(db, found) }
            let accounting = try Self.accounting(db, of: mailing)
            return MailingStatus(
                mailing: found, accounting: accounting,
                reasons: try Self.reasons(db, mailing),
                firstAttempt: (times?["first"] as Int64?).map(Timestamp.init(milliseconds:)),
                lastAttempt: (times?["last"] as Int64?).map(Timestamp.init(milliseconds:)),
                nextAttempt: next.map(Timestamp.init(milliseconds:)),
                versions: try Self.versions(db, of: found, accounting),
                returned: try Row.fetchAll(db, sql: SQL.returned, arguments: [mailing.rawValue]).map {
                    ReturnedCount(bounceClass: $0[0], count: $0[1])
                }, openRefusals: try Self.openRefusals(db, of: mailing),
                isHeldForRefusals: try Self.isHeldForRefusals(db, mailing),
                retryable: accounting[.failed] == 0
                    ? 0 : try Int.fetchOne(db, sql: RetrySQL.count, arguments: [mailing.rawValue]) ?? 0)
        }
    }

    /// The accounting of a mailing that has not started, as it would begin now.
    private static func forecast(_ db: Database, _ mailing: Mailing) throws -> MailingStatus {
        let audience = try audience(db, of: try scope(db, of: mailing))
        let skipped = [
            ("unsubscribed", audience.unsubscribed), ("suppressed", audience.suppressed),
            ("not confirmed", audience.notConfirmed), ("has the issue already", audience.served),
        ]
        return MailingStatus(
            mailing: mailing,
            accounting: Accounting(
                audience: audience.total, counts: [.pending: audience.toMail, .skipped: audience.excluded]),
            reasons: [.skipped: skipped.filter { $0.1 > 0 }.map { ReasonCount(reason: $0.0, count: $0.1) }],
            firstAttempt: nil, lastAttempt: nil, nextAttempt: nil, versions: [], returned: [])
    }

    private static func versions(
        _ db: Database, of mailing: Mailing, _ accounting: Accounting
    ) throws -> [VersionCount] {
        guard mailing.version == 1 else {
            return try Row.fetchAll(db, sql: SQL.versions, arguments: [mailing.id.rawValue]).map {
                VersionCount(version: $0[0], count: $0[1])
            }
        }
        // There is only one, which all have that a claim was granted for: counted already but for those that failed later.
        let failed = try Int.fetchOne(db, sql: SQL.failedAfterClaim, arguments: [mailing.id.rawValue]) ?? 0
        let count = accounting[.sent] + accounting[.unknown] + accounting[.inFlight] + failed
        return count > 0 ? [VersionCount(version: 1, count: count)] : []
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
    /// and so are their entries in the index of attempts by delivery and time. The ends of the range are those of its
    /// states in their index.
    static let times = """
        WITH states(state) AS (
            VALUES (\(DeliveryState.allCases.map { "'\($0.rawValue)'" }.joined(separator: "), (")))
        ), ends AS MATERIALIZED (
            SELECT (SELECT min(id) FROM deliveries WHERE mailing = ?1 AND state = states.state) AS low,
                (SELECT max(id) FROM deliveries WHERE mailing = ?1 AND state = states.state) AS high
            FROM states
        )
        SELECT min(at) AS first, max(at) AS last FROM attempts
        WHERE delivery BETWEEN (SELECT min(low) FROM ends) AND (SELECT max(high) FROM ends)
        """
    static let failedAfterClaim = """
        SELECT count(*) FROM deliveries WHERE mailing = ? AND state = 'failed' AND version IS NOT NULL
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
