import GRDB
import Mail

/// A subscriber as a search shows them.
package struct SubscriberMatch: Hashable, Sendable {
    package let address: EmailAddress
    package let name: String?
}

extension MailerStore {
    /// Subscribers whose address or name has `text` in it, in the order of their addresses; for an empty text, the
    /// first ones.
    ///
    /// Case counts in names only outside ASCII: SQLite's LIKE knows no other.
    ///
    /// - Parameter list: only subscribers who have to do with that list; nil for all.
    package func subscribers(
        matching text: String, on list: ListID? = nil, limit: Int
    ) throws(StoreError) -> [SubscriberMatch] {
        try read("search subscribers") { db in
            try Row.fetchAll(db, sql: SQL.search, arguments: [Self.pattern(text), list?.rawValue, limit]).map { row in
                SubscriberMatch(
                    address: try StoredText.address(row["address"], table: "subscribers", id: row["id"]),
                    name: row["name"])
            }
        }
    }

    private static func pattern(_ text: String) -> String {
        let escaped = text.map { "%_\\".contains($0) ? "\\\($0)" : String($0) }.joined()
        return "%\(escaped)%"
    }
}

private enum SQL {
    static let search = """
        SELECT p.id, p.address, p.name FROM subscribers p
        WHERE (p.address LIKE ?1 ESCAPE '\\' OR p.name LIKE ?1 ESCAPE '\\')
            AND (?2 IS NULL OR EXISTS (SELECT 1 FROM subscriptions s WHERE s.subscriber = p.id AND s.list = ?2))
        ORDER BY p.address_key LIMIT ?3
        """
}
