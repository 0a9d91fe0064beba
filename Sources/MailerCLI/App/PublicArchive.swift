import Archive
import Foundation
import Mail
import MailerConfiguration
import Rendering
import Signing
import Store
import Synchronization
import Templates

/// The archive of the store: what may be shown of which mailing, to everybody alike.
///
/// The site is made anew for each call, from the store; what an issue says of itself is kept for the next.
final class PublicArchive: Sendable {
    private let app: App
    private let store: MailerStore
    private let templates: ArchiveTemplates
    /// Where the archive is reached, without a slash at the end.
    private let url: String
    /// The only list to show, whatever the configuration says of it; nil: those that the configuration makes public.
    private let list: String?
    private let texts = Mutex<[Key: ArchivedIssue.Text]>([:])
    private let imageNames = Mutex<[ArchivedIssue: Set<String>]>([:])

    private struct Key: Hashable {
        let mailing: MailingID
        let version: Int
    }

    init(app: App, store: MailerStore, url: String? = nil, list: String? = nil) throws {
        self.app = app
        self.store = store
        self.url = url ?? "\(app.configuration.baseURL)/archive"
        self.list = list
        templates = try ArchiveTemplates(
            folder: TemplateFolder(path: app.configuration.templates, isShipped: true).folder("archive"))
    }

    func site() throws -> ArchiveSite {
        let entries = try store.archiveEntries().filter { shownList(of: $0) != nil }
        let issues = try entries.map { (try issue($0), $0) }
        let byID = Dictionary(issues.map { ($0.0.id, $0.1) }, uniquingKeysWith: { first, _ in first })
        return ArchiveSite(
            title: app.configuration.title, url: url, issues: issues.map(\.0), templates: templates,
            content: { [self] issue in
                guard let entry = byID[issue.id] else { throw CommandFailure("There is no issue '\(issue.path)'.") }
                return try content(entry)
            })
    }

    /// A file of the site; nil if there is none.
    func file(_ name: String) throws -> ArchiveFile? {
        let site = try site()
        guard name.hasPrefix("images/") else { return try site.file(name) }
        // Which issue has the picture is found out once for each issue, and holds only while the issue is shown.
        for issue in site.issues where imageNames.withLock({ $0[issue] == nil }) {
            let names = Set(try site.content(of: issue).images.map(\.name))
            imageNames.withLock { $0[issue] = names }
        }
        let file = String(name.dropFirst("images/".count))
        let known = imageNames.withLock { $0 }
        guard let issue = site.issues.first(where: { known[$0]?.contains(file) == true }) else { return nil }
        return try site.content(of: issue).images.first { $0.name == file }.map(ArchiveSite.file)
    }

    // MARK: An issue

    /// The list that it is shown for: what went to a public list is public, whoever else got it.
    private func shownList(of entry: ArchiveEntry) -> MailingList? {
        entry.lists.first { candidate in
            list.map { $0 == candidate.name } ?? app.configuration.archive.shows(list: candidate.name)
        }
    }

    private func issue(_ entry: ArchiveEntry) throws -> ArchivedIssue {
        let key = Key(mailing: entry.mailing, version: entry.version)
        let text = try texts.withLock { $0[key] } ?? text(entry)
        texts.withLock { $0[key] = text }
        return ArchivedIssue(
            id: try Self.id(of: entry), path: entry.path, text: text,
            listTitle: shownList(of: entry)?.title ?? "", publishedAt: entry.publishedAt, updatedAt: entry.updatedAt,
            isListed: entry.isListed)
    }

    private func text(_ entry: ArchiveEntry) throws -> ArchivedIssue.Text {
        let stored = try store.contents(of: entry.mailing, version: entry.version)
        let issue = try LoadedIssue(path: stored.content.issuePath, bytes: stored.content.issue).issue
        let links = try links(entry)
        let from = try stored.content.settings.map { try Mailbox(MessageSettings(json: $0).from) }
        return ArchivedIssue.Text(
            title: stored.content.subject.publicText(links), summary: issue.preheader?.publicText(links),
            language: issue.language ?? "en",
            author: (from ?? issue.from)?.displayName ?? app.configuration.title)
    }

    private func content(_ entry: ArchiveEntry) throws -> ArchivedContent {
        let stored = try store.contents(of: entry.mailing, version: entry.version)
        let message = try app.message(of: stored, list: entry.lists[0].name)
        let page = try message.publicPage(try links(entry))
        let images = try message.publicImages.map { image in
            ArchivedImage(name: try Self.name(of: image), contentType: image.mediaType, bytes: image.bytes)
        }
        return ArchivedContent(style: page.style, body: page.body, fragment: page.fragment, images: images)
    }

    /// From its bytes, so that a picture that many issues have is one file.
    private static func name(of image: PublicImage) throws -> String {
        let ending = image.mediaType.split(separator: "/").last.map(String.init) ?? "bin"
        let kept = ending.utf8.prefix { Byte.isLetterOrDigit($0) }
        return "\(try SHA256.hex(image.bytes).prefix(32)).\(String(decoding: kept, as: UTF8.self))"
    }

    private func links(_ entry: ArchiveEntry) throws -> PublicLinks {
        var links = PublicLinks(
            unsubscribe: try HeaderURI("\(url)/\(ArchiveSite.unsubscribeName)"),
            view: try HeaderURI("\(url)/\(entry.path)"))
        links.image = { [url] image in
            let name = "images/\(try Self.name(of: image))"
            return (name, "\(url)/\(name)")
        }
        return links
    }

    /// A name-based UUID (RFC 9562 §5.8): the same for the mailing's whole life, wherever the archive is, and no way
    /// back to the text that Message-IDs are made from.
    private static func id(of entry: ArchiveEntry) throws -> String {
        var bytes = try SHA256.digest(Array("mailer archive 1\0\(entry.uid)".utf8)).prefix(16)
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
        return "urn:uuid:\(groups.joined(separator: "-"))"
    }
}
