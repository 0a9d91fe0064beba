import GRDB
import Mail

/// A delivery that may have arrived, for the operator to settle.
package struct UnknownDelivery: Hashable, Sendable {
    package let delivery: DeliveryID
    package let mailing: MailingID
    package let slug: String
    package let address: EmailAddress
    package let reason: String
    package let since: Timestamp
}

/// What an operator found out about an unknown delivery.
package enum Settlement: String, Hashable, Sendable, CaseIterable {
    case sent
    case failed
    /// Try again, at the risk of a duplicate; with the same Message-ID.
    case resend
}

extension MailerStore {
    /// The deliveries of which nobody knows whether they arrived, of one mailing or of all, by id.
    package func unknownDeliveries(of mailing: MailingID? = nil) throws(StoreError) -> [UnknownDelivery] {
        try read("list the unknown deliveries") { db in
            try Row.fetchAll(db, sql: SQL.unknown, arguments: [mailing?.rawValue]).map { row in
                UnknownDelivery(
                    delivery: DeliveryID(rawValue: row["id"]), mailing: MailingID(rawValue: row["mailing"]),
                    slug: row["slug"],
                    address: try StoredText.address(row["address"], table: "subscribers", id: row["subscriber"]),
                    reason: row["reason"], since: Timestamp(milliseconds: row["updated_at"]))
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
                    isResend ? DeliveryState.deferred.rawValue : settlement.rawValue,
                    "settled as \(settlement.rawValue) by \(origin.source)\(detail)",
                    isResend ? origin.at.milliseconds : nil, origin.at.milliseconds, delivery.rawValue,
                ])
            if isResend { try db.execute(sql: SQL.reopen, arguments: [row["mailing"] as Int64]) }
        }
    }
}

private enum SQL {
    static let unknown = """
        SELECT d.id, d.mailing, m.slug, d.subscriber, p.address, d.reason, d.updated_at
        FROM mailings m
        JOIN deliveries d ON d.mailing = m.id AND d.state = 'unknown'
        JOIN subscribers p ON p.id = d.subscriber
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
