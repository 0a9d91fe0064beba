import Dispatch
import Foundation

/// Ctrl-C and SIGTERM as a call instead of a death. The second Ctrl-C is the default again.
final class Interruption: Sendable {
    /// Dispatch's objects may be used from any thread; only their protocol does not say so.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]

    private let signals: [Int32]

    /// - Parameters:
    ///   - hangsUp: whether a terminal that goes away interrupts, too; under nohup(1) it does not.
    ///   - handler: called once, on a queue of its own.
    init(hangsUp: Bool = false, _ handler: @escaping @Sendable (_ signal: Int32) -> Void) {
        signals = [SIGINT, SIGTERM] + (hangsUp && !Self.isIgnored(SIGHUP) ? [SIGHUP] : [])
        sources = signals.map { number in
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
        for number in signals { signal(number, SIG_DFL) }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        #if canImport(Glibc)
            let handler = action.__sigaction_handler.sa_handler
        #else
            let handler = action.__sigaction_u.__sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

/// SIGHUP as a call, each time: a daemon is to read its configuration anew.
final class Hangup: Sendable {
    /// Dispatch's objects may be used from any thread; only their protocol does not say so.
    nonisolated(unsafe) private let source: any DispatchSourceSignal

    /// - Parameter handler: called on a queue of its own, one call at a time.
    init(_ handler: @escaping @Sendable () -> Void) {
        signal(SIGHUP, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: DispatchQueue(label: "hangup"))
        source.setEventHandler(handler: handler)
        source.activate()
    }

    func cancel() { source.cancel() }
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
