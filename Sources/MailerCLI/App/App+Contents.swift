import ArgumentParser
import Mail
import MailerConfiguration
import Rendering
import Sending
import Signing
import Store

/// An issue made into a message, with everything that it was made from.
struct CompiledIssue {
    let issue: LoadedIssue
    let newsletter: NewsletterIdentity
    let templates: TemplateFiles
    let message: CompiledMessage
    /// The messages to the other lists: each names its own.
    var others: [ListID: CompiledMessage] = [:]
    let images: IssueImages
    /// Whether the messages link to the archive.
    let offersBrowserView: Bool
}

// What a mailing's messages are made from: into the store when it begins, out of it for every message.
extension App {
    /// Makes the issue into the message that the list would get now.
    ///
    /// - Parameter isForPreview: whether problems with images are to be noted and not thrown.
    func compile(
        _ issue: LoadedIssue, list: String, isForPreview: Bool = false, offersBrowserView: Bool? = nil
    ) throws -> CompiledIssue {
        let newsletter = try newsletter(list: list, from: issue.issue.from, replyTo: issue.issue.replyTo)
        let design = try design(of: issue, isForPreview: isForPreview)
        let offersBrowserView =
            offersBrowserView ?? (issue.issue.isPublic && configuration.archive.shows(list: list))
        let message = try issue.compile(design, newsletter: newsletter, offersBrowserView: offersBrowserView)
        return CompiledIssue(
            issue: issue, newsletter: newsletter, templates: design.templates, message: message,
            images: try issue.images(design),
            offersBrowserView: offersBrowserView)
    }

    /// Makes the issue into the messages that the lists would get now, the first list's first.
    func compile(_ issue: LoadedIssue, lists: [MailingList]) throws -> CompiledIssue {
        // What went to a public list is public, whoever else got it.
        let offersBrowserView = issue.issue.isPublic && lists.contains { configuration.archive.shows(list: $0.name) }
        var first = try compile(issue, list: lists[0].name, offersBrowserView: offersBrowserView)
        for list in lists.dropFirst() {
            first.others[list.id] = try compile(issue, list: list.name, offersBrowserView: offersBrowserView).message
        }
        return first
    }

    /// What to store of it: a mailing's first version, or a correction.
    func content(of compiled: CompiledIssue, store: MailerStore) throws -> MailingContent {
        let issue = compiled.issue
        var content = MailingContent(
            subject: compiled.message.subject, issuePath: issue.path, issue: issue.bytes,
            issueSHA256: try SHA256.hex(issue.bytes))
        let templates = compiled.templates.files.sorted { $0.key < $1.key }
        content.files =
            [try file(.message, Self.messageName(nil), try compiled.message.encoded())]
            + (try compiled.others.sorted { $0.key < $1.key }.map { list, message in
                try file(.message, Self.messageName(list), try message.encoded())
            })
            + (try templates.map { try file(.template, $0.key, $0.value) })
        content.settings = try MessageSettings(
            self, compiled.newsletter, keys: try makeKeys(besides: store),
            offersBrowserView: compiled.offersBrowserView
        ).json()
        content.commit = SourceCommit.of(file: issue.path, bytes: issue.bytes)
        content.mailerVersion = MailerCommand.configuration.version
        content.isPublic = issue.issue.isPublic
        return content
    }

    /// - Parameter list: nil for the first.
    private static func messageName(_ list: ListID?) -> String { list.map { "message-\($0)" } ?? "message" }

    private func file(_ role: ContentFile.Role, _ name: String, _ bytes: [UInt8]) throws -> ContentFile {
        ContentFile(role: role, name: name, bytes: bytes, sha256: try SHA256.hex(bytes))
    }

    /// Refuses what was made while there was no relay: nobody could answer it, or unsubscribe.
    func requireReachable(_ mailing: Mailing, store: MailerStore) throws {
        let stored = try store.contents(of: mailing.id, version: mailing.version)
        guard !configuration.relays.isEmpty, let json = stored.content.settings else { return }
        let settings = try MessageSettings(json: json)
        let isGuessed = settings.baseURL == Configuration.guessedBaseURL && settings.baseURL != configuration.baseURL
        guard isGuessed || settings.sender == "\(EmailAddress.placeholder)" else { return }
        throw CommandFailure(
            "'\(mailing.slug)' was made while no relay was configured: it is from \(settings.from), and its links lead to "
                + "\(settings.baseURL). Nothing was sent. 'mailer correct \(mailing.slug)' gives it the configuration of now.",
            status: ExitStatus.configuration)
    }

    /// Makes a version's messages: the same bytes for the same recipient and date, whenever.
    ///
    /// - Parameter list: the one that they go to; nil for the first.
    /// - Throws: if a key that the mailing began with is gone.
    func composer(
        for mailing: Mailing, _ stored: ContentVersion, list: ListID? = nil, store: MailerStore
    ) throws -> MessageComposer {
        guard let json = stored.content.settings, let message = Self.message(in: stored, list: list) else {
            return try composerOfNow(for: mailing, stored, store: store)
        }
        try verify(stored)
        let settings = try MessageSettings(json: json)
        var circumstances = MessageComposer.Circumstances(
            mailing: mailing.id, uid: mailing.uid, list: list ?? mailing.list, baseURL: settings.baseURL,
            sender: try EmailAddress(settings.sender))
        if settings.offersBrowserView, let path = try store.archivePath(of: mailing.id) {
            circumstances.viewURL = try HeaderURI("\(settings.baseURL)/archive/\(path)")
        }
        return MessageComposer(
            message: try CompiledMessage(encoded: message.bytes), circumstances: circumstances,
            identity: try StoredKeys(app: self, settings: settings).identity())
    }

    private static func message(in stored: ContentVersion, list: ListID?) -> ContentFile? {
        let messages = stored.content.files.filter { $0.role == .message }
        return messages.first { $0.name == messageName(list) } ?? messages.first { $0.name == messageName(nil) }
    }

    /// For a mailing that is older than what the store keeps: from its issue, with the templates and settings of now.
    private func composerOfNow(
        for mailing: Mailing, _ stored: ContentVersion, store: MailerStore
    ) throws -> MessageComposer {
        let issue = try LoadedIssue(path: stored.content.issuePath, bytes: stored.content.issue)
        let newsletter = try newsletter(list: mailing.listName, from: issue.issue.from, replyTo: issue.issue.replyTo)
        let message = try issue.compile(try design(of: issue), newsletter: newsletter)
        return MessageComposer(
            message: message,
            circumstances: MessageComposer.Circumstances(
                mailing: mailing.id, uid: mailing.uid, list: mailing.list, baseURL: configuration.baseURL,
                sender: newsletter.from.address),
            identity: try identity(from: newsletter.from, store: store))
    }

    /// The compiled message of a version; of one that is older than what the store keeps, made with the templates of now.
    func message(of stored: ContentVersion, list: String) throws -> CompiledMessage {
        try verify(stored)
        if let message = Self.message(in: stored, list: nil) {
            return try CompiledMessage(encoded: message.bytes)
        }
        return try compile(
            try LoadedIssue(path: stored.content.issuePath, bytes: stored.content.issue), list: list
        ).message
    }

    private func verify(_ stored: ContentVersion) throws {
        let files = stored.content.files.map { ($0.name, $0.bytes, $0.sha256) }
        let issue = (stored.content.issuePath, stored.content.issue, stored.content.issueSHA256)
        for (name, bytes, hash) in files + [issue] where try SHA256.hex(bytes) != hash {
            throw CommandFailure(
                "The stored '\(name)' of mailing \(stored.mailing) is damaged: its SHA-256 is not \(hash). "
                    + "Restore the database from a backup.")
        }
    }
}
