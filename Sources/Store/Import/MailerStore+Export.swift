import GRDB
import Mail

extension MailerStore {
    /// Writes a list as CSV: email, name, state, since, source, suppression, then every attribute.
    ///
    /// Reads one snapshot row by row. `emit` gets whole lines and must not call the store; an error of
    /// its own ends the export and is thrown on.
    package func exportCSV(_ list: ListID, emit: ([UInt8]) throws -> Void) throws {
        var emitError: (any Error)?
        do {
            try read("export the list") { db in
                let attributes = try String.fetchAll(db, sql: SQL.attributeNames, arguments: [list.rawValue])
                let rows = try Row.fetchCursor(db, sql: SQL.export, arguments: [list.rawValue])
                let header = CSVLine.bytes(["email", "name"] + ImportHeader.exported + attributes)
                do { try emit(header) } catch { emitError = error; throw error }
                while let row = try rows.next() {
                    let line = CSVLine.bytes(try Self.exportFields(row, attributes))
                    do { try emit(line) } catch { emitError = error; throw error }
                }
            }
        } catch {
            throw emitError ?? error
        }
    }

    private static func exportFields(_ row: Row, _ attributes: [String]) throws -> [String] {
        let values = try Attributes.read(row["attributes"], subscriber: row["id"])
        let since = Timestamp(milliseconds: row["since"]).iso8601
        let own: [String] = [
            row["address"], row["name"] ?? "", row["state"], since, row["source"], row["suppressed"] ?? "",
        ]
        return own + attributes.map { values[$0] ?? "" }
    }
}

private enum SQL {
    static let attributeNames = """
        SELECT DISTINCT j.key
        FROM subscriptions s JOIN subscribers p ON p.id = s.subscriber, json_each(p.attributes) j
        WHERE s.list = ? ORDER BY j.key
        """
    static let export = """
        SELECT p.id, p.address, p.name, p.attributes, s.state, s.since, s.source, x.reason AS suppressed
        FROM subscriptions s JOIN subscribers p ON p.id = s.subscriber
        LEFT JOIN suppressions x ON x.address_key = p.address_key
        WHERE s.list = ? ORDER BY s.subscriber
        """
}
