import Mail
import Sending
import Store
import Synchronization

/// The messages of a mailing, one kind for each version of its content, made from what the store keeps.
///
/// A version is taken from the store when its first recipient comes, and is kept for the others.
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

    /// Makes ready for a version, so that a mistake in it shows before anything is sent.
    func composer(of version: Int) throws -> MessageComposer {
        try composers.withLock { composers in
            if let known = composers[version] { return known }
            let made = try make(version)
            composers[version] = made
            return made
        }
    }

    private func make(_ version: Int) throws -> MessageComposer {
        try app.composer(for: mailing, try store.contents(of: mailing.id, version: version), store: store)
    }
}
