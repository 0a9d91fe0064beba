import Foundation
import Mail
import Rendering
import Signing
import Store

// Which mailing a name means, and whose a slug is.
extension MailerStore {
    /// A mailing by its slug, its number or its issue's file, or an error that says what there is.
    ///
    /// Of several with one slug it is the one that is not over; else the newest.
    func existingMailing(_ text: String) throws -> Mailing {
        let mailings = try mailings(named: text)
        let open = mailings.filter { !$0.state.isOver }
        if open.count < 2 { return open.first ?? mailings[0] }
        let choice = open.map { "\($0.id) (\($0.listNames), \($0.state.rawValue))" }.joined(separator: ", ")
        throw CommandFailure("'\(text.escapingControls)' is several mailings: \(choice). Say which by its number.")
    }

    /// All mailings of that slug or file, newest first, or the one of that number; at least one.
    func mailings(named text: String) throws -> [Mailing] {
        if text.hasSuffix(".md") || text.contains("/"), let found = try mailings(ofFile: text) { return found }
        for slug in [text, Slug.make(from: text)] {
            let found = try mailings(slug: slug)
            if !found.isEmpty { return found }
        }
        if let number = Int64(text), let found = try? mailing(MailingID(rawValue: number)) { return [found] }
        if let found = try mailings(ofFile: text) { return found }
        let slugs = try mailings().map(\.slug)
        let latest = slugs.prefix(5).joined(separator: ", ")
        let known = slugs.isEmpty ? " Nothing was sent yet." : " The latest are: \(latest)."
        throw CommandFailure(
            "There is no mailing '\(text.escapingControls)'.\(Likeness.question(text, among: slugs))\(known)")
    }

    /// The mailings of an issue's file, also of one that is gone; nil if there is none of that name.
    private func mailings(ofFile path: String) throws -> [Mailing]? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            let identity = identity(ofIssueAt: path)
            let found = try mailings().filter { $0.issueFile == identity || $0.issuePath == path }
            return found.isEmpty ? nil : found
        }
        if isFolder.boolValue { return nil }
        let issue = try LoadedIssue(path: path)
        let found = try mailings(of: issue)
        if !found.isEmpty { return found }
        throw CommandFailure("\(path) was not sent yet: there is no mailing '\(issue.issue.slug)'.")
    }

    /// An issue by its file, or as a mailing that is not over has it.
    func issueToTest(_ name: String) throws -> LoadedIssue {
        if FileManager.default.fileExists(atPath: name) || name.hasSuffix(".md") { return try LoadedIssue(path: name) }
        let mailing = try existingMailing(name)
        return try LoadedIssue(path: mailing.issuePath, bytes: try issue(of: mailing.id))
    }

    // MARK: Whose a slug is

    /// The mailings of an issue, newest first; empty if nothing was sent of it.
    ///
    /// - Throws: if its slug is that of another file, whose mailings must not be taken for this one's.
    func mailings(of issue: LoadedIssue) throws -> [Mailing] {
        let mailings = try mailings(slug: issue.issue.slug)
        guard let other = try mailings.first(where: { try !isMailing($0, of: issue) }) else { return mailings }
        throw CommandFailure(Self.taken(other, by: issue))
    }

    /// Why an issue cannot be sent under its slug; nil if it can.
    func slugProblem(of issue: LoadedIssue) throws -> String? {
        let other = try mailings(slug: issue.issue.slug).first { try !isMailing($0, of: issue) }
        return other.map { Self.taken($0, by: issue) }
    }

    private static func taken(_ mailing: Mailing, by issue: LoadedIssue) -> String {
        "\(issue.path) has the slug '\(issue.issue.slug)', which is taken: '\(mailing.slug)' is the mailing of "
            + "\(mailing.issuePath) (\(mailing.state.rawValue), list \(mailing.listNames)). Nothing was sent. Give "
            + "\(issue.path) a slug of its own in its front matter, such as 'slug: \(suggestion(for: issue))'."
    }

    /// `issues/2027/01.md`: `2027-01`.
    private static func suggestion(for issue: LoadedIssue) -> String {
        let folder = URL(fileURLWithPath: issue.path).deletingLastPathComponent().lastPathComponent
        return Slug.make(from: "\(folder)-\(issue.issue.slug)")
    }

    /// Whether the mailing is one of this file: of the same place, or of a file that was moved here as it was.
    private func isMailing(_ mailing: Mailing, of issue: LoadedIssue) throws -> Bool {
        let identity = identity(ofIssueAt: issue.path)
        guard let file = mailing.issueFile else {
            // Older than the record of files.
            let isAtPath = self.identity(ofIssueAt: mailing.issuePath) == identity
            return try isAtPath || mailing.issueSHA256 == SHA256.hex(issue.bytes)
        }
        if file == identity { return true }
        let isThere = FileManager.default.fileExists(atPath: URL(fileURLWithPath: file, relativeTo: anchor).path)
        return try !isThere && mailing.issueSHA256 == SHA256.hex(issue.bytes)
    }

    /// The path of an issue from the database's folder: the same wherever a command runs.
    func identity(ofIssueAt path: String) -> String {
        let parts = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.pathComponents
        let base = anchor.pathComponents
        let shared = zip(parts, base).prefix { $0 == $1 }.count
        let steps = Array(repeating: "..", count: base.count - shared) + parts[shared...]
        return steps.joined(separator: "/")
    }

    /// Where a mailing's issue is, from where the command runs.
    func issuePath(of mailing: Mailing) -> String {
        guard let file = mailing.issueFile, identity(ofIssueAt: mailing.issuePath) != file else {
            return mailing.issuePath
        }
        return URL(fileURLWithPath: file, relativeTo: anchor).standardizedFileURL.path
    }

    private var anchor: URL {
        // As a folder, so that what is relative to it is looked for inside.
        let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL
            .deletingLastPathComponent()
        return URL(fileURLWithPath: folder.path, isDirectory: true)
    }
}
