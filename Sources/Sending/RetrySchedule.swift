import Mail

/// When a temporary failure is tried again: a list of pauses, the last of which ends the delivery's life.
package struct RetrySchedule: Hashable, Sendable {
    /// The pause after the first, second, … attempt. Once they are used up, the delivery fails as expired.
    package let pauses: [Duration]
    /// Each pause is stretched or shrunk by up to this share, so that a thousand deferred rows do not come back at once.
    package let jitter: Double

    package init(pauses: [Duration], jitter: Double = 0.1) {
        self.pauses = pauses
        self.jitter = jitter
    }

    /// From five minutes to three days in all, the span that RFC 5321 §4.5.4.1 asks of a sender at the least.
    package static let standard = RetrySchedule(
        pauses: [5, 10, 20, 40, 60, 120, 240, 480, 720, 1440, 1440].map { .seconds($0 * 60) })

    /// The pause after `attempts` attempts, or nil when the delivery has expired.
    /// - Parameter random: uniform in 0..<1, passed in.
    package func pause(after attempts: Int, random: Double) -> Duration? {
        guard attempts >= 1, attempts <= pauses.count else { return nil }
        return pauses[attempts - 1] * (1 + jitter * (2 * random - 1))
    }
}
