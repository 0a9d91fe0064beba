import GRDB
import Mail

/// What is needed, beside a mailing's content and the keys, to make one recipient's message again.
package struct SentMessage: Hashable, Sendable {
    /// With the reader's name and attributes as they were then.
    package let recipient: DueDelivery
    package let version: Int
    /// The message's Date field.
    package let date: Timestamp
    /// `sent`, or `unknown` if it may have arrived.
    package let outcome: DeliveryState
    /// Whether it is known which name and attributes the reader had then; in older attempts it is not.
    package let isRecipientCertain: Bool
}

extension MailerStore {
    /// The last message of the mailing that the relay took for the address; else the last that it may have taken.
    ///
    /// Nil if none was; throws if the address is not among the mailing's recipients.
    package func sentMessage(of mailing: MailingID, to address: EmailAddress) throws(StoreError) -> SentMessage? {
        try read("look up a message") { db in
            let found = try Self.mailing(db, mailing)
            guard let delivery = try Row.fetchOne(db, sql: SQL.delivery, arguments: [mailing.rawValue, address.key])
            else { throw StoreError.notARecipient(address, slug: found.slug) }
            let id: Int64 = delivery["id"]
            guard let attempt = try Row.fetchOne(db, sql: SQL.attempt, arguments: [id]) else { return nil }
            let subscriber: Int64 = delivery["subscriber"]
            let revision: Int64? = attempt["revision"]
            let earlier = try revision.flatMap {
                try Row.fetchOne(db, sql: SQL.earlier, arguments: [subscriber, $0])
            }
            let reader = earlier ?? delivery
            var recipient = DueDelivery(
                delivery: DeliveryID(rawValue: id), subscriber: SubscriberID(rawValue: subscriber),
                address: try StoredText.address(reader["address"], table: "subscribers", id: subscriber),
                name: reader["name"], attributes: try Attributes.read(reader["attributes"], subscriber: subscriber),
                attempts: delivery["attempts"])
            recipient.list = (delivery["list"] as Int64?).map(ListID.init(rawValue:))
            return SentMessage(
                recipient: recipient, version: delivery["version"] ?? 1,
                date: Timestamp(milliseconds: attempt["message_date"]),
                outcome: try StoredText.value(attempt["outcome"], table: "attempts", id: attempt["id"]),
                isRecipientCertain: revision != nil || delivery["revision"] == 0)
        }
    }
}

private enum SQL {
    static let delivery = """
        SELECT d.id, d.subscriber, d.attempts, d.version, d.list, p.address, p.name, p.attributes, p.revision
        FROM subscribers p JOIN deliveries d ON d.mailing = ?1 AND d.subscriber = p.id
        WHERE p.address_key = ?2
        """
    static let attempt = """
        SELECT id, message_date, outcome, revision FROM attempts
        WHERE delivery = ? AND outcome IN ('sent', 'unknown') ORDER BY outcome = 'sent' DESC, at DESC, id DESC LIMIT 1
        """
    static let earlier = """
        SELECT address, name, attributes FROM subscriber_revisions WHERE subscriber = ? AND revision = ?
        """
}
