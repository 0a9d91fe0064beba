import GRDB
import Mail

/// A mailing that may be shown to everybody: something of it was sent, and its newest version does not forbid it.
package struct ArchiveEntry: Hashable, Sendable {
    package let mailing: MailingID
    package let uid: String
    /// Its name in links.
    package let path: String
    /// All that it went to, in the order that they were named in.
    package let lists: [MailingList]
    /// Whether it was let go as a whole. One that is held after its canary, paused or cancelled has a page for those who
    /// have it, and nothing leads there.
    package let isListed: Bool
    /// The newest version, which is the one to show.
    package let version: Int
    package let publishedAt: Timestamp
    /// When that version was made.
    package let updatedAt: Timestamp
}

extension MailerStore {
    /// What an archive may show, the newest first.
    ///
    /// A mailing that was cancelled before anything went out is not in it, nor one that waits for its time or was
    /// withdrawn.
    package func archiveEntries() throws(StoreError) -> [ArchiveEntry] {
        try read("list the archive") { db in
            try Row.fetchAll(db, sql: SQL.entries).map { row in
                ArchiveEntry(
                    mailing: MailingID(rawValue: row["id"]), uid: row["uid"], path: row["path"],
                    lists: try Row.fetchAll(db, sql: SQL.lists, arguments: [row["id"] as Int64]).map(MailingList.init),
                    isListed: row["is_listed"], version: row["version"],
                    publishedAt: Timestamp(milliseconds: row["published_at"]),
                    updatedAt: Timestamp(milliseconds: row["created_at"]))
            }
        }
    }
}

private enum SQL {
    /// `unknown` and `in_flight` count: whoever got the message may follow its link.
    static let entries = """
        SELECT m.id, m.uid, a.path, c.version, c.created_at,
            m.state = 'finished' OR m.state = 'sending' AND (m.canary_share IS NULL OR m.canary_limit IS NULL)
                AS is_listed,
            coalesce(m.started_at, m.created_at) AS published_at
        FROM mailings m
        JOIN archive_paths a ON a.mailing = m.id
        JOIN mailing_contents c ON c.mailing = m.id
            AND c.version = (SELECT max(version) FROM mailing_contents WHERE mailing = m.id)
        WHERE c.is_public AND m.withdrawn_at IS NULL AND EXISTS (
            SELECT 1 FROM deliveries d WHERE d.mailing = m.id AND d.state IN ('sent', 'in_flight', 'unknown'))
        ORDER BY published_at DESC, m.id DESC
        """
    static let lists = """
        SELECT l.id, l.name, l.title, l.created_at FROM mailing_lists n JOIN lists l ON l.id = n.list
        WHERE n.mailing = ? ORDER BY n.position
        """
}
