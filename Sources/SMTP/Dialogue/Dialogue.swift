import Mail

/// The SMTP dialogue of one session, from the first MAIL to QUIT, without sockets and without a clock.
///
/// Inputs: `offer` a message, `receive` bytes, `claim` granted or denied, `lose` the connection, `quit`.
/// What it wants: bytes in `output` to be sent, `pendingClaim` to be asked for, `finished` outcomes to be
/// reported, and to be closed once `closure` is set.
///
/// Replies come in the order of the commands, so the state is a queue of awaited replies. Lockstep,
/// grouped and full pipelining (RFC 2920) differ only in how many commands are written before the
/// first of those replies:
///
///     MAIL RCPT DATA          → 250 250 354   (claim asked for here)
///     body . MAIL RCPT DATA   → 250 250 250 354
///
/// Not a byte of a message's body is queued before its claim is granted.
///
/// Replies carry no number: a server that leaves one out, or says one too many, shifts all that follow. So a reply
/// counts only if its command can have arrived, and with full pipelining the reply to a final dot is held until the
/// replies behind it are known to be in their places: by a 354, or the reply to RSET. docs/outcomes.md says what that
/// cannot show.
struct Dialogue: ~Copyable {
    typealias Outcome = AttemptResult.Outcome

    /// What a reply answers.
    enum Step: Hashable {
        case reset, mail, rcpt, data, endOfData, quit
        /// The dot that ends an empty message nobody gets, because DATA was on its way when RCPT was refused.
        case loneDot
    }

    /// One message's way through the dialogue.
    struct Exchange {
        enum Phase { case envelope, awaitingClaim, body }
        let delivery: DeliveryID
        let commands: EnvelopeCommands
        let body: MessageBody
        var phase = Phase.envelope
        /// MAIL was accepted, so that the server holds a transaction.
        var isOpen = false
        /// It is refused; replies to commands already written are still to come, and may show that it was not meant.
        var refusal: Outcome?
        /// Its outcome is reported; only the reply to a lone dot is still to come.
        var isSettled = false
        /// The stretch of the output that holds the final dot and its line break.
        var terminator: Range<Int> = 0..<0
    }

    /// A reply that is to come.
    struct Awaited {
        let step: Step
        /// Where the output ends that it answers: no reply to it can come before these bytes have left.
        let end: Int
    }

    /// The reply to a message's final dot, not yet borne out by those to the commands behind it.
    struct Held {
        let delivery: DeliveryID
        let outcome: Outcome
    }

    enum Closure: Hashable {
        /// QUIT was said.
        case quit
        case failed(ConnectionFailure)
    }

    let relay: RelayName
    let capabilities: ServerCapabilities
    let mode: Pipelining
    let notices: DeliveryNotices
    /// After so many messages no further is wanted.
    var messageLimit: Int
    /// There are other sessions with the relay.
    var hasCompany = false

    var output = OutputBuffer()
    /// Outcomes not yet collected.
    private(set) var finished: [(delivery: DeliveryID, outcome: Outcome)] = []
    /// Set once the connection is of no more use.
    var closure: Closure? { didSet { isClosed = closure != nil } }
    private(set) var isClosed = false
    /// The failure says something about the relay, not about one message: the session was idle, or had
    /// not yet carried a message through.
    private(set) var isRelayTrouble = false
    /// How many replies the server has sent.
    private(set) var repliesRead = 0

    var parser = ReplyParser()
    var exchanges: [Exchange] = []
    /// Written, not answered yet.
    var expected: [Awaited] = []
    var held: Held?
    /// Lockstep: to be written one by one, each after the reply to the one before.
    var unwritten: [Step] = []
    /// A transaction was left open at the server and must be dropped before the next MAIL.
    var needsReset = false
    var isQuitting = false
    /// So many messages the server has accepted or refused, and kept the session.
    private(set) var carried = 0
    /// The server ended the session, or takes no further message in it, after it had carried some.
    private(set) var ending: SessionEnding?
    private var messagesOffered = 0
    /// The session is to end once it is idle.
    private var isRetired = false

    init(_ settings: RelaySettings, offered capabilities: ServerCapabilities) {
        relay = settings.relay
        self.capabilities = capabilities
        mode = capabilities.hasPipelining ? settings.pipelining : .off
        messageLimit = settings.messagesPerConnection
        notices = settings.notices
    }

    var isIdle: Bool { !isClosed && !isQuitting && exchanges.isEmpty && expected.isEmpty }
    var isSpent: Bool { isRetired || messagesOffered >= messageLimit }

    /// Whether a message offered now would be written at once.
    var wantsMessage: Bool {
        guard !isClosed, !isQuitting, !isSpent else { return false }
        if exchanges.isEmpty { return expected.isEmpty }
        return mode == .full && exchanges.count == 1 && exchanges[0].phase == .body
    }

    /// Whether it would want one once `pendingClaim` is granted.
    var wantsMessageBehindClaim: Bool {
        mode == .full && pendingClaim != nil && exchanges.count == 1 && !isQuitting && !isSpent
    }

    /// The message whose data would start once the claim is granted.
    var pendingClaim: DeliveryID? {
        guard !isClosed, !exchanges.isEmpty, exchanges[0].phase == .awaitingClaim else { return nil }
        return exchanges[0].delivery
    }

    /// What the session waits for: a reply, or the network to take the body; nil if for neither.
    var awaiting: DialogueStage? {
        guard !isClosed, let step = expected.first?.step else { return nil }
        if step == .endOfData, !exchanges.isEmpty, output.taken < exchanges[0].terminator.upperBound {
            return .messageBody
        }
        return step.stage
    }

    /// Takes no further message, if it has had one.
    mutating func retire() { isRetired = messagesOffered > 0 }

    /// Begins with a message; only while `wantsMessage`.
    mutating func offer(_ message: OutgoingMessage) {
        do throws(Unsendable) {
            let body = try MessageBody(message)
            let commands = try EnvelopeCommands(for: message, body, offered: capabilities, notices: notices)
            messagesOffered += 1
            exchanges.append(Exchange(delivery: message.delivery, commands: commands, body: body))
            begin()
        } catch {
            let reason = error.description
            finished.append((message.delivery, error.isOfTheRelay ? .unsuitable(reason) : .unsendable(reason)))
        }
    }

    /// Answers `pendingClaim`. A denied message's DATA has been accepted already, and the only way out
    /// of DATA without sending a message is to close.
    mutating func claim(granted: Bool) {
        guard pendingClaim != nil else { return }
        guard granted else {
            fail(.claimDenied, at: .data, detail: "the claim on the delivery was denied; no data was sent")
            return
        }
        exchanges[0].phase = .body
        exchanges[0].body.append(to: &output)
        let start = output.end
        output.append(".\r\n")
        exchanges[0].terminator = start..<output.end
        expected.append(Awaited(step: .endOfData, end: output.end))
    }

    /// Says QUIT; only while `isIdle`.
    mutating func quit() {
        guard isIdle else { return }
        isQuitting = true
        write(.quit)
    }

    /// The connection is gone, or is given up: everything unfinished gets its outcome.
    ///
    /// - Parameter isSilent: the server did not end it, but said nothing for too long.
    mutating func lose(_ detail: String, isSilent: Bool = false) {
        if isQuitting {
            closure = closure ?? .quit
            return
        }
        let isBetweenMessages = [.mailFrom, .reset].contains(lossStage) && exchanges.first?.refusal == nil
        if isBetweenMessages, !isSilent {
            releaseHeldAtEnd()
            if carried > 0 { return end(.unsaid, detail: detail) }
        }
        fail(.lost(nil), at: lossStage, detail: detail)
    }

    /// The server ends the session between two messages: the next one's turn had not come.
    mutating func end(_ cause: SessionEnding.Cause, detail: String) {
        ending = SessionEnding(cause: cause, carried: carried, detail: detail)
        fail(.sessionSpent, at: .mailFrom, detail: detail)
    }

    /// The server keeps the session and takes no further message in it.
    mutating func retire(_ cause: SessionEnding.Cause, detail: String) -> Outcome {
        ending = SessionEnding(cause: cause, carried: carriedOrHeld, detail: detail)
        isRetired = true
        return .notStarted(
            ConnectionFailure(relay: relay, kind: .sessionSpent, stage: .mailFrom, detail: detail))
    }

    /// Messages that the session has carried, the one included whose reply is held.
    var carriedOrHeld: Int { carried + (held == nil ? 0 : 1) }

    /// Hands over how the session ended, once.
    mutating func takeEnding() -> SessionEnding? {
        defer { ending = nil }
        return ending
    }

    /// Hands over the outcomes since the last call.
    mutating func takeFinished(_ body: (DeliveryID, Outcome) -> Void) {
        for (delivery, outcome) in finished { body(delivery, outcome) }
        finished.removeAll(keepingCapacity: true)
    }

    mutating func receive(_ bytes: UnsafeRawBufferPointer) {
        guard !isClosed else { return }
        parser.append(bytes)
        do throws(ReplyProblem) {
            while !isClosed, let reply = try parser.next() {
                repliesRead += 1
                handle(reply)
            }
            // Nothing was said behind it, and nothing is to come that could bear it out.
            if exchanges.isEmpty, expected.isEmpty { releaseHeld() }
        } catch {
            fail(.protocolViolation, at: lossStage, detail: error.description)
        }
    }
}

// What the replies' handling uses.
extension Dialogue {
    /// Where the session stands, for a failure that is not the answer to anything.
    var lossStage: DialogueStage {
        if let awaiting { return awaiting }
        return pendingClaim == nil ? .mailFrom : .data
    }

    mutating func report(_ delivery: DeliveryID, _ outcome: Outcome) {
        finished.append((delivery, outcome))
        switch outcome {
        case .accepted: carried += 1
        case .refused(let reply, _): if reply.code != 421 { carried += 1 }
        case .notStarted, .unsendable, .unsuitable, .uncertain: break
        }
    }

    /// The replies behind the held one fit, or there are none.
    mutating func releaseHeld() {
        guard let held else { return }
        report(held.delivery, held.outcome)
        self.held = nil
    }

    /// The server closes the session between two messages: the reply to the last stands.
    mutating func releaseHeldAtEnd() {
        if exchanges.first?.refusal == nil { releaseHeld() }
    }

    /// The session ends before the held reply was borne out. A broken sequence makes it doubtful, and so does a refusal
    /// behind it: if a reply had been left out, that would be what the session looks like.
    mutating func settleHeld(_ failure: ConnectionFailure) {
        guard let held else { return }
        guard failure.kind == .protocolViolation || exchanges.first?.refusal != nil else { return releaseHeld() }
        report(held.delivery, .uncertain(failure.at(.endOfData)))
        self.held = nil
    }

    /// Ends the session. A message whose final dot may have left is uncertain; any other is safe.
    mutating func fail(_ kind: ConnectionFailure.Kind, at stage: DialogueStage, detail: String) {
        guard !isClosed else { return }
        let failure = ConnectionFailure(relay: relay, kind: kind, stage: stage, detail: detail)
        settleHeld(failure)
        for (index, exchange) in exchanges.enumerated() where !exchange.isSettled {
            if let refusal = exchange.refusal, kind != .protocolViolation {
                report(exchange.delivery, refusal)
            } else if exchange.phase == .body, output.exposed > exchange.terminator.lowerBound {
                report(exchange.delivery, .uncertain(failure.at(.endOfData)))
            } else if index == 0 {
                report(exchange.delivery, .notStarted(failure))
            } else {
                let ahead = ConnectionFailure(relay: relay, kind: .sentAhead, stage: .mailFrom, detail: detail)
                report(exchange.delivery, .notStarted(ahead))
            }
        }
        isRelayTrouble = kind != .claimDenied && kind != .sessionSpent && (exchanges.isEmpty || carried == 0)
        exchanges.removeAll()
        closure = .failed(failure)
    }

    /// Writes the last exchange's commands, or the first of them.
    mutating func begin() {
        if mode == .off {
            unwritten = [.reset, .mail, .rcpt, .data]
            if !needsReset { unwritten.removeFirst() }
            writeNext()
        } else {
            if needsReset { write(.reset) }
            write(.mail)
            write(.rcpt)
            write(.data)
        }
        needsReset = false
    }

    mutating func writeNext() {
        guard mode == .off, !unwritten.isEmpty else { return }
        write(unwritten.remove(at: 0))
    }

    mutating func write(_ step: Step) {
        switch step {
        case .reset: output.append("RSET\r\n")
        case .mail: output.append(exchanges[exchanges.count - 1].commands.mail)
        case .rcpt: output.append(exchanges[exchanges.count - 1].commands.rcpt)
        case .data: output.append("DATA\r\n")
        case .endOfData: break
        case .loneDot: output.append(".\r\n")
        case .quit: output.append("QUIT\r\n")
        }
        expected.append(Awaited(step: step, end: output.end))
    }
}

extension ConnectionFailure {
    fileprivate func at(_ stage: DialogueStage) -> ConnectionFailure {
        ConnectionFailure(relay: relay, kind: kind, stage: stage, detail: detail)
    }
}

extension Dialogue.Step {
    var stage: DialogueStage {
        switch self {
        case .reset: .reset
        case .mail: .mailFrom
        case .rcpt: .rcptTo
        case .data: .data
        case .endOfData, .loneDot: .endOfData
        case .quit: .quit
        }
    }
}
