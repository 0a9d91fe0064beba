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
    ///
    /// - Parameters:
    ///   - random: uniform in 0..<1, passed in.
    ///   - hint: what the server asked for: it is waited at least so long, with the jitter on top.
    package func pause(after attempts: Int, random: Double, hint: Duration? = nil) -> Duration? {
        guard attempts >= 1, attempts <= pauses.count else { return nil }
        let pause = pauses[attempts - 1] * (1 + jitter * (2 * random - 1))
        guard let hint else { return pause }
        return hint * (1 + jitter * random)
    }
}

/// The schedules by what a refusal is about; all others follow the standard one.
package struct RetrySchedules: Sendable {
    package let standard: RetrySchedule
    package let byClass: [BounceClass: RetrySchedule]

    package init(standard: RetrySchedule = .standard, byClass: [BounceClass: RetrySchedule] = builtIn) {
        self.standard = standard
        self.byClass = byClass
    }

    /// Greylisting servers let the second or third attempt in within minutes; a full mailbox is not emptied by the hour.
    package static let builtIn: [BounceClass: RetrySchedule] = [
        .greylist: RetrySchedule(pauses: [5, 5, 10, 20, 60, 240, 480, 1440].map { .seconds($0 * 60) }),
        .full: RetrySchedule(pauses: [240, 480, 720, 1440, 1440].map { .seconds($0 * 60) }),
    ]

    package subscript(bounceClass: BounceClass?) -> RetrySchedule {
        bounceClass.flatMap { byClass[$0] } ?? standard
    }
}
