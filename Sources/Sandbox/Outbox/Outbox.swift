import Synchronization

/// Where messages are kept.
package enum SandboxStorage: Hashable, Sendable {
    /// Nowhere: they are counted and forgotten.
    case discard
    /// In memory, for `SandboxServer.messages`.
    case memory
    /// As files in the directory at this path, which is created if it is missing.
    case directory(String)
}

/// Takes messages from all connections and keeps them as ordered.
final class Outbox: Sendable {
    private struct State {
        var lastNumber: Int
        var kept: [StoredMessage] = []
    }

    private let state: Mutex<State>
    private let keepsInMemory: Bool
    private let directory: OutboxDirectory?

    init(_ storage: SandboxStorage) throws(SandboxError) {
        switch storage {
        case .discard, .memory:
            directory = nil
            state = Mutex(State(lastNumber: 0))
        case .directory(let path):
            let opened = try OutboxDirectory(path: path)
            directory = opened
            state = Mutex(State(lastNumber: opened.highestNumber()))
        }
        keepsInMemory = storage == .memory
    }

    /// What was kept in memory, in the order of arrival.
    var messages: [StoredMessage] { state.withLock { $0.kept }.sorted { $0.number < $1.number } }

    func store(_ message: ReceivedMessage) throws(FileProblem) -> StoredMessage {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        let file = try directory?.store(message, number: number)
        let stored = StoredMessage(number: number, file: file, message: message)
        if keepsInMemory { state.withLock { $0.kept.append(stored) } }
        return stored
    }
}
