import Mail

/// Stops a mailing when nothing gets through: refusals or lost connections in a row with no success between.
///
/// A refusal that concerns the recipient (unknown user, full mailbox) is no sign of trouble with the
/// relay and is not counted. A row of messages that "may have arrived" is: it must not grow.
package struct CircuitBreaker: Sendable {
    package let refusalLimit: Int
    package let connectionLimit: Int
    private var refusals = 0
    private var connectionFailures = 0
    private var retryAt: ContinuousClock.Instant?

    package init(refusalLimit: Int = 20, connectionLimit: Int = 5) {
        self.refusalLimit = refusalLimit
        self.connectionLimit = connectionLimit
    }

    /// Takes note of an update; answers with the reason once the mailing must stop.
    package mutating func observe(_ update: DeliveryUpdate) -> String? {
        switch update.disposition {
        case .sent:
            refusals = 0
            return nil
        case .released:
            return nil
        case .failed, .deferred, .unknown:
            guard !Self.concernsRecipient(update.bounceClass) else { return nil }
            refusals += 1
            guard refusals >= refusalLimit else { return nil }
            return "\(refusals) messages in a row were not accepted, the last: \(update.attempt.detail)"
        }
    }

    /// A session could not be opened: how long to wait, or nil to give up.
    ///
    /// Failures of several sessions that were opened together count once.
    package mutating func connectionFailed(at now: ContinuousClock.Instant) -> Duration? {
        if let retryAt, now < retryAt { return now.duration(to: retryAt) }
        connectionFailures += 1
        guard connectionFailures < connectionLimit else { return nil }
        let pause = Duration.milliseconds(250 << (connectionFailures - 1))
        retryAt = now + pause
        return pause
    }

    package mutating func connectionOpened() {
        connectionFailures = 0
        retryAt = nil
    }

    private static func concernsRecipient(_ bounceClass: BounceClass?) -> Bool {
        switch bounceClass {
        case .hard, .disabled, .full, .size, .greylist: true
        default: false
        }
    }
}
