import MailerConfiguration
import Foundation
import Mail
import Rendering
import Sending
import Signing
import Store

/// One issue on its way to its lists: what `mailer send` needs to know before it starts or resumes.
struct SendJob {
    /// What was asked for.
    struct Request {
        /// An issue's file, or the slug or number of a mailing.
        var file: String?
        var lists: [String] = []
        /// Whether it goes to those who have the issue already, too.
        var again = false
    }

    let app: App
    let store: MailerStore
    let issue: LoadedIssue
    let lists: [MailingList]
    var again = false
    /// The mailing, if this issue was started for these lists before.
    var existing: Mailing?

    /// Whether there is a mailing that waits for its time.
    var isScheduled: Bool { existing.map { $0.frozenAt == nil && !$0.state.isOver } ?? false }

    /// Finds issue, lists and mailing; nil if there is nothing left to send.
    static func prepare(_ app: App, _ store: MailerStore, _ request: Request) throws -> SendJob? {
        guard let path = try request.file ?? IssueFolder(store: store, path: app.issuesFolder).newestUnsent() else {
            Terminal.note("Every issue in \(app.issuesFolder)/ was sent.")
            return nil
        }
        try app.importSampleReaders(into: store)
        let isFile = FileManager.default.fileExists(atPath: path) || path.hasSuffix(".md")
        guard isFile else { return try SendJob(app, store, going: store.existingMailing(path)) }
        let issue = try LoadedIssue(path: path)
        let mailings = try store.mailings(of: issue)
        let names = request.lists.isEmpty ? issue.issue.list.map { [$0] } ?? [] : request.lists
        let open = mailings.filter { !$0.state.isOver }
        if names.isEmpty, open.count == 1 { return try SendJob(app, store, going: open[0], file: issue) }
        let lists = try store.listsToMail(names)
        let left = lists.filter { list in !mailings.contains { $0.goes(to: list) } }
        let going = mailings.filter { mailing in lists.contains { mailing.goes(to: $0) } }
        if !left.isEmpty {
            for mailing in going {
                Terminal.note(
                    "It is \(mailing.state.rawValue) for list \(mailing.listNames) already (mailing \(mailing.id)): this "
                        + "one goes to \(left.map(\.name).joined(separator: ", ")).")
            }
            return SendJob(app: app, store: store, issue: issue, lists: left, again: request.again)
        }
        let unfinished = going.filter { !$0.state.isOver }
        if unfinished.count > 1 {
            let choice = unfinished.map { "\($0.id) (\($0.listNames))" }.joined(separator: ", ")
            throw CommandFailure("\(path) goes out in several mailings: \(choice). Say which with --list.")
        }
        guard let mailing = unfinished.first ?? going.first else { return nil }
        return try SendJob(app, store, going: mailing, file: issue)
    }

    private init(app: App, store: MailerStore, issue: LoadedIssue, lists: [MailingList], again: Bool) {
        (self.app, self.store, self.issue, self.lists, self.again) = (app, store, issue, lists, again)
    }

    /// A mailing that was started before, with the issue that it was started with.
    private init(_ app: App, _ store: MailerStore, going mailing: Mailing, file: LoadedIssue? = nil) throws {
        let stored = try store.issue(of: mailing.id)
        if let file, stored != file.bytes, !mailing.state.isOver {
            Terminal.note(
                "\(file.path) has changed since this mailing began; the rest gets the version that it began with. "
                    + "'mailer correct \(mailing.slug)' sends the file as it is now.")
        }
        let lists = try mailing.lists.compactMap { try store.list($0.id) }
        self.init(
            app: app, store: store, issue: try LoadedIssue(path: mailing.issuePath, bytes: stored), lists: lists,
            again: mailing.sendsAgain)
        existing = mailing
    }

    func newsletter() throws -> NewsletterIdentity {
        try app.newsletter(list: lists[0].name, from: issue.issue.from, replyTo: issue.issue.replyTo)
    }

    /// What a new mailing would be made from.
    func compile() throws -> CompiledIssue { try app.compile(issue, lists: lists) }

    /// What a mailing that waits for its time would send now; nil for any other.
    func scheduledMessage() throws -> CompiledMessage? {
        guard let existing, isScheduled else { return nil }
        return try app.message(
            of: try store.contents(of: existing.id, version: existing.version), list: existing.listName)
    }

    /// Whom it would go to if it started now.
    func scope() throws -> AudienceScope {
        if let existing { return try store.scope(of: existing) }
        return try store.scope(slug: issue.issue.slug, lists: lists.map(\.id), again: again)
    }

    /// Starts the mailing, from where on the audience is frozen, or stores it for its time; a paused one goes on.
    ///
    /// - Parameter compiled: what a new one is made from.
    func start(_ compiled: CompiledIssue?, startAt: Timestamp?, canaryShare: Double?) throws -> Mailing {
        if let existing {
            if existing.state == .paused { try store.resume(existing.id) }
            return try store.begin(existing.id, at: app.now())
        }
        var new = NewMailing(
            slug: issue.issue.slug, list: lists[0].id, uid: try SecureRandom.text(),
            content: try app.content(of: compiled ?? compile(), store: store))
        new.otherLists = lists.dropFirst().map(\.id)
        new.issueFile = store.identity(ofIssueAt: issue.path)
        new.sendsAgain = again
        new.startAt = startAt
        new.canaryShare = canaryShare
        do {
            return try store.createMailing(new, at: app.now())
        } catch {
            // Somebody else may have started it a moment ago: taking it up says who holds it, or goes on if they are gone.
            guard case .mailingExists = error, startAt == nil,
                let other = try store.mailing(slug: new.slug, list: new.list), other.frozenAt != nil
            else { throw error }
            return other
        }
    }
}

extension Mailing {
    func goes(to list: MailingList) -> Bool { lists.contains { $0.id == list.id } }
}
