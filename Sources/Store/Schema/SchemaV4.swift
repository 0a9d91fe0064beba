import Foundation
import GRDB
import Mail

/// What determines a message's bytes: each version of a mailing's content, the files that it used, and the readers'
/// data as they were when an attempt was made.
enum SchemaV4 {
    static func migrate(_ db: Database) throws {
        try db.execute(sql: contents)
        try db.execute(sql: readers)
        try db.execute(sql: earlierMailings)
        for row in try Row.fetchAll(db, sql: "SELECT id, slug, list FROM mailings ORDER BY id") {
            try ArchivePath.assign(db, mailing: MailingID(rawValue: row[0]), slug: row[1])
        }
    }

    /// `settings` are whoever sends' own, as a JSON object; null where a mailing is older than this table, like
    /// `mailer_version`. Files that mailings share are stored once.
    private static let contents = """
        CREATE TABLE content_files (
            sha256 TEXT NOT NULL PRIMARY KEY,
            bytes BLOB NOT NULL
        ) STRICT;

        CREATE TABLE mailing_contents (
            mailing INTEGER NOT NULL REFERENCES mailings(id),
            version INTEGER NOT NULL CHECK (version > 0),
            created_at INTEGER NOT NULL,
            subject TEXT NOT NULL,
            issue_path TEXT NOT NULL,
            issue_sha256 TEXT NOT NULL,
            settings TEXT CHECK (settings IS NULL OR json_valid(settings)),
            git_commit TEXT,
            git_dirty INTEGER CHECK (git_dirty IN (0, 1)),
            mailer_version TEXT,
            is_public INTEGER NOT NULL CHECK (is_public IN (0, 1)),
            issue BLOB NOT NULL,
            PRIMARY KEY (mailing, version),
            CHECK ((git_commit IS NULL) = (git_dirty IS NULL))
        ) STRICT;

        CREATE TABLE mailing_files (
            mailing INTEGER NOT NULL,
            version INTEGER NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('template', 'image', 'message')),
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL REFERENCES content_files(sha256),
            PRIMARY KEY (mailing, version, role, name),
            FOREIGN KEY (mailing, version) REFERENCES mailing_contents(mailing, version)
        ) STRICT, WITHOUT ROWID;

        -- Where the archive shows a mailing; given once, since links to it are in mail that was sent.
        CREATE TABLE archive_paths (
            mailing INTEGER PRIMARY KEY REFERENCES mailings(id),
            path TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (path <> '')
        ) STRICT;
        """

    /// A message holds its reader's name and attributes: each change of them makes a revision, and an attempt notes
    /// which one it was made from. The trigger is for every way of changing a row.
    private static let readers = """
        ALTER TABLE subscribers ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE attempts ADD COLUMN revision INTEGER;

        CREATE TABLE subscriber_revisions (
            subscriber INTEGER NOT NULL REFERENCES subscribers(id),
            revision INTEGER NOT NULL,
            address TEXT NOT NULL,
            name TEXT,
            attributes TEXT NOT NULL CHECK (json_valid(attributes)),
            PRIMARY KEY (subscriber, revision)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER subscribers_keep_revision AFTER UPDATE OF address, name, attributes ON subscribers
        WHEN old.address IS NOT new.address OR old.name IS NOT new.name OR old.attributes IS NOT new.attributes
        BEGIN
            INSERT INTO subscriber_revisions (subscriber, revision, address, name, attributes)
            VALUES (old.id, old.revision, old.address, old.name, old.attributes);
            UPDATE subscribers SET revision = old.revision + 1 WHERE id = old.id;
        END;
        """

    private static let earlierMailings = """
        INSERT INTO mailing_contents (mailing, version, created_at, subject, issue_path, issue_sha256, is_public, issue)
        SELECT id, 1, created_at, subject, issue_path, issue_sha256, 1, issue FROM mailings
        """
}
