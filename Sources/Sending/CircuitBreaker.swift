import Mail

/// Stops a relay, or the mailing, when nothing gets through: refusals or lost connections in a row with no success between.
///
/// Refusals that are about us are the same for everybody: a handful is enough. One about a reader or the relay's state is
/// no sign of that and is not counted. A row of messages that "may have arrived" is: it must not grow.
package struct CircuitBreaker: Sendable {
    /// Of refusals of any other kind, in a row.
    package let refusalLimit: Int
    /// Of refusals about us, in a row.
    package let ownLimit: Int
    package let connectionLimit: Int
    private var refusals = 0
    private var ownRefusals = 0
    /// One of them was for good.
    private var isOwnPermanent = false
    private var connectionFailures = 0
    private var retryAt: ContinuousClock.Instant?

    package init(refusalLimit: Int = 20, ownLimit: Int = 5, connectionLimit: Int = 5) {
        self.refusalLimit = refusalLimit
        self.ownLimit = ownLimit
        self.connectionLimit = connectionLimit
    }

    /// Why nothing more is to be sent over a relay.
    package struct Trip: Hashable, Sendable {
        /// What happened, and what to change.
        package let sentence: String
        /// It does not go on by itself.
        package let needsPeople: Bool
    }

    /// The last refusals were about us, and nothing has got through since.
    package var isInDoubt: Bool { ownRefusals > 0 }

    /// Takes note of an update; answers with the reason once the relay must stop.
    package mutating func observe(_ update: DeliveryUpdate) -> Trip? {
        switch update.disposition {
        case .sent:
            refusals = 0
            ownRefusals = 0
            isOwnPermanent = false
            return nil
        case .released:
            return nil
        case .failed, .deferred, .unknown:
            return update.subject == .us ? observeOwn(update) : observeOther(update)
        }
    }

    private mutating func observeOwn(_ update: DeliveryUpdate) -> Trip? {
        ownRefusals += 1
        if update.attempt.reply?.isPermanent == true { isOwnPermanent = true }
        guard ownRefusals >= ownLimit else { return nil }
        return Trip(
            sentence: "the last \(ownRefusals) messages were refused because of us, not of their readers: "
                + "\(update.attempt.detail). \(OwnFault.advice(update))",
            needsPeople: isOwnPermanent)
    }

    private mutating func observeOther(_ update: DeliveryUpdate) -> Trip? {
        guard !Self.concernsRecipient(update) else { return nil }
        refusals += 1
        guard refusals >= refusalLimit else { return nil }
        return Trip(
            sentence: "\(refusals) messages in a row were not accepted, the last: \(update.attempt.detail). "
                + "Find out why",
            needsPeople: true)
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

    private static func concernsRecipient(_ update: DeliveryUpdate) -> Bool {
        switch update.bounceClass {
        case .hard, .disabled, .full, .size: true
        default: update.subject == .relay
        }
    }
}

/// What to do about a refusal that is about us, in a sentence.
enum OwnFault {
    static func advice(_ update: DeliveryUpdate) -> String {
        let relay = update.attempt.relay.host
        return switch update.bounceClass {
        case .sender:
            "Check 'from' and 'bounce_domain' in mailer.yaml against the sender addresses that \(relay) lets us use"
        case .account:
            "Look at our account at \(relay): its quota, what it may send, and whether it has to log in "
                + "('user' and 'password_file' of the relay). \(goOn(update))"
        case .auth:
            "Check how we prove who we are to \(relay): 'user' and 'password_file' of the relay, "
                + "or SPF, DKIM and DMARC of the sender's domain, whichever it names"
        case .reputation:
            "Look up our network address and domain where \(relay) says that they are listed, or ask its operator; "
                + "another relay may be used meanwhile"
        default:
            "Ask the operator of \(relay) what is wrong with our messages, and whether it takes mail from us"
        }
    }

    private static func goOn(_ update: DeliveryUpdate) -> String {
        guard let hint = update.attempt.reply.flatMap(RetryHint.read) else {
            return "A quota is renewed after an hour or a day at most providers"
        }
        return "It says when to go on: \(update.attempt.at.adding(hint).iso8601)"
    }
}
