import Mail

/// When a temporary failure is tried again: pauses that grow, the last of which is repeated.
package struct RetrySchedule: Hashable, Sendable {
    /// The pause after the first, second, … attempt.
    package let pauses: [Duration]
    /// Each pause is stretched or shrunk by up to this share, so that a thousand deferred rows do not come back at once.
    package let jitter: Double

    package init(pauses: [Duration], jitter: Double = 0.1) {
        self.pauses = pauses
        self.jitter = jitter
    }

    /// From five minutes to a day.
    package static let standard = RetrySchedule(
        pauses: [5, 10, 20, 40, 60, 120, 240, 480, 720, 1440].map { .seconds($0 * 60) })

    /// What a server asks for is not followed at shorter pauses than this share of the time that has passed since the
    /// first attempt: "try again in 1 second", said for five days, makes a hundred attempts and not half a million.
    static let hintShare = 0.1

    /// The pause after an attempt; nil where there are no pauses.
    ///
    /// It is the one for so many attempts, but no longer than the schedule would have come to in that time: attempts
    /// that a server asked for early use up none of it.
    ///
    /// - Parameter random: uniform in 0..<1, passed in.
    package func pause(after past: RetryPast, random: Double, hint: Duration? = nil) -> Duration? {
        guard past.attempts >= 1, let last = pauses.last else { return nil }
        let index = min(past.attempts - 1, stepsWithin(past.elapsed))
        let pause = index < pauses.count ? pauses[index] : last
        guard let hint else { return pause * (1 + jitter * (2 * random - 1)) }
        return max(hint, min(past.elapsed * Self.hintShare, pause)) * (1 + jitter * random)
    }

    /// How many pauses, each shrunk as far as it may be, have room in that time.
    private func stepsWithin(_ elapsed: Duration) -> Int {
        var end = Duration.zero
        for (index, pause) in pauses.enumerated() {
            end += pause * (1 - jitter)
            if end > elapsed { return index }
        }
        return pauses.count
    }
}

/// What a delivery has behind it when it is put off.
package struct RetryPast: Hashable, Sendable {
    /// This one included.
    package let attempts: Int
    /// Since it was put off first.
    package let elapsed: Duration

    package init(attempts: Int, elapsed: Duration) {
        self.attempts = attempts
        self.elapsed = elapsed
    }
}

/// The schedules by what a refusal is about; all others follow the standard one.
package struct RetrySchedules: Sendable {
    package let standard: RetrySchedule
    package let byClass: [BounceClass: RetrySchedule]
    /// How long a delivery is tried, from the first time that it was put off.
    package let expiry: Duration

    /// Five days: RFC 5321 §4.5.4.1 asks for at least four to five.
    package static let standardExpiry = Duration.seconds(5 * 86_400)

    package init(
        standard: RetrySchedule = .standard, byClass: [BounceClass: RetrySchedule] = builtIn,
        expiry: Duration = standardExpiry
    ) {
        self.standard = standard
        self.byClass = byClass
        self.expiry = expiry
    }

    /// What is too fast for a relay now is not in a minute; greylisting servers let the second or third attempt in within minutes; a full mailbox is not emptied by the hour.
    package static let builtIn: [BounceClass: RetrySchedule] = [
        .greylist: RetrySchedule(pauses: [5, 5, 10, 20, 60, 240, 480, 1440].map { .seconds($0 * 60) }),
        .throttle: RetrySchedule(
            pauses: [1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 720, 1440].map { .seconds($0 * 60) }),
        .full: RetrySchedule(pauses: [240, 480, 720, 1440].map { .seconds($0 * 60) }),
    ]

    package subscript(bounceClass: BounceClass?) -> RetrySchedule {
        bounceClass.flatMap { byClass[$0] } ?? standard
    }

    /// How long until the next attempt; nil once the delivery's time is up. The last attempt is at the end of it.
    package func pause(
        for bounceClass: BounceClass?, after past: RetryPast, random: Double, hint: Duration? = nil
    ) -> Duration? {
        guard past.elapsed < expiry else { return nil }
        let pause = self[bounceClass].pause(after: past, random: random, hint: hint)
        return pause.map { min($0, expiry - past.elapsed) }
    }
}
