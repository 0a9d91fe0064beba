import Foundation
import GRDB
import Mail

extension MailerStore {
    /// Stores a correction: the next version of a mailing's content. Returns its number.
    ///
    /// Which version a recipient gets is the mailing's and its deliveries' business; this only keeps it.
    package func addVersion(
        to mailing: MailingID, content: MailingContent, at now: Timestamp
    ) throws(StoreError) -> Int {
        try write("store a version of the mailing's content") { db in
            try Self.addVersion(db, to: mailing, content: content, at: now)
        }
    }

    /// The same inside a transaction.
    static func addVersion(
        _ db: Database, to mailing: MailingID, content: MailingContent, at now: Timestamp
    ) throws -> Int {
        let slug = try Self.mailing(db, mailing).slug
        let version = try newestVersion(db, of: mailing) + 1
        try db.execute(
            sql: SQL.insert,
            arguments: [
                mailing.rawValue, version, now.milliseconds, content.subject, content.issuePath, content.issueSHA256,
                content.settings, content.commit?.hash, content.commit?.isDirty, content.mailerVersion,
                content.isPublic, Data(content.issue),
            ])
        for file in content.files {
            try db.execute(sql: SQL.insertFile, arguments: [file.sha256, Data(file.bytes)])
            try db.execute(
                sql: SQL.useFile,
                arguments: [mailing.rawValue, version, file.role.rawValue, file.name, file.sha256])
        }
        if content.isPublic { try ArchivePath.assign(db, mailing: mailing, slug: slug) }
        return version
    }

    /// What a version of a mailing was made from; without a number, the newest.
    package func contents(of mailing: MailingID, version: Int? = nil) throws(StoreError) -> ContentVersion {
        try read("load a mailing's content") { db in try Self.contents(db, of: mailing, version: version) }
    }

    static func contents(_ db: Database, of mailing: MailingID, version: Int?) throws -> ContentVersion {
        let version = try version ?? newestVersion(db, of: mailing)
        guard let row = try Row.fetchOne(db, sql: SQL.select, arguments: [mailing.rawValue, version]) else {
            throw StoreError.noSuchVersion(version, slug: try Self.mailing(db, mailing).slug)
        }
        var content = MailingContent(
            subject: row["subject"], issuePath: row["issue_path"], issue: [UInt8](row["issue"] as Data),
            issueSHA256: row["issue_sha256"])
        content.files = try Row.fetchAll(db, sql: SQL.files, arguments: [mailing.rawValue, version]).map { file in
            ContentFile(
                role: try StoredText.value(file["role"], table: "mailing_files", id: mailing.rawValue),
                name: file["name"], bytes: [UInt8](file["bytes"] as Data), sha256: file["sha256"])
        }
        content.settings = row["settings"]
        if let hash: String = row["git_commit"] {
            content.commit = SourceCommit(hash: hash, isDirty: row["git_dirty"])
        }
        content.mailerVersion = row["mailer_version"]
        content.isPublic = row["is_public"]
        return ContentVersion(
            mailing: mailing, version: version, createdAt: Timestamp(milliseconds: row["created_at"]),
            content: content)
    }

    /// The mailing's name in the archive's links; nil if none of its versions was for the archive.
    package func archivePath(of mailing: MailingID) throws(StoreError) -> String? {
        try read("look up a mailing's place in the archive") { db in
            try String.fetchOne(db, sql: SQL.path, arguments: [mailing.rawValue])
        }
    }

    /// The settings that a delivery's message was made with, JSON; nil where they were not kept. Throws if there is no such
    /// delivery.
    package func settings(of delivery: DeliveryID) throws(StoreError) -> String? {
        try read("look up what a delivery was made with") { db in
            guard let row = try Row.fetchOne(db, sql: SQL.settings, arguments: [delivery.rawValue]) else {
                throw StoreError.noSuchDelivery(delivery)
            }
            return row["settings"]
        }
    }

    private static func newestVersion(_ db: Database, of mailing: MailingID) throws -> Int {
        try Int.fetchOne(db, sql: SQL.newest, arguments: [mailing.rawValue]) ?? 0
    }
}

private enum SQL {
    static let newest = "SELECT max(version) FROM mailing_contents WHERE mailing = ?"
    static let insert = """
        INSERT INTO mailing_contents (mailing, version, created_at, subject, issue_path, issue_sha256, settings,
            git_commit, git_dirty, mailer_version, is_public, issue)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let insertFile = "INSERT INTO content_files (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING"
    static let useFile = "INSERT INTO mailing_files (mailing, version, role, name, sha256) VALUES (?, ?, ?, ?, ?)"
    static let select = """
        SELECT created_at, subject, issue_path, issue_sha256, settings, git_commit, git_dirty, mailer_version,
            is_public, issue
        FROM mailing_contents WHERE mailing = ? AND version = ?
        """
    static let files = """
        SELECT u.role, u.name, u.sha256, f.bytes FROM mailing_files u JOIN content_files f ON f.sha256 = u.sha256
        WHERE u.mailing = ? AND u.version = ? ORDER BY u.role, u.name
        """
    static let settings = """
        SELECT c.settings
        FROM deliveries d JOIN mailings m ON m.id = d.mailing
        LEFT JOIN mailing_contents c ON c.mailing = d.mailing AND c.version = coalesce(d.version, m.version)
        WHERE d.id = ?
        """
    static let path = "SELECT path FROM archive_paths WHERE mailing = ?"
}
