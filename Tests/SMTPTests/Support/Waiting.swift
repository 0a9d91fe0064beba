import Foundation

@testable import SMTP

/// Does something once a condition holds, seen from a thread of its own that looks again and again.
func poll(until condition: @escaping @Sendable () -> Bool, then act: @escaping @Sendable () -> Void) {
    Thread.detachNewThread {
        while !condition() { Thread.sleep(forTimeInterval: 0.001) }
        act()
    }
}

/// Ends the feed once so many messages have a result.
func stopWhenSettled(_ feed: ListFeed, _ transport: RelayTransport, count: Int) {
    poll(until: { feed.books.results.count >= count }) {
        feed.stop()
        transport.wake()
    }
}

/// Ends the feed once a failure of the connection was reported.
func stopWhenFailed(_ feed: ListFeed, _ transport: RelayTransport) {
    poll(until: { !feed.books.failures.isEmpty }) {
        feed.stop()
        transport.wake()
    }
}
