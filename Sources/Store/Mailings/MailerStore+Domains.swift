import GRDB
import Mail

extension MailerStore {
    /// How many a mailing would go to now, by the domain of their address in lowercase.
    package func domains(of scope: AudienceScope) throws(StoreError) -> [String: Int] {
        try read("count the domains of an audience") { db in
            try Self.counts(db, AudienceSQL.toMail(scope, select: "\(SQL.domain), count(*)") + " GROUP BY 1")
        }
    }

    /// How many of a mailing are left, by the domain of their address in lowercase.
    package func domains(leftIn mailing: MailingID) throws(StoreError) -> [String: Int] {
        try read("count the domains of a mailing") { db in
            try Self.counts(db, SQL.left, [mailing.rawValue])
        }
    }

    private static func counts(_ db: Database, _ sql: String, _ arguments: StatementArguments = []) throws -> [String:
        Int]
    {
        var counts: [String: Int] = [:]
        for row in try Row.fetchAll(db, sql: sql, arguments: arguments) { counts[row[0]] = row[1] }
        return counts
    }
}

private enum SQL {
    /// The part after the last @. Only a quoted local part can hold another one, and looking for the last takes as long
    /// as all the rest of a count.
    static let domain = """
        lower(substr(p.address, CASE WHEN p.address LIKE '"%'
            THEN length(rtrim(p.address, replace(p.address, '@', ''))) ELSE instr(p.address, '@') END + 1))
        """
    static let left = """
        SELECT \(domain), count(*) FROM deliveries d JOIN subscribers p ON p.id = d.subscriber
        WHERE d.mailing = ? AND d.state IN ('pending', 'deferred') GROUP BY 1
        """
}
