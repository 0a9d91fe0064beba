import MailerConfiguration
import Foundation
import Mail
import Rendering
import Sending
import Signing
import Store

/// One issue on its way to one list: what `mailer send` needs to know before it starts or resumes.
struct SendJob {
    let app: App
    let store: MailerStore
    let issue: LoadedIssue
    let list: MailingList
    /// The mailing, if this issue was started for this list before.
    let existing: Mailing?

    /// Finds issue, list and mailing; nil if there is nothing left to send.
    static func prepare(_ app: App, _ store: MailerStore, file: String?, list: String?) throws -> SendJob? {
        guard let path = try file ?? newestUnsent(store) else {
            Terminal.note("Every issue in issues/ was sent.")
            return nil
        }
        let issue = try LoadedIssue(path: path)
        try app.importSampleReaders(into: store)
        let target = try store.listToMail(list ?? issue.issue.list)
        let existing = try store.mailing(slug: issue.issue.slug, list: target.id)
        guard let existing, !existing.state.isOver else {
            return SendJob(app: app, store: store, issue: issue, list: target, existing: existing)
        }
        let stored = try store.issue(of: existing.id)
        if stored != issue.bytes {
            Terminal.note("\(path) has changed since this mailing began; the rest gets the version that it began with.")
        }
        let original = try LoadedIssue(path: path, bytes: stored)
        return SendJob(app: app, store: store, issue: original, list: target, existing: existing)
    }

    /// The last file of issues/ by name without a finished mailing.
    private static func newestUnsent(_ store: MailerStore) throws -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "issues")) ?? []
        let files = names.filter { $0.hasSuffix(".md") }.sorted(by: >)
        guard !files.isEmpty else {
            throw CommandFailure("There is no issue in issues/. Say which file: mailer send FILE.")
        }
        let over = Set(try store.mailings().filter(\.state.isOver).map(\.slug))
        return try files.map { "issues/\($0)" }.first { path in
            !over.contains(try LoadedIssue(path: path).issue.slug)
        }
    }

    func newsletter() throws -> NewsletterIdentity {
        try app.newsletter(list: list.name, from: issue.issue.from, replyTo: issue.issue.replyTo)
    }

    /// What a new mailing would be made from.
    func compile() throws -> CompiledIssue { try app.compile(issue, list: list.name) }

    /// Starts the mailing, from where on the audience is frozen, or stores it for its time; a paused one goes on.
    func start(_ compiled: CompiledIssue, startAt: Timestamp?, canaryShare: Double?) throws -> Mailing {
        if let existing {
            if existing.state == .paused { try store.resume(existing.id) }
            return try store.begin(existing.id, at: app.now())
        }
        var new = NewMailing(
            slug: issue.issue.slug, list: list.id, uid: try SecureRandom.text(),
            content: try app.content(of: compiled, store: store))
        new.startAt = startAt
        new.canaryShare = canaryShare
        do {
            return try store.createMailing(new, at: app.now())
        } catch {
            // Somebody else may have started it a moment ago: taking it up says who holds it, or goes on if they are gone.
            guard case .mailingExists = error, startAt == nil,
                let other = try store.mailing(slug: new.slug, list: list.id)
            else { throw error }
            return other
        }
    }

    /// What is about to happen, for people.
    func plan(_ relays: RelaySet?) throws -> String {
        var lines = [
            "Issue     \(issue.path): \(issue.issue.subject.showingMergeFields)",
            "From      \(try newsletter().from)",
        ]
        if let existing, existing.frozenAt != nil {
            let accounting = try store.accounting(of: existing.id)
            if let reason = existing.pauseReason { lines.append("Paused    \(reason)") }
            let left = accounting[.pending] + accounting[.deferred]
            lines.append("List      \(list.name): goes on with \(left) of \(accounting.audience)")
            lines.append("Finish    \(try finish(of: left) { try store.domains(leftIn: existing.id) })")
        } else {
            let audience = try store.audience(of: list.id)
            lines.append(
                "List      \(list.name): \(audience.toMail) to mail, \(audience.excluded) not "
                    + "(\(audience.unsubscribed) unsubscribed, \(audience.suppressed) suppressed, "
                    + "\(audience.notConfirmed) not confirmed)")
            lines.append("Finish    \(try finish(of: audience.toMail) { try store.domains(of: list.id) })")
        }
        if let relays { lines.append("Relay     \(relays.description)") }
        return lines.joined(separator: "\n")
    }

    /// Sorting a large list by domain takes time, which is spent only where a limit asks for it.
    private func finish(of count: Int, domains: () throws -> [String: Int]) throws -> String {
        try app.plan(app.limits().concernDestinations ? domains() : ["": count], store: store).finish
    }
}
