import Mail

/// The limits of all runs and connections of the process, behind one lock.
package final class SharedLimits: Sendable {
    private let limits: Monitor<SendingLimits>

    package init(_ limits: SendingLimits = SendingLimits()) { self.limits = Monitor(limits) }

    /// A limited destination's messages are worth composing when they may go within this time.
    static let soon = Duration.seconds(2)

    package func update<Result>(_ body: (inout SendingLimits) throws -> Result) rethrows -> Result {
        try limits.read(body)
    }

    func isSoon(_ destination: Destination, at now: ContinuousClock.Instant, wallClock: Timestamp) -> Bool {
        update { limits in
            guard let wait = limits.wait(for: .destination(destination), at: now, wallClock: wallClock) else {
                return true
            }
            return wait.until <= now + Self.soon
        }
    }
}
