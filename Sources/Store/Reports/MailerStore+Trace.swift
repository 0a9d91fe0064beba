import GRDB
import Mail

extension MailerStore {
    /// The story of an address in order of time; empty if the store never heard of it.
    package func trace(_ address: EmailAddress) throws(StoreError) -> [TraceEvent] {
        try read("trace an address") { db in
            var events = try Self.suppressionEvents(db, key: address.key)
            if let known = try KnownSubscriber.fetch(db, key: address.key) {
                for source in Self.sources {
                    let rows = try Row.fetchAll(db, sql: source.sql, arguments: [known.id.rawValue])
                    events += rows.map { row in
                        TraceEvent(at: Timestamp(milliseconds: row["at"]), kind: source.kind, text: source.text(row))
                    }
                }
            }
            return events.enumerated()
                .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
                .map(\.element)
        }
    }

    /// What is told of a subscriber; where times are equal, in this order.
    private static var sources: [(kind: TraceEvent.Kind, sql: String, text: (Row) -> String)] {
        [
            (.subscription, SQL.subscriptions, subscriptionText), (.attempt, SQL.attempts, attemptText),
            (.delivery, SQL.deliveries, deliveryText), (.bounce, SQL.bounces, bounceText),
        ]
    }

    private static func suppressionEvents(_ db: Database, key: String) throws -> [TraceEvent] {
        try Row.fetchAll(db, sql: SQL.suppressions, arguments: [key]).map { row in
            let text = "\(row["event"] as String) (\(row["reason"] as String)) by \(row["source"] as String)"
            return TraceEvent(
                at: Timestamp(milliseconds: row["at"]), kind: .suppression, text: text + detail(row["detail"]))
        }
    }

    private static func subscriptionText(_ row: Row) -> String {
        "\(row["event"] as String) list=\(row["list"] as String) by \(row["source"] as String)" + detail(row["detail"])
    }

    private static func deliveryText(_ row: Row) -> String {
        "mailing=\(row["slug"] as String) delivery=\(row["id"] as Int64) is \(row["state"] as String)"
            + detail(row["reason"])
            + " after \(row["attempts"] as Int) attempt\(row["attempts"] as Int == 1 ? "" : "s")"
    }

    private static func attemptText(_ row: Row) -> String {
        let stage: String = row["stage"]
        let words: String = row["text"]
        let code: Int? = row["reply_code"]
        let reason = code.map { "\($0) \(words), in reply to \(stage)" } ?? "\(words), at \(stage)"
        return "mailing=\(row["slug"] as String) delivery=\(row["delivery"] as Int64) to=\(row["address"] as String) "
            + "relay=\(row["relay"] as String) status=\(row["outcome"] as String) (\(reason))"
    }

    private static func bounceText(_ row: Row) -> String {
        let status = (row["status"] as String?).map { " \($0)" } ?? ""
        return "\(row["kind"] as String) mailing=\(row["slug"] as String) delivery=\(row["delivery"] as Int64)"
            + "\(status) class=\(row["class"] as String) rule=\(row["rule"] as String): \(row["action"] as String)"
    }

    private static func detail(_ text: String?) -> String { text.map { " (\($0))" } ?? "" }
}

private enum SQL {
    static let suppressions = """
        SELECT event, reason, detail, source, at FROM suppression_events WHERE address_key = ? ORDER BY at, id
        """
    static let subscriptions = """
        SELECT e.event, l.name AS list, e.source, e.detail, e.at
        FROM subscription_events e JOIN lists l ON l.id = e.list WHERE e.subscriber = ? ORDER BY e.at, e.id
        """
    static let deliveries = """
        SELECT d.id, m.slug, d.state, d.reason, d.attempts, d.updated_at AS at
        FROM mailings m CROSS JOIN deliveries d ON d.mailing = m.id AND d.subscriber = ?
        """
    static let attempts = """
        SELECT a.delivery, m.slug, a.at, a.relay, a.address, a.stage, a.outcome, a.reply_code, a.text
        FROM mailings m
        CROSS JOIN deliveries d ON d.mailing = m.id AND d.subscriber = ?
        CROSS JOIN attempts a ON a.delivery = d.id ORDER BY a.at, a.id
        """
    static let bounces = """
        SELECT b.received_at AS at, b.kind, b.delivery, m.slug, b.status, b.class, b.rule, b.action
        FROM bounces b JOIN deliveries d ON d.id = b.delivery JOIN mailings m ON m.id = d.mailing
        WHERE b.subscriber = ? ORDER BY b.received_at, b.id
        """
}
