import MailerConfiguration
import Mail
import Rendering
import Sending
import Store
import Synchronization

/// The compiled messages of a mailing, one for each version of its content, made from what the store keeps.
///
/// A message is compiled when the first recipient of its version comes, and kept for the others.
final class MailingMessages: Sendable {
    private let app: App
    private let store: MailerStore
    private let mailing: Mailing
    private let composers = Mutex<[Int: MessageComposer]>([:])

    init(app: App, store: MailerStore, mailing: Mailing) {
        self.app = app
        self.store = store
        self.mailing = mailing
    }

    func compose(_ due: DueDelivery, at date: Timestamp, version: Int) throws -> OutgoingMessage {
        try composer(of: version).compose(due, at: date)
    }

    /// Compiles a version, so that a mistake in it shows before anything is sent.
    func composer(of version: Int) throws -> MessageComposer {
        try composers.withLock { composers in
            if let known = composers[version] { return known }
            let made = try make(version)
            composers[version] = made
            return made
        }
    }

    private func make(_ version: Int) throws -> MessageComposer {
        let issue = try LoadedIssue(path: mailing.issuePath, bytes: try store.issue(of: mailing.id))
        let newsletter = try app.newsletter(
            list: mailing.listName, from: issue.issue.from, replyTo: issue.issue.replyTo)
        return MessageComposer(
            message: try issue.compile(templates: app.configuration.templates, newsletter: newsletter),
            circumstances: MessageComposer.Circumstances(
                mailing: mailing.id, uid: mailing.uid, list: mailing.list, baseURL: app.configuration.baseURL,
                sender: newsletter.from.address),
            identity: try app.identity(from: newsletter.from))
    }
}
