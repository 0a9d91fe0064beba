/// A failure ordered from the server: where in the dialogue, what happens, and on which occasions.
///
/// Written as `STEP=ACTION [@SELECTOR…]`; `FaultGrammar.help` lists all words:
///
///     rcpt=550 5.1.1 No such user @to:*@example.net
///     mail=451 4.7.1 Try again later @first:3
///     dot=drop-after @every:10
///     delay=50ms
package struct Fault: Hashable, Sendable {
    /// The place in the dialogue whose reply is taken by the fault.
    package enum Step: String, Hashable, Sendable, CaseIterable {
        case greeting, helo, ehlo, starttls, auth, mail, rcpt, data
        /// The first bytes of the message have come; no reply is due here.
        case body
        /// The final dot has come.
        case dot
        case rset, quit
        /// Each of the above but `body`.
        case any
    }

    /// How a connection ends without a reply.
    package enum Ending: String, Hashable, Sendable, CaseIterable {
        /// The connection is closed (FIN).
        case drop
        /// The connection is reset (RST).
        case reset
        /// The server falls silent and keeps the connection open.
        case hang
        /// The server falls silent and reads no more, either.
        case stall
        /// TLS breaks: an alert that belongs nowhere, and the connection is closed. At `starttls`, it answers the
        /// client's first bytes of TLS.
        case alert
    }

    /// What is wrong with a reply that comes all the same, or should.
    package enum Slip: String, Hashable, Sendable, CaseIterable {
        /// A line that is no reply; what the step asked for is not done.
        case garbage
        /// The step takes its course, and no reply is said.
        case omit
        /// The step takes its course, and its reply is said twice.
        case twice
    }

    package enum Action: Hashable, Sendable {
        /// This reply instead of what the step would have answered, and nothing is done; 421 also closes.
        case reply(SandboxReply)
        case slip(Slip)
        /// Only at the body: it is read slowly from here on.
        case slow
        /// No reply, and what the step asked for is not done.
        case end(Ending)
        /// Only at the dot: no reply, but the message is stored.
        case endAfterStoring(Ending)
        /// The reply comes this much later; other faults still apply.
        case delay(Duration)
    }

    package let step: Step
    package let action: Action
    package let selector: FaultSelector

    package init(step: Step, action: Action, selector: FaultSelector = FaultSelector()) {
        self.step = step
        self.action = action
        self.selector = selector
    }
}

/// On which occasions of its step a fault acts; without any limit, on all.
package struct FaultSelector: Hashable, Sendable {
    /// Only each n-th occasion that fits the other limits, counted over the whole server.
    package var every: Int?
    /// Only as often as this.
    package var first: Int?
    /// Not the first so many times.
    package var after: Int?
    /// Only if a recipient fits this glob (`*` and `?`, case does not matter).
    package var recipient: String?
    /// Only if the sender of the message fits this glob.
    package var sender: String?
    /// Only on the n-th connection since the server started.
    package var connection: Int?

    package init(every: Int? = nil, first: Int? = nil, recipient: String? = nil, connection: Int? = nil) {
        self.every = every
        self.first = first
        self.recipient = recipient
        self.connection = connection
    }
}
