import Synchronization

/// Tells every open page when there is something new.
final class ChangeFeed: Sendable {
    private struct State {
        var version: Int
        var nextListener = 0
        var listeners: [Int: AsyncStream<Int>.Continuation] = [:]
        var isOver = false
    }

    private let state: Mutex<State>

    init(version: Int) { state = Mutex(State(version: version)) }

    /// The version now and every later one, until the feed ends.
    func versions() -> AsyncStream<Int> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        let listener = state.withLock { state -> Int? in
            continuation.yield(state.version)
            if state.isOver { return nil }
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        guard let listener else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.forget(listener) }
        return stream
    }

    func publish(_ version: Int) {
        state.withLock { state in
            state.version = version
            for listener in state.listeners.values { listener.yield(version) }
        }
    }

    /// Ends every stream, so that a server can end.
    func end() {
        let listeners = state.withLock { state in
            state.isOver = true
            defer { state.listeners = [:] }
            return state.listeners.values.map { $0 }
        }
        for listener in listeners { listener.finish() }
    }

    private func forget(_ listener: Int) { state.withLock { _ = $0.listeners.removeValue(forKey: listener) } }
}
