import GRDB
import Mail

/// Claims deliveries, within one transaction.
struct Claimer {
    private let owner: LeaseOwner
    private let now: Timestamp
    private let leaseUntil: Timestamp
    private let fetch: Statement
    private let take: Statement
    private let skip: Statement

    init(_ db: Database, owner: LeaseOwner, now: Timestamp, leaseUntil: Timestamp) throws {
        self.owner = owner
        self.now = now
        self.leaseUntil = leaseUntil
        fetch = try db.cachedStatement(sql: SQL.fetch)
        take = try db.cachedStatement(sql: SQL.take)
        skip = try db.cachedStatement(sql: SQL.skip)
    }

    /// Moves a pending or deferred row to in flight, if its message may still be sent.
    func claim(_ claim: Claim) throws -> Bool {
        let delivery = claim.delivery
        switch try verdict(on: delivery) {
        case .granted:
            try take.execute(
                arguments: [
                    owner.description, leaseUntil.milliseconds, claim.version, now.milliseconds, delivery.rawValue,
                ])
            return true
        case .skipped(let reason):
            try skip.execute(arguments: [reason, now.milliseconds, delivery.rawValue])
            return false
        case .denied:
            return false
        }
    }

    private enum Verdict {
        case granted
        case skipped(String)
        case denied
    }

    private func verdict(on delivery: DeliveryID) throws -> Verdict {
        let rows = try Row.fetchCursor(fetch, arguments: [delivery.rawValue])
        guard let row = try rows.next() else { throw StoreError.noSuchDelivery(delivery) }
        let isWaiting: Bool = row[0]
        let isBeingSent: Bool = row[1]
        let holder: String? = row[2]
        guard isWaiting, isBeingSent, holder == owner.description else { return .denied }
        if let reason: String = row[3] { return .skipped(reason) }
        return .granted
    }
}

private enum SQL {
    static let fetch = """
        SELECT d.state IN ('pending', 'deferred'), m.state = 'sending', m.owner,
            \(SkipReasonSQL.reason)
        FROM deliveries d
        JOIN mailings m ON m.id = d.mailing
        JOIN subscribers p ON p.id = d.subscriber
        LEFT JOIN subscriptions s ON s.subscriber = d.subscriber AND s.list = m.list
        LEFT JOIN suppressions x ON x.address_key = p.address_key
        WHERE d.id = ?
        """
    /// The reason of an earlier deferral stays, in case that the claim is given back.
    static let take = """
        UPDATE deliveries SET state = 'in_flight', next_attempt_at = NULL, owner = ?, lease_until = ?, version = ?,
            updated_at = ?
        WHERE id = ?
        """
    static let skip = """
        UPDATE deliveries SET state = 'skipped', reason = ?, next_attempt_at = NULL, updated_at = ? WHERE id = ?
        """
}
