import Dispatch
import Foundation

/// Ctrl-C and SIGTERM as a call instead of a death. The second Ctrl-C is the default again.
final class Interruption: Sendable {
    /// Dispatch's objects may be used from any thread; only their protocol does not say so.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]

    /// - Parameter handler: called once, on a queue of its own.
    init(_ handler: @escaping @Sendable (_ signal: Int32) -> Void) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "signals"))
            source.setEventHandler {
                signal(number, SIG_DFL)
                handler(number)
            }
            source.activate()
            return source
        }
    }

    func cancel() {
        for source in sources { source.cancel() }
        signal(SIGINT, SIG_DFL)
        signal(SIGTERM, SIG_DFL)
    }
}

extension Interruption {
    /// Returns at the first Ctrl-C or SIGTERM.
    static func wait() async {
        let signals = AsyncStream<Int32> { continuation in
            let interruption = Interruption { number in
                continuation.yield(number)
                continuation.finish()
            }
            continuation.onTermination = { _ in interruption.cancel() }
        }
        for await _ in signals { return }
    }
}
