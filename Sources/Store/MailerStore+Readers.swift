import GRDB
import Mail

/// A reader whom a mailing to the list would go to now.
package struct ListReader: Hashable, Sendable {
    package let address: String
    package let name: String?
    package let attributes: [String: String]
}

extension MailerStore {
    /// Looks at each reader whom a mailing would go to now, one at a time.
    ///
    /// - Parameters:
    ///   - fields: names of attributes, or `name`. If there are any, readers are left out who surely have a value for
    ///     each of them, so that a list of a million is looked through in less than a second.
    package func forEachReader(
        of scope: AudienceScope, perhapsLacking fields: [String] = [], _ look: (ListReader) throws -> Void
    ) throws(StoreError) {
        try read("look through the readers of a list") { db in
            let names = fields.filter { $0 != "name" }
            let sql = ReaderSQL.readers(scope, attributes: names.count, withName: names.count < fields.count)
            let rows = try Row.fetchCursor(db, sql: sql, arguments: StatementArguments(names))
            while let row = try rows.next() {
                let id: Int64 = row[0]
                try look(
                    ListReader(
                        address: row[1], name: row[2], attributes: try Attributes.read(row[3], subscriber: id)))
            }
        }
    }
}

extension MailerStore {
    /// The attributes of which some reader of the list has a value who may be mailed; nil if there is no such reader.
    ///
    /// - Parameter fields: if all of these are among them, others are not looked for, which takes a look at few readers.
    package func attributeNames(of list: ListID, covering fields: [String]) throws(StoreError) -> Set<String>? {
        try read("look through the attributes of a list") { db in
            let scope = AudienceScope(lists: [list])
            let isThere = { (sql: String, arguments: StatementArguments) in
                try Bool.fetchOne(db, sql: "SELECT EXISTS (\(sql))", arguments: arguments) == true
            }
            guard try isThere(AudienceSQL.toMail(scope, select: "1"), []) else { return nil }
            let some = AudienceSQL.toMail(scope, select: "1", where: "trim(p.attributes ->> ?1) <> ''")
            if try fields.allSatisfy({ try isThere(some, [$0]) }) { return Set(fields) }
            let all = AudienceSQL.toMail(scope, select: "p.attributes AS attributes")
            return Set(try String.fetchAll(db, sql: ReaderSQL.names(in: all)))
        }
    }
}

private enum ReaderSQL {
    static func names(in readers: String) -> String {
        "SELECT DISTINCT j.key FROM (\(readers)) r, json_each(r.attributes) j WHERE trim(j.value) <> ''"
    }

    /// What has a letter or digit of ASCII is a value. The few others are looked at by whoever asked.
    private static func perhapsMissing(_ value: String) -> String { "coalesce(\(value), '') NOT GLOB '*[0-9A-Za-z]*'" }

    static func readers(_ scope: AudienceScope, attributes: Int, withName: Bool) -> String {
        let checks =
            (withName ? [perhapsMissing("p.name")] : [])
            + (0..<attributes).map { perhapsMissing("p.attributes ->> ?\($0 + 1)") }
        return AudienceSQL.toMail(
            scope, select: "p.id, p.address, p.name, p.attributes",
            where: checks.isEmpty ? "true" : "(\(checks.joined(separator: " OR ")))")
    }
}
