import Mail

/// What a transport's result does to a delivery: the one place where replies become states.
///
/// A refusal is first asked whom it is about (`DeliveryUpdate.subject`); nobody pays for what is not about her.
///
/// | result | about | state |
/// |---|---|---|
/// | 2xx to the data | – | sent |
/// | 4xx | anybody | deferred; failed when its time is up |
/// | 5xx | the reader, or the content | failed, with its bounce class |
/// | 5xx | us, or the relay's state | deferred as a 4xx; counted by the circuit breaker, if about us |
/// | lost before the data | the connection | back to where it was; deferred at the third time in a run |
/// | lost after the final dot | – | unknown |
/// | cannot go over this relay (SIZE, SMTPUTF8) | the message | the next relay's; failed when none can take it |
/// | cannot go over any relay | the message | failed |
///
/// When its time is up a delivery fails with the class of its last refusal, but for readers' refusals, which have
/// expired; only those count.
package struct OutcomePolicy: Sendable {
    /// Reads a refusal: what does it say about the address?
    package typealias Classifier = @Sendable (SMTPReply, DialogueStage) -> BounceClass

    package let schedules: RetrySchedules
    package let classify: Classifier
    /// How often a delivery may lose its connection before the data in one run.
    package static let lostConnectionLimit = 3

    package init(schedules: RetrySchedules, classify: @escaping Classifier) {
        self.schedules = schedules
        self.classify = classify
    }

    /// What a delivery went through before, and the circumstances of this result.
    package struct Context: Sendable {
        package let attempts: Int
        /// Connections lost before the data in this run, this one included.
        package let lostConnections: Int
        package let now: Timestamp
        package let messageDate: Timestamp
        /// When it was put off first; nil: never yet.
        package var deferredSince: Timestamp?
        /// Whether another relay may take what this one cannot: now, or later.
        package var otherRelays = OtherRelays.none
        /// Why the other relays cannot take it.
        package var otherReasons: [String] = []
        /// 0 ..< 1, asked for only where there is a pause to choose: most messages need none.
        package let random: @Sendable () -> Double
        /// Of the recipient's name and attributes.
        package var revision: Int?
        package var address: EmailAddress?

        package init(
            attempts: Int, lostConnections: Int, now: Timestamp, messageDate: Timestamp,
            random: @escaping @Sendable () -> Double
        ) {
            self.attempts = attempts
            self.lostConnections = lostConnections
            self.now = now
            self.messageDate = messageDate
            self.random = random
        }
    }

    /// Relays that have not said yet that they cannot take a message.
    package enum OtherRelays: Hashable, Sendable {
        case none
        /// One of them works.
        case working
        /// None works at present.
        case waiting
    }

    package func update(for result: AttemptResult, in context: Context) -> DeliveryUpdate {
        let decision = decision(for: result.outcome, in: context)
        var attempt = AttemptRecord(
            at: context.now, relay: result.relay, stage: result.outcome.stage, reply: result.outcome.reply,
            detail: detail(of: result, decision, in: context), duration: result.duration,
            messageDate: context.messageDate)
        attempt.revision = context.revision
        attempt.address = context.address
        return DeliveryUpdate(
            delivery: result.delivery, disposition: decision.disposition, attempt: attempt,
            bounceClass: decision.bounceClass)
    }

    private struct Decision {
        let disposition: DeliveryUpdate.Disposition
        var bounceClass: BounceClass?
        /// It would be tried again if its time were not up.
        var isExpired = false
    }

    private func decision(for outcome: AttemptResult.Outcome, in context: Context) -> Decision {
        switch outcome {
        case .accepted:
            return Decision(disposition: .sent)
        case .uncertain:
            return Decision(disposition: .unknown)
        case .unsendable:
            return Decision(disposition: .failed, bounceClass: .protocolError)
        case .unsuitable:
            return elsewhere(context, .protocolError)
        case .notStarted:
            guard context.lostConnections >= Self.lostConnectionLimit else { return Decision(disposition: .released) }
            return later(context, nil)
        case .refused(let reply, let stage):
            let bounceClass = classify(reply, stage)
            let subject = RefusalSubject(of: bounceClass, reply, at: stage)
            switch subject {
            case .content where reply.isPermanent && bounceClass == .size: return elsewhere(context, bounceClass)
            case .reader where reply.isPermanent, .content where reply.isPermanent:
                return Decision(disposition: .failed, bounceClass: bounceClass)
            case .reader, .content, .us, .relay:
                var decision = later(context, bounceClass, hint: RetryHint.read(reply))
                if decision.isExpired, subject == .reader { decision.bounceClass = .expired }
                return decision
            }
        }
    }

    /// One relay cannot take the message, whoever it is for.
    private func elsewhere(_ context: Context, _ bounceClass: BounceClass) -> Decision {
        switch context.otherRelays {
        case .working: Decision(disposition: .released)
        case .waiting: later(context, bounceClass)
        case .none: Decision(disposition: .failed, bounceClass: bounceClass)
        }
    }

    private func later(_ context: Context, _ bounceClass: BounceClass?, hint: Duration? = nil) -> Decision {
        let elapsed = context.deferredSince.map { max(context.now.since($0), .zero) } ?? .zero
        let past = RetryPast(attempts: context.attempts + 1, elapsed: elapsed)
        guard let pause = schedules.pause(for: bounceClass, after: past, random: context.random(), hint: hint) else {
            return Decision(disposition: .failed, bounceClass: bounceClass, isExpired: true)
        }
        return Decision(disposition: .deferred(until: context.now.adding(pause)), bounceClass: bounceClass)
    }

    private func detail(of result: AttemptResult, _ decision: Decision, in context: Context) -> String {
        var detail = detail(of: result)
        if case .unsuitable(let reason) = result.outcome, decision.disposition != .released {
            if !context.otherReasons.isEmpty {
                detail = (context.otherReasons + ["\(result.relay.host): \(reason)"]).joined(separator: " ")
            }
            if case .deferred = decision.disposition {
                detail += " Another relay may take it, and none of those works now"
            }
        }
        return decision.isExpired ? "\(detail); retries used up" : detail
    }

    /// The sentence that the log, the status and the trace show.
    private func detail(of result: AttemptResult) -> String {
        let host = result.relay.host
        switch result.outcome {
        case .accepted(let reply):
            return reply.description
        case .refused(let reply, let stage):
            return "\(host) said: \(reply) (in reply to \(stage.rawValue))"
        case .unsuitable(let reason), .unsendable(let reason):
            return reason
        case .notStarted(let failure):
            return "lost connection with \(host) while in \(failure.stage.rawValue): \(failure.detail)"
        case .uncertain(let failure):
            return "lost connection with \(host) after message data: \(failure.detail); it may have arrived"
        }
    }
}

extension AttemptResult.Outcome {
    package var stage: DialogueStage {
        switch self {
        case .accepted: .endOfData
        case .refused(_, let stage): stage
        case .notStarted(let failure), .uncertain(let failure): failure.stage
        case .unsendable, .unsuitable: .mailFrom
        }
    }

    package var reply: SMTPReply? {
        switch self {
        case .accepted(let reply), .refused(let reply, _): reply
        case .notStarted, .unsendable, .unsuitable, .uncertain: nil
        }
    }
}

extension RefusalSubject {
    /// Whom a refusal is about, by its class and by what it answers.
    ///
    /// Before a recipient was named nothing can be about her, nor about the content but its size: a 5xx is about us then,
    /// and a 4xx about the relay's state.
    package init(of bounceClass: BounceClass, _ reply: SMTPReply, at stage: DialogueStage) {
        let subject = bounceClass.subject
        switch (stage, subject) {
        case (.rcptTo, _), (.data, _), (.messageBody, _), (.endOfData, _), (_, .us), (_, .relay): self = subject
        case (_, .content) where bounceClass == .size: self = subject
        case (_, .reader), (_, .content): self = reply.isPermanent ? .us : .relay
        }
    }
}

extension DeliveryUpdate {
    /// Whom the refusal is about; nil where there was none.
    var subject: RefusalSubject? {
        guard let reply = attempt.reply, let bounceClass, disposition != .sent else { return nil }
        return RefusalSubject(of: bounceClass, reply, at: attempt.stage)
    }

    /// Back to where it was, although it was refused.
    var puttingBack: DeliveryUpdate {
        DeliveryUpdate(delivery: delivery, disposition: .released, attempt: attempt, bounceClass: bounceClass)
    }
}
