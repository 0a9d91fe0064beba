import Foundation
import Mail
import Operations
import Rendering
import Store

/// One of the two things that `mailer diff` compares: an issue's file as it is now, or a version of a mailing as it
/// was sent.
struct DiffSide {
    let name: String
    let side: MessageDiff.Side

    /// - Parameter text: a file, or a mailing's slug or number, with `@2` behind it for its second version.
    init(_ text: String, list: String?, app: App) throws {
        if FileManager.default.fileExists(atPath: text) || text.hasSuffix(".md") {
            try self.init(file: text, list: list, app: app)
        } else {
            let store = try app.openStore()
            let (slug, version) = Self.split(text)
            try self.init(try store.existingMailing(slug, list: list), version: version, store: store, app: app)
        }
    }

    init(file: String, list: String?, app: App) throws {
        let issue = try LoadedIssue(path: file)
        self.init(try app.compile(issue, list: list ?? issue.issue.list ?? "list"))
    }

    /// An issue as it would be sent now.
    init(_ compiled: CompiledIssue) {
        name = compiled.issue.path
        side = MessageDiff.Side(message: compiled.message, preheader: compiled.issue.issue.preheader)
    }

    /// The mailing that has the file's slug.
    init(sentOf file: String, list: String?, app: App) throws {
        let store = try app.openStore()
        let issue = try LoadedIssue(path: file).issue
        try self.init(
            try store.existingMailing(file, list: list ?? issue.list), version: nil, store: store, app: app)
    }

    /// - Parameter version: nil for the newest.
    init(_ mailing: Mailing, version: Int?, store: MailerStore, app: App) throws {
        let stored = try store.contents(of: mailing.id, version: version)
        let issue = try LoadedIssue(path: stored.content.issuePath, bytes: stored.content.issue)
        name = "\(mailing.slug)@\(stored.version) (list \(mailing.listNames), \(stored.createdAt.forPeople))"
        side = MessageDiff.Side(
            message: try app.message(of: stored, list: mailing.listName), preheader: issue.issue.preheader)
    }

    /// `2026-w47@2` is version 2 of 2026-w47.
    private static func split(_ text: String) -> (slug: String, version: Int?) {
        guard let at = text.lastIndex(of: "@"), let version = Int(text[text.index(after: at)...]) else {
            return (text, nil)
        }
        return (String(text[..<at]), version)
    }
}

extension MailerStore {
    /// The mailing on that list; without one, the newest of that name.
    func existingMailing(_ text: String, list: String?) throws -> Mailing {
        guard let list else { return try existingMailing(text) }
        let id = try existingList(list).id
        let isFile = FileManager.default.fileExists(atPath: text)
        let found = isFile ? try mailings(of: try LoadedIssue(path: text)) : try mailings(slug: text)
        if let mailing = found.first(where: { $0.lists.contains { $0.id == id } }) { return mailing }
        throw CommandFailure(
            "'\(text)' did not go to list '\(list)'. 'mailer status' names the mailings that there are.")
    }
}
