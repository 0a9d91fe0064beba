import GRDB
import Mail

/// A mailing that may be shown to everybody: something of it was sent, and its newest version does not forbid it.
package struct ArchiveEntry: Hashable, Sendable {
    package let mailing: MailingID
    package let uid: String
    /// Its name in links.
    package let path: String
    package let listName: String
    package let listTitle: String
    /// The newest version, which is the one to show.
    package let version: Int
    package let publishedAt: Timestamp
    /// When that version was made.
    package let updatedAt: Timestamp
}

extension MailerStore {
    /// What an archive may show, the newest first.
    ///
    /// A mailing that was cancelled before anything went out is not in it, nor one that waits for its time.
    package func archiveEntries() throws(StoreError) -> [ArchiveEntry] {
        try read("list the archive") { db in
            try Row.fetchAll(db, sql: SQL.entries).map { row in
                ArchiveEntry(
                    mailing: MailingID(rawValue: row["id"]), uid: row["uid"], path: row["path"],
                    listName: row["list_name"], listTitle: row["list_title"], version: row["version"],
                    publishedAt: Timestamp(milliseconds: row["published_at"]),
                    updatedAt: Timestamp(milliseconds: row["created_at"]))
            }
        }
    }
}

private enum SQL {
    /// `unknown` and `in_flight` count: whoever got the message may follow its link.
    static let entries = """
        SELECT m.id, m.uid, a.path, l.name AS list_name, l.title AS list_title, c.version, c.created_at,
            coalesce(m.started_at, m.created_at) AS published_at
        FROM mailings m
        JOIN archive_paths a ON a.mailing = m.id
        JOIN lists l ON l.id = m.list
        JOIN mailing_contents c ON c.mailing = m.id
            AND c.version = (SELECT max(version) FROM mailing_contents WHERE mailing = m.id)
        WHERE c.is_public AND EXISTS (
            SELECT 1 FROM deliveries d WHERE d.mailing = m.id AND d.state IN ('sent', 'in_flight', 'unknown'))
        ORDER BY published_at DESC, m.id DESC
        """
}
