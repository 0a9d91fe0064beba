import Dispatch

/// A thread for blocking work, away from those that serve connections.
///
/// The store waits for locks: on one of Swift's own few threads it would hold up every reader.
enum Worker {
    case reading
    /// Apart from reading: while a write waits for a lock, pages and `/healthz` go on. Writes wait for each
    /// other in the database anyway.
    case writing

    private static let readingQueue = DispatchQueue(label: "mailer.web.reading")
    private static let writingQueue = DispatchQueue(label: "mailer.web.writing")

    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let queue = self == .reading ? Self.readingQueue : Self.writingQueue
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}
