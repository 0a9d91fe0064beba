import GRDB
import Mail

extension MailerStore {
    /// The mailings that a sender has something to do for now, the longest due first: scheduled ones whose time has
    /// come, and ones being sent but for those that only wait for retries. Whether another process holds one is not asked.
    package func dueMailings(at now: Timestamp) throws(StoreError) -> [Mailing] {
        try read("look for mailings that are due") { db in
            try Int64.fetchAll(db, sql: SQL.due, arguments: [now.milliseconds]).map {
                try Self.mailing(db, MailingID(rawValue: $0))
            }
        }
    }
}

private enum SQL {
    /// One with neither pending nor deferred rows is due, too: it has to be marked as finished.
    static let due = """
        SELECT m.id FROM mailings m
        WHERE m.state = 'scheduled' AND m.start_at <= ?1
            OR m.state = 'sending' AND (
                NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.mailing = m.id AND d.state = 'deferred')
                OR EXISTS (SELECT 1 FROM deliveries d WHERE d.mailing = m.id AND d.state IN ('pending', 'in_flight'))
                OR EXISTS (
                    SELECT 1 FROM deliveries d
                    WHERE d.mailing = m.id AND d.state = 'deferred' AND d.next_attempt_at <= ?1))
        ORDER BY coalesce(m.start_at, m.created_at), m.id
        """
}
