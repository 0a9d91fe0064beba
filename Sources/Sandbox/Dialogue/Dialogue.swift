/// The server's side of one SMTP connection (RFC 5321) as a pure state machine: bytes in, actions out.
///
/// Feed it with `receive`, then take actions with `next` until there is none. A `.store` is answered
/// with `stored` before the next action is taken. However the bytes were cut or grouped on their way,
/// the same actions come out.
struct Dialogue {
    enum Action: Equatable {
        /// The step is nil for commands at which no fault can be ordered.
        case reply(SandboxReply, at: Fault.Step?)
        /// Say something that is no reply.
        case garbage
        /// Read slowly from here on.
        case slow
        /// Do nothing for this long, then go on.
        case wait(Duration)
        case store(ReceivedMessage)
        /// Begin the TLS handshake, after what was said so far.
        case startTLS
        /// Close after what was said so far.
        case close
        /// End without a reply, as ordered.
        case end(Fault.Ending)
    }

    enum Phase: Equatable {
        case command
        /// The greeting was a refusal: all that is left is QUIT.
        case refused
        case authentication(Challenge)
        case body
        /// Waits for `stored`; then this delay and, if ordered, this ending.
        case storing(delay: Duration, ending: Fault.Ending?)
        case over
    }

    enum Greeting { case none, helo, ehlo }

    struct Transaction: Equatable {
        let sender: String
        let needsUTF8: Bool
        var recipients: [String] = []
    }

    /// Octets of a command line; AUTH may need this many (RFC 4954 §4).
    static let commandLimit = 12_288
    /// Recipients of one message; RFC 5321 §4.5.3.1.8 asks for at least 100.
    static let recipientLimit = 1000

    let session: Int
    let settings: DialogueSettings
    let verdict: (FaultPlan.Occasion) -> FaultPlan.Verdict

    var phase = Phase.command
    var greeting = Greeting.none
    var isTLS: Bool
    var user: String?
    var transaction: Transaction?
    /// What the reply of the moment is to.
    var step: Fault.Step?
    private var input = LineBuffer()
    private var body: BodyReader
    private var hasBodyBegun = false
    private var actions: [Action] = []
    /// What happens to the next reply.
    private var slip: Fault.Slip?

    /// - Parameter verdict: what was ordered for an occasion; asked once for each.
    init(
        session: Int, settings: DialogueSettings,
        verdict: @escaping (FaultPlan.Occasion) -> FaultPlan.Verdict = { _ in FaultPlan.Verdict() }
    ) {
        self.session = session
        self.settings = settings
        self.verdict = verdict
        isTLS = settings.startsInTLS
        body = BodyReader(sizeLimit: settings.sizeLimit)
    }

    /// The client is connected: greet it.
    mutating func open() {
        step = .greeting
        guard proceeds() else {
            if phase == .command { phase = .refused }
            return
        }
        say(220, nil, "\(settings.hostName) ESMTP sandbox")
    }

    mutating func receive(_ bytes: some Collection<UInt8>) {
        guard phase != .over else { return }
        input.append(bytes)
    }

    /// The next thing to do; nil until more bytes have come, or the message is stored.
    mutating func next() -> Action? {
        while actions.isEmpty, advance() {}
        return actions.isEmpty ? nil : actions.removeFirst()
    }

    /// Answers a `.store`: whether the message is kept.
    mutating func stored(_ isStored: Bool) {
        guard case .storing(let delay, let ending) = phase else { return }
        phase = .command
        step = .dot
        wait(delay)
        if isStored, let ending {
            end(ending)
        } else if isStored {
            say(250, "2.0.0", "Stored")
        } else {
            say(452, "4.3.1", "Cannot write to the outbox")
        }
    }

    /// Works on one line or piece of input; false if there is none.
    private mutating func advance() -> Bool {
        switch phase {
        case .storing, .over:
            return false
        case .body:
            return advanceBody()
        case .command, .refused, .authentication:
            guard let line = input.nextLine(limit: Self.commandLimit) else { return false }
            take(line)
            return true
        }
    }

    private mutating func take(_ line: LineBuffer.Line) {
        step = nil
        guard case .line(let bytes) = line else { return say(500, "5.5.2", "Line too long") }
        if !settings.extensions.contains(.pipelining), !input.isEmpty {
            say(503, "5.5.0", "More input before the reply, and PIPELINING was not offered")
            return close()
        }
        do throws(Command.Flaw) {
            let command = try Command(line: bytes)
            if case .authentication(let challenge) = phase {
                answer(challenge, with: command)
            } else if phase == .refused {
                refuse(command)
            } else {
                obey(command)
            }
        } catch {
            say(500, "5.5.2", error.text)
        }
    }

    private mutating func advanceBody() -> Bool {
        guard !input.isEmpty else { return false }
        if !hasBodyBegun {
            hasBodyBegun = true
            step = .body
            // What was ordered comes first; the body is read when the actions are taken.
            if !proceeds(recipients: transaction?.recipients ?? []) || !actions.isEmpty { return true }
        }
        guard body.read(&input) else { return false }
        let reader = body
        body = BodyReader(sizeLimit: settings.sizeLimit)
        finishTransaction(reader)
        return true
    }
}

extension Dialogue {
    /// The body comes next.
    mutating func beginBody() {
        phase = .body
        hasBodyBegun = false
    }

    /// Replies to the step, with the status if that was offered.
    mutating func say(_ code: Int, _ status: String?, _ text: String) {
        let prefix = settings.extensions.contains(.enhancedStatusCodes) ? status.map { "\($0) " } ?? "" : ""
        say(SandboxReply(code, [prefix + text]))
    }

    /// Replies to the step; 421 says that the server closes the connection (RFC 5321 §3.8).
    mutating func say(_ reply: SandboxReply) {
        let count = slip == .omit ? 0 : slip == .twice ? 2 : 1
        slip = nil
        for _ in 0..<count { actions.append(.reply(reply, at: step)) }
        if reply.code == 421 { close() }
    }

    mutating func wait(_ duration: Duration) {
        if duration > .zero { actions.append(.wait(duration)) }
    }

    mutating func store(_ message: ReceivedMessage) { actions.append(.store(message)) }

    mutating func close() {
        actions.append(.close)
        finish()
    }

    mutating func end(_ ending: Fault.Ending) {
        // An alert is an answer to TLS, so the client must have been told to begin.
        if step == .starttls, ending == .alert { say(220, "2.0.0", "Ready to start TLS") }
        actions.append(.end(ending))
        finish()
    }

    /// Begins anew inside TLS; what came in clear behind STARTTLS is not obeyed (RFC 3207 §4.2, §6).
    mutating func startTLS() {
        actions.append(.startTLS)
        input.removeAll()
        isTLS = true
        greeting = .none
        transaction = nil
        user = nil
    }

    /// Asks what was ordered for the step: true if it takes its course, after a delay perhaps.
    mutating func proceeds(recipients: [String] = [], sender: String? = nil) -> Bool {
        guard let step else { return true }
        let occasion = FaultPlan.Occasion(
            step: step, session: session, recipients: recipients, sender: sender ?? transaction?.sender)
        let ordered = verdict(occasion)
        wait(ordered.delay)
        switch ordered.action {
        case .slip(let slip): return makesSlip(slip)
        case .slow:
            actions.append(.slow)
            return true
        case .reply(let reply): say(reply)
        case .end(let ending), .endAfterStoring(let ending): end(ending)
        case .delay, nil: return true
        }
        return false
    }

    /// Garbles the reply; true if the step takes its course all the same.
    mutating func makesSlip(_ ordered: Fault.Slip) -> Bool {
        guard ordered == .garbage else {
            slip = ordered
            return true
        }
        actions.append(.garbage)
        return false
    }

    private mutating func finish() {
        phase = .over
        input.removeAll()
    }
}

extension Command.Flaw {
    fileprivate var text: String {
        switch self {
        case .noCRLF: "A line must end in CRLF"
        case .notUTF8: "The line is not UTF-8"
        case .controlCharacter: "The line has a control character"
        }
    }
}
