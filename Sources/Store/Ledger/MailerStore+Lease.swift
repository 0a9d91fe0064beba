import GRDB
import Mail

extension MailerStore {
    /// Makes `owner` the one sender of a mailing until a deadline that `renew` moves.
    ///
    /// Granted if nobody holds the mailing, the holder's deadline is past, it is ours, or `ownerIsGone`
    /// says so of the holder. What a former sender left in flight becomes `unknown` in the same
    /// transaction. `ownerIsGone` must not call the store.
    package func acquire(
        _ mailing: MailingID, owner: LeaseOwner, now: Timestamp, until: Timestamp,
        ownerIsGone: (LeaseOwner) -> Bool
    ) throws(StoreError) -> LeaseGrant {
        try write("take the mailing's lease") { db in
            guard let row = try Row.fetchOne(db, sql: SQL.holder, arguments: [mailing.rawValue]) else {
                throw StoreError.noSuchMailing("\(mailing)")
            }
            if let name: String = row["owner"], let deadline: Int64 = row["owner_until"] {
                let holder = LeaseOwner(name)
                let isFree = deadline <= now.milliseconds || holder == owner || ownerIsGone(holder)
                if !isFree { return .heldBy(holder, until: Timestamp(milliseconds: deadline)) }
            }
            try db.execute(
                sql: SQL.acquire,
                arguments: [owner.description, until.milliseconds, now.milliseconds, mailing.rawValue])
            try db.execute(
                sql: SQL.orphan, arguments: [LedgerMove.orphaned, mailing.rawValue])
            return .granted(orphans: db.changesCount)
        }
    }

    /// Moves our deadline; false if the mailing is no longer ours.
    package func renew(
        _ mailing: MailingID, owner: LeaseOwner, now: Timestamp, until: Timestamp
    ) throws(StoreError) -> Bool {
        try write("renew the mailing's lease") { db in
            try db.execute(
                sql: SQL.renew, arguments: [until.milliseconds, mailing.rawValue, owner.description])
            return db.changesCount > 0
        }
    }

    /// Lets the mailing go; nothing happens if it is no longer ours.
    package func release(_ mailing: MailingID, owner: LeaseOwner, now: Timestamp) throws(StoreError) {
        try write("release the mailing's lease") { db in
            try db.execute(sql: SQL.release, arguments: [mailing.rawValue, owner.description])
        }
    }
}

private enum SQL {
    static let holder = "SELECT owner, owner_until FROM mailings WHERE id = ?"
    static let acquire = """
        UPDATE mailings SET owner = ?1, owner_until = ?2, started_at = coalesce(started_at, ?3) WHERE id = ?4
        """
    static let renew = "UPDATE mailings SET owner_until = ? WHERE id = ? AND owner = ?"
    static let release = "UPDATE mailings SET owner = NULL, owner_until = NULL WHERE id = ? AND owner = ?"
    /// The row keeps the time of its claim: from then on the message may have left.
    static let orphan = """
        UPDATE deliveries SET state = 'unknown', reason = ?, owner = NULL, lease_until = NULL
        WHERE mailing = ? AND state = 'in_flight'
        """
}
