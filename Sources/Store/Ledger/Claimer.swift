import GRDB
import Mail

/// Claims deliveries, within one transaction.
struct Claimer {
    private let db: Database
    private let owner: LeaseOwner
    private let now: Timestamp
    private let take: HotStatement

    init(_ db: Database, owner: LeaseOwner, now: Timestamp, leaseUntil: Timestamp) throws {
        self.db = db
        self.owner = owner
        self.now = now
        take = try HotStatement(db, sql: SQL.take) { values in
            values.append(owner.description)
            values.append(leaseUntil.milliseconds)
            values.append(now.milliseconds)
        }
    }

    enum Answer: Hashable {
        case granted
        /// The mailing is paused, over or somebody else's, or the row is not waiting.
        case denied
        case skipped(String)
    }

    /// Moves a pending or deferred row to in flight, if its message may still be sent.
    func claim(_ claim: Claim) throws -> Answer {
        let delivery = claim.delivery
        let changed = try take.run { values in
            values.append(claim.version)
            values.append(delivery.rawValue)
        }
        if changed == 1 { return .granted }
        guard let reason = try reasonToSkip(delivery) else { return .denied }
        let skip = try db.cachedStatement(sql: SQL.skip)
        try skip.execute(arguments: [reason, now.milliseconds, delivery.rawValue])
        return .skipped(reason)
    }

    /// Why a row that waits in our own mailing may not be sent; nil if it is not ours to move.
    private func reasonToSkip(_ delivery: DeliveryID) throws -> String? {
        let fetch = try db.cachedStatement(sql: SQL.fetch)
        guard let row = try Row.fetchOne(fetch, arguments: [delivery.rawValue]) else {
            throw StoreError.noSuchDelivery(delivery)
        }
        let isWaiting: Bool = row[0]
        let isBeingSent: Bool = row[1]
        let holder: String? = row[2]
        return isWaiting && isBeingSent && holder == owner.description ? row[3] : nil
    }
}

private enum SQL {
    static let fetch = """
        SELECT d.state IN ('pending', 'deferred'), m.state = 'sending', m.owner,
            \(SkipReasonSQL.reason)
        FROM deliveries d
        JOIN mailings m ON m.id = d.mailing
        JOIN subscribers p ON p.id = d.subscriber
        LEFT JOIN subscriptions s ON s.subscriber = d.subscriber AND s.list = coalesce(d.list, m.list)
        LEFT JOIN suppressions x ON x.address_key = p.address_key
        WHERE d.id = ?
        """
    /// Changes a row that may be sent and no other. The reason of an earlier deferral stays, in case that the claim is
    /// given back.
    static let take = """
        UPDATE deliveries SET state = 'in_flight', next_attempt_at = NULL, owner = ?1, lease_until = ?2, updated_at = ?3,
            version = ?4
        WHERE id = ?5 AND (state = 'pending' OR state = 'deferred') AND EXISTS (
            SELECT 1
            FROM mailings m
            JOIN subscribers p ON p.id = deliveries.subscriber
            JOIN subscriptions s ON s.subscriber = p.id AND s.list = coalesce(deliveries.list, m.list)
            LEFT JOIN suppressions x ON x.address_key = p.address_key
            WHERE m.id = deliveries.mailing AND m.state = 'sending' AND m.owner = ?1
                AND \(SkipReasonSQL.reason) IS NULL)
        """
    static let skip = """
        UPDATE deliveries SET state = 'skipped', reason = ?, next_attempt_at = NULL, updated_at = ? WHERE id = ?
        """
}
