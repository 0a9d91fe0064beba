import GRDB
import Mail

extension MailerStore {
    /// Writes lists as CSV that an import reads back as it was: address, name, list, state, since, source, suppression,
    /// then every attribute; a row for each reader of each list.
    ///
    /// - Parameter lists: nil: all of them, and suppressed addresses that are on none.
    ///
    /// Reads one snapshot row by row. `emit` gets whole lines and must not call the store; an error of its own ends the
    /// export and is thrown on.
    package func exportCSV(_ lists: [ListID]?, emit: ([UInt8]) throws -> Void) throws {
        let chosen = lists.map { "(\($0.map { String($0.rawValue) }.joined(separator: ", ")))" }
        let condition = chosen.map { "s.list IN \($0)" } ?? "TRUE"
        var emitError: (any Error)?
        func put(_ fields: [String]) throws {
            do { try emit(CSVLine.bytes(fields)) } catch {
                emitError = error
                throw error
            }
        }
        do {
            try read("export the list") { db in
                let attributes = try String.fetchAll(db, sql: SQL.attributeNames(condition))
                try put(["email", "name"] + OwnColumn.allCases.map(\.rawValue) + attributes)
                let rows = try Row.fetchCursor(db, sql: SQL.export(condition))
                while let row = try rows.next() { try put(try Self.exportFields(row, attributes)) }
                guard lists == nil else { return }
                let others = try Row.fetchCursor(db, sql: SQL.suppressedOnNoList)
                while let row = try others.next() {
                    let address: String = row["address_key"]
                    var fields = [address, "", "", "", "", ""]
                    fields += Self.suppression(row)
                    fields += attributes.map { _ in "" }
                    try put(fields)
                }
            }
        } catch {
            throw emitError ?? error
        }
    }

    private static func exportFields(_ row: Row, _ attributes: [String]) throws -> [String] {
        let values = try Attributes.read(row["attributes"], subscriber: row["id"])
        let since = Timestamp(milliseconds: row["since"]).iso8601
        let own: [String] = [row["address"], row["name"] ?? "", row["list"], row["state"], since, row["source"]]
        let rest = attributes.map { values[$0] ?? "" }
        return own + suppression(row) + rest
    }

    private static func suppression(_ row: Row) -> [String] {
        let at: Int64? = row["suppressed_at"]
        return [
            row["suppressed"] ?? "", at.map { Timestamp(milliseconds: $0).iso8601 } ?? "", row["suppressed_by"] ?? "",
            row["suppressed_why"] ?? "",
        ]
    }
}

private enum SQL {
    static func attributeNames(_ condition: String) -> String {
        """
        SELECT DISTINCT j.key
        FROM subscriptions s JOIN subscribers p ON p.id = s.subscriber, json_each(p.attributes) j
        WHERE \(condition) ORDER BY j.key
        """
    }

    static func export(_ condition: String) -> String {
        """
        SELECT p.id, p.address, p.name, p.attributes, l.name AS list, s.state, s.since, s.source,
            x.reason AS suppressed, x.at AS suppressed_at, x.source AS suppressed_by, x.detail AS suppressed_why
        FROM subscriptions s JOIN subscribers p ON p.id = s.subscriber JOIN lists l ON l.id = s.list
        LEFT JOIN suppressions x ON x.address_key = p.address_key
        WHERE \(condition) ORDER BY s.list, s.subscriber
        """
    }

    static let suppressedOnNoList = """
        SELECT x.address_key, x.reason AS suppressed, x.at AS suppressed_at, x.source AS suppressed_by,
            x.detail AS suppressed_why
        FROM suppressions x
        WHERE NOT EXISTS (
            SELECT 1 FROM subscribers p JOIN subscriptions s ON s.subscriber = p.id WHERE p.address_key = x.address_key)
        ORDER BY x.address_key
        """
}
