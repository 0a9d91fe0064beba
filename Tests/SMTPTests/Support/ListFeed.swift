import Mail
import Synchronization
import Testing

@testable import SMTP

/// A feed with a list of messages, which keeps the books: each message taken has exactly one result.
final class ListFeed: DeliveryFeed {
    struct Books {
        var waiting: [OutgoingMessage]
        var taken: [DeliveryID] = []
        var results: [AttemptResult] = []
        var claims: [DeliveryID] = []
        var failures: [ConnectionFailure] = []
        var opened = 0
        var commits = 0
        var mistakes: [String] = []
        /// Takes the place of the list's end, as when a run is stopped.
        var isStopped = false
    }

    private let state: Mutex<Books>
    private let decision: @Sendable (Int) -> ReconnectDecision
    private let denied: Set<DeliveryID>
    private let staysOpen: Bool

    /// - Parameter decision: for the n-th failure to open a session, from 1.
    init(
        _ messages: [OutgoingMessage], denied: Set<Int64> = [], staysOpen: Bool = false,
        decision: @escaping @Sendable (Int) -> ReconnectDecision = {
            $0 < 3 ? .retry(after: .milliseconds(1)) : .giveUp
        }
    ) {
        state = Mutex(Books(waiting: messages.reversed()))
        self.denied = Set(denied.map { DeliveryID(rawValue: $0) })
        self.decision = decision
        self.staysOpen = staysOpen
    }

    var books: Books { state.withLock { $0 } }

    func stop() { state.withLock { $0.isStopped = true } }

    func next(_ count: Int, for relay: RelayName) -> FeedStep {
        state.withLock { books in
            if books.isStopped { return .stopped }
            if books.waiting.isEmpty { return staysOpen ? .wait(until: .now + .seconds(3600)) : .finished }
            let messages = Array(books.waiting.suffix(count).reversed())
            books.waiting.removeLast(messages.count)
            books.taken += messages.map(\.delivery)
            return .messages(messages)
        }
    }

    func commit(results: [AttemptResult], claims: [DeliveryID]) -> Set<DeliveryID> {
        state.withLock { books in
            books.commits += 1
            if results.isEmpty, claims.isEmpty { books.mistakes.append("an empty commit") }
            for result in results {
                if books.results.contains(where: { $0.delivery == result.delivery }) {
                    books.mistakes.append("\(result.delivery) has a second result")
                }
                books.results.append(result)
            }
            for claim in claims {
                if books.claims.contains(claim) { books.mistakes.append("\(claim) is claimed again") }
                if books.results.contains(where: { $0.delivery == claim }) {
                    books.mistakes.append("\(claim) is claimed after its result")
                }
                if !books.taken.contains(claim) { books.mistakes.append("\(claim) is claimed without being taken") }
            }
            books.claims += claims
            return Set(claims).subtracting(denied)
        }
    }

    func connectionFailed(_ failure: ConnectionFailure) -> ReconnectDecision {
        let count = state.withLock { books in
            books.failures.append(failure)
            return books.failures.count
        }
        return decision(count)
    }

    func connectionOpened(to relay: RelayName) { state.withLock { $0.opened += 1 } }
}

extension ListFeed.Books {
    /// Each message taken has one result, and no result is without a message.
    var areBalanced: Bool {
        mistakes.isEmpty && Set(taken).count == taken.count && results.count == taken.count
            && Set(results.map(\.delivery)) == Set(taken)
    }

    func kind(_ id: Int64) -> OutcomeKind? {
        results.first { $0.delivery.rawValue == id }.map { OutcomeKind($0.outcome) }
    }
}

extension RelaySettings {
    static func local(_ port: Int, tls: TLSPolicy = .off, _ change: (inout RelaySettings) -> Void = { _ in })
        -> RelaySettings
    {
        var settings = RelaySettings(relay: RelayName(host: "127.0.0.1", port: port), tls: tls)
        settings.helloName = "client.test"
        change(&settings)
        return settings
    }
}

/// Sends the messages through a transport and checks the books.
func send(
    _ messages: [OutgoingMessage], denied: Set<Int64> = [], _ settings: RelaySettings,
    decision: @escaping @Sendable (Int) -> ReconnectDecision = { $0 < 3 ? .retry(after: .milliseconds(1)) : .giveUp }
) throws -> ListFeed.Books {
    let feed = ListFeed(messages, denied: denied, decision: decision)
    try RelayTransport(settings).run(feed: feed)
    let books = feed.books
    #expect(books.areBalanced, "\(books.mistakes), taken \(books.taken), results \(books.results)")
    return books
}
