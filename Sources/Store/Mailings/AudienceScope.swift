import GRDB
import Mail

/// Whom a mailing goes to: the readers of one list or several, each once, but for who has the issue already.
package struct AudienceScope: Hashable, Sendable {
    /// In the order of preference: a reader is reached by the first that she gets mail from.
    package let lists: [ListID]
    /// Other mailings of the same issue, whose readers are passed over.
    package let earlier: [MailingID]

    package init(lists: [ListID], earlier: [MailingID] = []) {
        self.lists = lists
        self.earlier = earlier
    }
}

extension MailerStore {
    /// Whom the mailing would go to, or went to, if it started now.
    package func scope(of mailing: Mailing) throws(StoreError) -> AudienceScope {
        try read("look up a mailing's lists") { db in try Self.scope(db, of: mailing) }
    }

    /// - Parameter again: whether it goes to those who have the issue already, too.
    package func scope(slug: String, lists: [ListID], again: Bool) throws(StoreError) -> AudienceScope {
        try read("look up the mailings of an issue") { db in
            AudienceScope(lists: lists, earlier: again ? [] : try Self.mailings(db, slug: slug).map(\.id))
        }
    }

    static func scope(_ db: Database, of mailing: Mailing) throws -> AudienceScope {
        let earlier = mailing.sendsAgain ? [] : try mailings(db, slug: mailing.slug).map(\.id)
        return AudienceScope(lists: mailing.lists.map(\.id), earlier: earlier.filter { $0 != mailing.id })
    }

    /// Whom a mailing would reach if it started now.
    package func audience(of scope: AudienceScope) throws(StoreError) -> Audience {
        try read("count the audience") { db in try Self.audience(db, of: scope) }
    }

    static func audience(_ db: Database, of scope: AudienceScope) throws -> Audience {
        if scope.lists.count == 1, scope.earlier.isEmpty { return try audience(db, of: scope.lists[0]) }
        guard let row = try Row.fetchOne(db, sql: AudienceSQL.count(scope)) else { return .empty }
        return Audience(
            toMail: row["to_mail"], unsubscribed: row["unsubscribed"], suppressed: row["suppressed"],
            notConfirmed: row["not_confirmed"], served: row["served"])
    }
}

/// The rows of an audience, said in one place for counting and for freezing it.
enum AudienceSQL {
    /// Columns `subscriber`, `list`, `reason`, one row for each reader; `reason` says why she is passed over, null: she
    /// is not. Numbers are put in as they are: they are row ids.
    static func rows(_ scope: AudienceScope) -> String {
        let lists = scope.lists.enumerated().map { position, list in
            """
            SELECT s.subscriber AS subscriber, s.list AS list, \(position) AS position,
                \(reason(scope)) AS reason
            FROM subscriptions s
            JOIN subscribers p ON p.id = s.subscriber
            LEFT JOIN suppressions x ON x.address_key = p.address_key
            WHERE s.list = \(list)
            """
        }
        guard lists.count > 1 else { return lists.joined() }
        // With min() the other columns are those of its row (SQLite's documentation of SELECT, §2.4).
        return """
            SELECT subscriber, list, reason, min(iif(reason IS NULL, 0, \(lists.count)) + position) AS choice
            FROM (\(lists.joined(separator: " UNION ALL "))) GROUP BY subscriber
            """
    }

    /// Readers who are to be mailed, with whatever is asked of them.
    static func toMail(_ scope: AudienceScope, select: String, where condition: String = "true") -> String {
        """
        SELECT \(select) FROM (\(rows(scope))) a JOIN subscribers p ON p.id = a.subscriber
        WHERE a.reason IS NULL AND \(condition)
        """
    }

    static func count(_ scope: AudienceScope) -> String {
        """
        SELECT count(*) FILTER (WHERE reason IS NULL) AS to_mail,
            count(*) FILTER (WHERE reason LIKE 'unsubscribed%') AS unsubscribed,
            count(*) FILTER (WHERE reason LIKE 'suppressed:%') AS suppressed,
            count(*) FILTER (WHERE reason LIKE 'not confirmed%') AS not_confirmed,
            count(*) FILTER (WHERE reason LIKE '% with mailing %') AS served
        FROM (\(rows(scope)))
        """
    }

    private static func reason(_ scope: AudienceScope) -> String {
        if scope.earlier.isEmpty { return SkipReasonSQL.reason }
        let earlier = scope.earlier.map { "\($0)" }.joined(separator: ", ")
        return """
            coalesce(\(SkipReasonSQL.reason), (
                SELECT iif(e.state IN ('pending', 'deferred'), 'gets it', 'has it') || ' with mailing ' || o.id
                    || ' to list ' || l.name
                FROM deliveries e JOIN mailings o ON o.id = e.mailing JOIN lists l ON l.id = coalesce(e.list, o.list)
                WHERE e.mailing IN (\(earlier)) AND e.subscriber = s.subscriber
                    AND (e.state IN ('sent', 'unknown', 'in_flight')
                        OR e.state IN ('pending', 'deferred') AND o.state IN ('sending', 'paused'))
                ORDER BY o.id LIMIT 1))
            """
    }
}
