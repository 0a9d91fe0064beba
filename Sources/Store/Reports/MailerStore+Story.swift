import GRDB
import Mail

extension MailerStore {
    /// Why a subscriber got a mailing or not; nil if the address is not known here.
    package func story(of address: EmailAddress, in mailing: MailingID) throws(StoreError) -> DeliveryStory? {
        try read("explain a delivery") { db in
            guard let known = try KnownSubscriber.fetch(db, key: address.key) else { return nil }
            let row = try Row.fetchOne(db, sql: SQL.delivery, arguments: [mailing.rawValue, known.id.rawValue])
            let returned = try row.map { try Row.fetchAll(db, sql: SQL.returned, arguments: [$0["id"] as Int64]) } ?? []
            return DeliveryStory(
                mailing: try Self.mailing(db, mailing), subscriber: try Self.record(db, known),
                delivery: try row.map { try Self.delivery(db, $0) }, returned: returned.map(DeliveryStory.Returned.init)
            )
        }
    }

    private static func delivery(_ db: Database, _ row: Row) throws -> DeliveryStory.Delivery {
        let id: Int64 = row["id"]
        let attempt = try Row.fetchOne(db, sql: SQL.lastAttempt, arguments: [id])
        return DeliveryStory.Delivery(
            state: try StoredText.value(row["state"], table: "deliveries", id: id), reason: row["reason"],
            attempts: row["attempts"],
            nextAttempt: (row["next_attempt_at"] as Int64?).map(Timestamp.init(milliseconds:)),
            since: Timestamp(milliseconds: row["updated_at"]),
            lastAttempt: try attempt.map(DeliveryStory.Attempt.init),
            list: (row["list"] as Int64?).map(ListID.init(rawValue:)))
    }
}

extension DeliveryStory.Attempt {
    fileprivate init(_ row: Row) throws {
        self.init(
            at: Timestamp(milliseconds: row["at"]), relay: row["relay"], stage: row["stage"],
            outcome: try StoredText.value(row["outcome"], table: "attempts", id: row["id"]), code: row["reply_code"],
            words: row["text"])
    }
}

extension DeliveryStory.Returned {
    fileprivate init(_ row: Row) {
        self.init(
            at: Timestamp(milliseconds: row["received_at"]), kind: row["kind"], status: row["status"],
            bounceClass: row["class"], rule: row["rule"], action: row["action"])
    }
}

private enum SQL {
    static let delivery = """
        SELECT id, state, reason, attempts, next_attempt_at, updated_at, list FROM deliveries
        WHERE mailing = ? AND subscriber = ?
        """
    static let lastAttempt = """
        SELECT id, at, relay, stage, outcome, reply_code, text FROM attempts
        WHERE delivery = ? ORDER BY at DESC, id DESC LIMIT 1
        """
    static let returned = """
        SELECT received_at, kind, status, class, rule, action FROM bounces
        WHERE delivery = ? AND is_verified = 1 ORDER BY received_at, id
        """
}
