import GRDB
import Mail

/// A reader whom a mailing to the list would go to now.
package struct ListReader: Hashable, Sendable {
    package let address: String
    package let name: String?
    package let attributes: [String: String]
}

extension MailerStore {
    /// Looks at each reader of a list who may be mailed, in the order of their making, one at a time.
    ///
    /// - Parameters:
    ///   - fields: names of attributes, or `name`. If there are any, readers are left out who surely have a value for
    ///     each of them, so that a list of a million is looked through in less than a second.
    package func forEachReader(
        of list: ListID, perhapsLacking fields: [String] = [], _ look: (ListReader) throws -> Void
    ) throws(StoreError) {
        try read("look through the readers of a list") { db in
            let names = fields.filter { $0 != "name" }
            let sql = ReaderSQL.readers(attributes: names.count, withName: names.count < fields.count)
            let arguments = StatementArguments([list.rawValue]) + StatementArguments(names)
            let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
            while let row = try rows.next() {
                let id: Int64 = row[0]
                try look(
                    ListReader(
                        address: row[1], name: row[2], attributes: try Attributes.read(row[3], subscriber: id)))
            }
        }
    }
}

private enum ReaderSQL {
    /// What has a letter or digit of ASCII is a value. The few others are looked at by whoever asked.
    private static func perhapsMissing(_ value: String) -> String { "coalesce(\(value), '') NOT GLOB '*[0-9A-Za-z]*'" }

    static func readers(attributes: Int, withName: Bool) -> String {
        let checks =
            (withName ? [perhapsMissing("p.name")] : [])
            + (0..<attributes).map { perhapsMissing("p.attributes ->> ?\($0 + 2)") }
        return """
            SELECT p.id, p.address, p.name, p.attributes
            FROM subscriptions s JOIN subscribers p ON p.id = s.subscriber
            LEFT JOIN suppressions x ON x.address_key = p.address_key
            WHERE s.list = ?1 AND s.state = 'subscribed' AND x.at IS NULL
            \(checks.isEmpty ? "" : "AND (\(checks.joined(separator: " OR ")))")
            """
    }
}
