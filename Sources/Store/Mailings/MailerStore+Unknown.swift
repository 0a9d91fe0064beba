import GRDB
import Mail

/// A delivery that may have arrived, for the operator to settle.
package struct UnknownDelivery: Hashable, Sendable {
    package let delivery: DeliveryID
    package let mailing: MailingID
    package let slug: String
    /// The mailing's random text, from which the Message-ID is made.
    package let uid: String
    /// The version of the content that its message carried.
    package let version: Int
    package let address: EmailAddress
    package let reason: String
    /// When the connection was lost; or when the row was claimed, if the sender died.
    package let since: Timestamp
    /// From when on its data may have been on the wire; not later than `since`.
    package let began: Timestamp
    /// The relay of the last attempt that is known; none if the sender died at the first.
    package let relay: String?
    /// What a server said last, with its code; most unknown deliveries never got an answer.
    package let lastReply: String?
}

/// What an operator found out about an unknown delivery.
package enum Settlement: String, Hashable, Sendable, CaseIterable {
    case sent
    case failed
    /// Try again, at the risk of a duplicate; with the same Message-ID.
    case resend

    /// What the delivery is then.
    package var state: DeliveryState {
        switch self {
        case .sent: .sent
        case .failed: .failed
        case .resend: .deferred
        }
    }
}

extension MailerStore {
    /// The deliveries of which nobody knows whether they arrived, of one mailing or of all, by id.
    package func unknownDeliveries(of mailing: MailingID? = nil) throws(StoreError) -> [UnknownDelivery] {
        try read("list the unknown deliveries") { db in
            try Row.fetchAll(db, sql: SQL.unknown, arguments: [mailing?.rawValue]).map { row in
                let since: Int64 = row["updated_at"]
                return UnknownDelivery(
                    delivery: DeliveryID(rawValue: row["id"]), mailing: MailingID(rawValue: row["mailing"]),
                    slug: row["slug"], uid: row["uid"], version: row["version"],
                    address: try StoredText.address(row["address"], table: "subscribers", id: row["subscriber"]),
                    reason: row["reason"], since: Timestamp(milliseconds: since),
                    began: Timestamp(milliseconds: min(since, row["began"] ?? since)), relay: row["relay"],
                    lastReply: row["last_reply"])
            }
        }
    }

    /// Settles an unknown delivery; any other is an illegal move.
    ///
    /// A resent one is due at once, and a mailing that had finished goes on with it. A cancelled mailing
    /// resends nothing.
    package func settle(_ delivery: DeliveryID, as settlement: Settlement, origin: Origin) throws(StoreError) {
        try write("settle an unknown delivery") { db in
            guard let row = try Row.fetchOne(db, sql: SQL.find, arguments: [delivery.rawValue]) else {
                throw StoreError.noSuchDelivery(delivery)
            }
            let state: DeliveryState = try StoredText.value(row["state"], table: "deliveries", id: delivery.rawValue)
            let isResend = settlement == .resend
            if state != .unknown || isResend && row["mailing_state"] == MailingState.cancelled.rawValue {
                throw StoreError.illegalMove(delivery, from: state, to: settlement.rawValue)
            }
            let detail = origin.detail.map { ": \($0)" } ?? ""
            try db.execute(
                sql: SQL.settle,
                arguments: [
                    settlement.state.rawValue,
                    "settled as \(settlement.rawValue) by \(origin.source)\(detail)",
                    isResend ? origin.at.milliseconds : nil, origin.at.milliseconds, delivery.rawValue,
                ])
            if isResend { try db.execute(sql: SQL.reopen, arguments: [row["mailing"] as Int64]) }
        }
    }
}

private enum SQL {
    /// The last attempt is the lost one, unless the sender died and stored none.
    static let unknown = """
        SELECT d.id, d.mailing, m.slug, m.uid, coalesce(d.version, 1) AS version, d.subscriber, p.address, d.reason, d.updated_at, a.relay,
            CASE a.outcome WHEN 'unknown' THEN a.at - a.duration_ms END AS began,
            (SELECT r.reply_code || ' ' || r.text || ', in reply to ' || r.stage FROM attempts r
                WHERE r.delivery = d.id AND r.reply_code IS NOT NULL ORDER BY r.at DESC, r.id DESC LIMIT 1) AS last_reply
        FROM mailings m
        JOIN deliveries d ON d.mailing = m.id AND d.state = 'unknown'
        JOIN subscribers p ON p.id = d.subscriber
        LEFT JOIN attempts a ON a.id = (
            SELECT l.id FROM attempts l WHERE l.delivery = d.id ORDER BY l.at DESC, l.id DESC LIMIT 1)
        WHERE ?1 IS NULL OR m.id = ?1 ORDER BY d.id
        """
    static let find = """
        SELECT d.state, d.mailing, m.state AS mailing_state
        FROM deliveries d JOIN mailings m ON m.id = d.mailing WHERE d.id = ?
        """
    static let settle = """
        UPDATE deliveries SET state = ?, reason = ?, next_attempt_at = ?, updated_at = ? WHERE id = ?
        """
    static let reopen = "UPDATE mailings SET state = 'sending', finished_at = NULL WHERE id = ? AND state = 'finished'"
}
