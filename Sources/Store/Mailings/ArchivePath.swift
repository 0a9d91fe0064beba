import Foundation
import GRDB
import Mail

/// The name under which the archive shows a mailing: its slug, where that is free and safe as it is.
///
/// It stands in URLs and file names: ASCII letters, digits, `-`, `_` and `.`, not hidden, not too long, unique
/// without regard to case, and none of the archive's own names. Other scripts are written in Latin letters.
package enum ArchivePath {
    /// The path that a slug gets where it is free.
    package static func expected(slug: String) -> String { preferred(slug: slug, list: "").first ?? "issue" }

    /// Gives the mailing its path, unless it has one.
    static func assign(_ db: Database, mailing: MailingID, slug: String) throws {
        let given = try Bool.fetchOne(db, sql: SQL.isGiven, arguments: [mailing.rawValue])
        if given == true { return }
        let list = try String.fetchOne(db, sql: SQL.listName, arguments: [mailing.rawValue]) ?? ""
        func isFree(_ path: String) throws -> Bool {
            try Bool.fetchOne(db, sql: SQL.isFree, arguments: [path]) == true
        }
        let slugs = preferred(slug: slug, list: list)
        let numbers = (1...).lazy.map { numbered(slug: slug, mailing: mailing, $0) }
        let path = try slugs.first { try isFree($0) } ?? numbers.first { try isFree($0) }
        try db.execute(sql: SQL.insert, arguments: [mailing.rawValue, path])
    }

    /// The slug, or with its list: a slug may be used once on each list.
    static func preferred(slug: String, list: String) -> [String] {
        let (slug, list) = (safe(slug), safe(list))
        return [slug, "\(slug)-\(list)"].filter { !slug.isEmpty && !isReserved($0) }
    }

    /// For what is left: one of these is free, however unlucky.
    static func numbered(slug: String, mailing: MailingID, _ number: Int) -> String {
        let slug = safe(slug).replacing(".", with: "-")
        return "\(slug.isEmpty ? "issue" : slug)-\(mailing)" + (number == 1 ? "" : "-\(number)")
    }

    private static func safe(_ text: String) -> String {
        let text = text.isASCII ? text : inLatin(text)
        let kept = text.utf8.map { byte in
            Byte.isLetterOrDigit(byte) || "._".utf8.contains(byte) ? byte : UInt8(ascii: "-")
        }
        let words = kept.split(separator: UInt8(ascii: "-")).map { String(decoding: $0, as: UTF8.self) }
        return String(words.joined(separator: "-").drop { $0 == "." || $0 == "-" }.prefix(longest))
    }

    /// `новости` as `novosti`.
    private static func inLatin(_ text: String) -> String {
        let latin = text.applyingTransform(.toLatin, reverse: false) ?? text
        return latin.folding(options: .diacriticInsensitive, locale: nil).lowercased()
    }

    /// Names that the archive's own files have, or a web server would take for another kind of file.
    private static func isReserved(_ path: String) -> Bool {
        let lowercased = path.lowercased()
        return reservedNames.contains(lowercased) || reservedEndings.contains { lowercased.hasSuffix($0) }
    }

    private static let longest = 100
    private static let reservedNames = ["index", "unsubscribe", "images", "test-copy"]
    private static let reservedEndings = [".html", ".css", ".atom", ".xml", ".txt", ".json", "."]
}

private enum SQL {
    static let isGiven = "SELECT EXISTS (SELECT 1 FROM archive_paths WHERE mailing = ?)"
    static let isFree = "SELECT NOT EXISTS (SELECT 1 FROM archive_paths WHERE path = ?)"
    static let listName = "SELECT l.name FROM mailings m JOIN lists l ON l.id = m.list WHERE m.id = ?"
    static let insert = "INSERT INTO archive_paths (mailing, path) VALUES (?, ?)"
}
