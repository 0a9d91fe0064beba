// The values that pass between Sending and the ledger (Store): rows due, and what became of them.

/// A delivery that is due: everything needed to personalise and address its message.
package struct DueDelivery: Hashable, Sendable {
    package let delivery: DeliveryID
    package let subscriber: SubscriberID
    package let address: EmailAddress
    package let name: String?
    /// The subscriber's other attributes, by name, as imported.
    package let attributes: [String: String]
    /// Attempts made so far.
    package var attempts: Int
    /// When it was put off first, from which its time to be tried again is counted; nil: never yet.
    package var deferredSince: Timestamp?
    /// The version of the content that it must get because it may have it already; nil: the one that is sent now.
    package let version: Int?
    /// Which state of the subscriber's name and attributes this is; nil: not known.
    package var revision: Int?
    /// The list that she is reached by; nil: the mailing's first.
    package var list: ListID?

    package init(
        delivery: DeliveryID, subscriber: SubscriberID, address: EmailAddress, name: String?,
        attributes: [String: String], attempts: Int, version: Int? = nil
    ) {
        self.delivery = delivery
        self.subscriber = subscriber
        self.address = address
        self.name = name
        self.attributes = attributes
        self.attempts = attempts
        self.version = version
    }
}

/// A delivery whose data would start now, and the version of the content that it carries.
package struct Claim: Hashable, Sendable {
    package let delivery: DeliveryID
    package let version: Int

    package init(_ delivery: DeliveryID, version: Int) {
        self.delivery = delivery
        self.version = version
    }
}

/// What a commit answered the claims that it was asked for.
package struct ClaimReceipt: Hashable, Sendable {
    /// No byte of any other message may be sent.
    package let granted: Set<DeliveryID>
    /// Those whose readers have left or were suppressed meanwhile; their rows say so now.
    package let skipped: [SkippedClaim]

    package init(granted: Set<DeliveryID>, skipped: [SkippedClaim] = []) {
        self.granted = granted
        self.skipped = skipped
    }
}

package struct SkippedClaim: Hashable, Sendable {
    package let delivery: DeliveryID
    /// `unsubscribed 2026-11-22 by one-click`
    package let reason: String

    package init(_ delivery: DeliveryID, reason: String) {
        self.delivery = delivery
        self.reason = reason
    }
}

/// An address that gets no more mail from now on, and by what.
package struct NewSuppression: Hashable, Sendable {
    package let address: EmailAddress
    package let reason: SuppressionReason
    package let source: String
    package let detail: String

    package init(address: EmailAddress, reason: SuppressionReason, source: String, detail: String) {
        self.address = address
        self.reason = reason
        self.source = source
        self.detail = detail
    }
}

/// How many of those answered for good were refused; not those who are tried again.
package struct RefusalCount: Hashable, Sendable {
    package var answered: Int
    package var refused: Int

    package init(answered: Int = 0, refused: Int = 0) {
        self.answered = answered
        self.refused = refused
    }

    package var share: Double { answered > 0 ? Double(refused) / Double(answered) : 0 }
}

/// What a mailing's rows say of its refusals that are not booked yet: from it a run's guard begins.
package struct RefusalRecord: Sendable {
    /// One recipient who was answered for good.
    package struct Answer: Sendable {
        package let address: EmailAddress
        package let isRefused: Bool

        package init(address: EmailAddress, isRefused: Bool) {
            self.address = address
            self.isRefused = isRefused
        }
    }

    /// Refusals that were booked do not count any more.
    package var count = RefusalCount()
    /// The latest answers in order, from the first refusal on that is not booked.
    package var latest: [Answer] = []
    /// Whose refusals people have let count, in this mailing.
    package var accepted: [EmailAddress] = []

    package init() {}
}

/// Messages that took their place in a limit's windows, to be stored with the claims.
package struct WindowUse: Hashable, Sendable {
    package let key: String
    /// Minutes since 1970.
    package let minute: Int64
    /// Below 0: so many places are given back.
    package let count: Int

    package init(key: String, minute: Int64, count: Int) {
        self.key = key
        self.minute = minute
        self.count = count
    }
}

/// Places in a limit's rate that all processes on one ledger keep together.
package struct RateRequest: Hashable, Sendable {
    package let key: String
    /// From one message to the next.
    package let interval: Duration

    package init(key: String, interval: Duration) {
        self.key = key
        self.interval = interval
    }
}

/// What a request for places came to: all are this process's alone.
package struct RateGrant: Hashable, Sendable {
    package let key: String
    /// When a message may go, each from the moment of the request; empty where the next place is too far away.
    package let places: [Duration]
    /// When to ask again.
    package let askAfter: Duration

    package init(key: String, places: [Duration], askAfter: Duration) {
        self.key = key
        self.places = places
        self.askAfter = askAfter
    }
}

/// What holds for a mailing now, as other processes may have changed it: whether to send, and which version.
package struct MailingStanding: Hashable, Sendable {
    package enum Phase: Hashable, Sendable {
        case sending
        case paused(reason: String)
        /// Scheduled, finished or cancelled: nothing may be sent.
        case closed
    }

    package let phase: Phase
    package let version: Int

    package init(phase: Phase, version: Int) {
        self.phase = phase
        self.version = version
    }
}

/// One attempt as it is kept: what was tried, when, and the server's own words.
package struct AttemptRecord: Hashable, Sendable {
    package let at: Timestamp
    package let relay: RelayName
    package let stage: DialogueStage
    package let reply: SMTPReply?
    /// One line for people; the reply's text or what happened to the connection.
    package let detail: String
    package let duration: Duration
    /// The message's Date field, from which its exact bytes can be made again.
    package let messageDate: Timestamp
    /// Which state of the recipient's name and attributes the message holds; nil: not known.
    package var revision: Int?
    /// Where it was sent; nil: to what is the subscriber's address when it is stored.
    package var address: EmailAddress?

    package init(
        at: Timestamp, relay: RelayName, stage: DialogueStage, reply: SMTPReply?, detail: String,
        duration: Duration, messageDate: Timestamp
    ) {
        self.at = at
        self.relay = relay
        self.stage = stage
        self.reply = reply
        self.detail = detail
        self.duration = duration
        self.messageDate = messageDate
    }
}

/// A change of one delivery's row, decided by Sending, stored by the ledger together with its attempt.
package struct DeliveryUpdate: Hashable, Sendable {
    package enum Disposition: Hashable, Sendable {
        case sent
        case deferred(until: Timestamp)
        case failed
        case unknown
        /// Back to where it was, no attempt counted: its data never started, or a relay refused it that refuses everybody.
        case released
    }

    package let delivery: DeliveryID
    package let disposition: Disposition
    package let attempt: AttemptRecord
    /// For refusals: what the reply says about the address.
    package let bounceClass: BounceClass?

    package init(
        delivery: DeliveryID, disposition: Disposition, attempt: AttemptRecord, bounceClass: BounceClass? = nil
    ) {
        self.delivery = delivery
        self.disposition = disposition
        self.attempt = attempt
        self.bounceClass = bounceClass
    }
}

/// Who holds a mailing: one sending process, until a deadline that it keeps moving.
package struct LeaseOwner: Hashable, Sendable, CustomStringConvertible {
    /// `host:pid:nonce`; a process on the same host can see whether the pid still lives.
    package let description: String
    package init(_ description: String) { self.description = description }
}

package enum LeaseGrant: Hashable, Sendable {
    /// Ours. `orphans` rows had been left in flight by an owner that is gone, and are `unknown` now.
    case granted(orphans: Int)
    case heldBy(LeaseOwner, until: Timestamp)
}
