import Mail

/// What a transport's result does to a delivery: the one place where replies become states.
///
/// | result | about | state |
/// |---|---|---|
/// | 2xx to the data | – | sent |
/// | 4xx anywhere | the moment | deferred; failed when the schedule is used up |
/// | 5xx to RCPT, DATA or the final dot | recipient or message | failed, with its bounce class |
/// | 5xx to MAIL FROM | the sender, so everybody | deferred, and counted by the circuit breaker |
/// | lost before the data | the connection | back to where it was; deferred at the third time in a run |
/// | lost after the final dot | – | unknown |
/// | cannot go over this relay (SIZE, SMTPUTF8) | message or address | failed |
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

    package func update(for result: AttemptResult, in context: Context) -> DeliveryUpdate {
        let (disposition, bounceClass) = decision(for: result.outcome, in: context)
        var attempt = AttemptRecord(
            at: context.now, relay: result.relay, stage: result.outcome.stage, reply: result.outcome.reply,
            detail: detail(of: result, disposition: disposition), duration: result.duration,
            messageDate: context.messageDate)
        attempt.revision = context.revision
        attempt.address = context.address
        return DeliveryUpdate(
            delivery: result.delivery, disposition: disposition, attempt: attempt, bounceClass: bounceClass)
    }

    private func decision(
        for outcome: AttemptResult.Outcome, in context: Context
    ) -> (DeliveryUpdate.Disposition, BounceClass?) {
        switch outcome {
        case .accepted:
            return (.sent, nil)
        case .uncertain:
            return (.unknown, nil)
        case .unsendable:
            return (.failed, .protocolError)
        case .notStarted:
            guard context.lostConnections >= Self.lostConnectionLimit else { return (.released, nil) }
            return (later(context, schedules.standard), nil)
        case .refused(let reply, let stage):
            let bounceClass = classify(reply, stage)
            if reply.isPermanent, stage != .mailFrom { return (.failed, bounceClass) }
            let disposition = later(context, schedules[bounceClass], hint: RetryHint.read(reply))
            return (disposition, disposition == .failed ? .expired : bounceClass)
        }
    }

    private func later(
        _ context: Context, _ schedule: RetrySchedule, hint: Duration? = nil
    ) -> DeliveryUpdate.Disposition {
        guard let pause = schedule.pause(after: context.attempts + 1, random: context.random(), hint: hint) else {
            return .failed
        }
        return .deferred(until: context.now.adding(pause))
    }

    /// The sentence that the log, the status and the trace show.
    private func detail(of result: AttemptResult, disposition: DeliveryUpdate.Disposition) -> String {
        let host = result.relay.host
        switch result.outcome {
        case .accepted(let reply):
            return reply.description
        case .refused(let reply, let stage):
            let said = "\(host) said: \(reply) (in reply to \(stage.rawValue))"
            return disposition == .failed && !reply.isPermanent ? "\(said); retries used up" : said
        case .unsendable(let reason):
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
        case .unsendable: .mailFrom
        }
    }

    package var reply: SMTPReply? {
        switch self {
        case .accepted(let reply), .refused(let reply, _): reply
        case .notStarted, .unsendable, .uncertain: nil
        }
    }
}
