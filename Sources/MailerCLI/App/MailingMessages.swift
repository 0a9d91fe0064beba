import Mail
import Sending
import Store
import Synchronization

/// The messages of a mailing, one kind for each version of its content and each of its lists, made from what the store keeps.
///
/// A version is taken from the store when its first recipient comes, and is kept for the others.
final class MailingMessages: Sendable {
    private let app: App
    private let store: MailerStore
    private let mailing: Mailing
    private let composers = Mutex<[Kind: MessageComposer]>([:])

    private struct Kind: Hashable {
        let version: Int
        /// Nil for the mailing's first.
        let list: ListID?
    }

    init(app: App, store: MailerStore, mailing: Mailing) {
        self.app = app
        self.store = store
        self.mailing = mailing
    }

    func compose(_ due: DueDelivery, at date: Timestamp, version: Int) throws -> OutgoingMessage {
        try composer(of: version, list: due.list).compose(due, at: date)
    }

    /// Makes ready for a version, so that a mistake in it shows before anything is sent.
    func composer(of version: Int, list: ListID? = nil) throws -> MessageComposer {
        try composers.withLock { composers in
            let kind = Kind(version: version, list: list)
            if let known = composers[kind] { return known }
            let stored = try store.contents(of: mailing.id, version: version)
            let made = try app.composer(for: mailing, stored, list: list, store: store)
            composers[kind] = made
            return made
        }
    }
}
