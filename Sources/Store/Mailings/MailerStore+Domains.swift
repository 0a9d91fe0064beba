import GRDB
import Mail

extension MailerStore {
    /// How many of a list may be mailed now, by the domain of their address in lowercase.
    package func domains(of list: ListID) throws(StoreError) -> [String: Int] {
        try read("count the domains of a list") { db in
            try Self.counts(db, SQL.ofList, list.rawValue)
        }
    }

    /// How many of a mailing are left, by the domain of their address in lowercase.
    package func domains(leftIn mailing: MailingID) throws(StoreError) -> [String: Int] {
        try read("count the domains of a mailing") { db in
            try Self.counts(db, SQL.left, mailing.rawValue)
        }
    }

    private static func counts(_ db: Database, _ sql: String, _ id: Int64) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for row in try Row.fetchAll(db, sql: sql, arguments: [id]) { counts[row[0]] = row[1] }
        return counts
    }
}

private enum SQL {
    /// The part after the last @. Only a quoted local part can hold another one, and looking for the last takes as long
    /// as all the rest of a count.
    private static let domain = """
        lower(substr(p.address, CASE WHEN p.address LIKE '"%'
            THEN length(rtrim(p.address, replace(p.address, '@', ''))) ELSE instr(p.address, '@') END + 1))
        """
    static let ofList = """
        SELECT \(domain), count(*)
        FROM subscriptions s JOIN subscribers p ON p.id = s.subscriber
        LEFT JOIN suppressions x ON x.address_key = p.address_key
        WHERE s.list = ? AND s.state = 'subscribed' AND x.at IS NULL GROUP BY 1
        """
    static let left = """
        SELECT \(domain), count(*) FROM deliveries d JOIN subscribers p ON p.id = d.subscriber
        WHERE d.mailing = ? AND d.state IN ('pending', 'deferred') GROUP BY 1
        """
}
