import Mail
import Synchronization

/// Carries messages to one relay over up to `connections` sessions, all driven by the calling thread.
package final class RelayTransport: MessageTransport {
    package let settings: RelaySettings
    private let pipe: WakePipe
    private let login = LoginBook()
    /// Outlives a run: the next need not learn it again.
    private let book: Mutex<SessionBook>

    package init(_ settings: RelaySettings) throws(TransportError) {
        self.settings = settings
        book = Mutex(SessionBook(settings))
        pipe = try WakePipe()
    }

    package var relay: RelayName { settings.relay }

    /// Returns when the feed has finished or given up, and every message taken from it has its result.
    package func run(feed: any DeliveryFeed) {
        let loop = RelayLoop(
            connector: Connector(settings: settings, login: login, wake: pipe), book: book.withLock { $0 }, feed: feed,
            pipe: pipe)
        loop.run()
        book.withLock { $0 = loop.book }
    }

    package func wake() { pipe.wake() }
}
