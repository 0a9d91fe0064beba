import ArgumentParser
import Mail
import Operations
import Sending
import Store

/// What a run came to: the accounting on stdout, what to do next on stderr, the exit code.
struct SendReport {
    let result: RunResult
    let status: MailingStatus
    let asJSON: Bool

    func finish() throws {
        Terminal.print(asJSON ? StatusReport.json(status) : StatusReport.text(status))
        for note in notes { Terminal.note(note) }
        if let code = exitCode { throw code }
    }

    private var accounting: Accounting { status.accounting }

    private var notes: [String] {
        var notes: [String] = []
        if result.reason == .requested {
            notes.append("mailer: \(stopSentence)")
        } else if result.reason != .exhausted {
            notes.append("mailer: \(result.reason.sentence)")
        }
        if result.orphans > 0 {
            notes.append(
                "\(result.orphans) messages had been in flight when an earlier run ended: they may have arrived and are "
                    + "unknown now. They are not sent again.")
        }
        let unsaved = result.unsaved.filter { $0.disposition != .released }.count
        if unsaved > 0 {
            notes.append(
                "\(unsaved) outcomes could not be stored. They are in the delivery log; the next run "
                    + "makes these recipients unknown and does not mail them again.")
        }
        if case .held = status.mailing.canary?.phase, status.mailing.state == .paused {
            let slug = status.mailing.slug
            notes.append(
                "The canary was sent, the rest is held. Look at 'mailer status \(slug)' when bounces had time to come: "
                    + "'mailer resume \(slug)' or 'mailer send' goes on, 'mailer cancel \(slug)' ends it.")
        }
        if accounting[.deferred] > 0, let next = status.nextAttempt {
            notes.append(
                "\(accounting[.deferred]) deferred; next attempt \(next.forPeople). Run 'mailer send' again then.")
        }
        if accounting[.unknown] > 0 {
            notes.append(
                "\(accounting[.unknown]) unknown: possible duplicates, so they are not sent again. "
                    + "'mailer unknown \(status.mailing.slug)' lists and settles them.")
        }
        return notes
    }

    /// After Ctrl-C: what is left, and what to do.
    private var stopSentence: String {
        let left = accounting[.pending] + accounting[.deferred] + accounting[.inFlight]
        if left == 0 { return "Stopped on request; everybody had been mailed by then." }
        return "Stopped on request: \(left) of \(accounting.audience) are not sent yet, nobody is lost. "
            + "'mailer send \(status.mailing.issuePath)' goes on with them, and nobody gets it twice."
    }

    private var exitCode: ExitCode? {
        switch result.reason {
        case .ledger, .heldBy: return ExitStatus.failure
        case .noRelay(let failure) where failure.needsOperator: return ExitStatus.configuration
        default:
            let isDone = accounting.isFinished && accounting[.unknown] == 0 && result.unsaved.isEmpty
            return isDone ? nil : ExitStatus.unfinished
        }
    }
}

extension StopReason {
    /// One sentence or two: what happened and what to do.
    var sentence: String {
        switch self {
        case .exhausted: "Nothing is left to send now."
        case .requested: "Stopped on request; 'mailer send' goes on with the rest."
        case .yielded: "Another mailing has its turn; this one goes on behind it."
        case .reconfigured: "The configuration was read anew; it goes on with that."
        case .leaseLost: "The mailing was taken over by another process."
        case .paused(let reason): "The mailing is paused: \(reason). 'mailer resume' lets it go on."
        case .closed: "The mailing was cancelled, or another process has finished it."
        case .heldBy(let owner, let until):
            "Another process is sending this mailing: \(owner), until \(until.forPeople) at least. Nothing was sent by this one."
        case .noRelay(let failure):
            failure.needsOperator
                ? "No mail can be sent over \(failure). Nobody is lost: mend it, then 'mailer send' goes on."
                : "Cannot reach the relay \(failure). Nobody is lost: 'mailer send' goes on when it is back."
        case .breaker(let reason):
            "Paused, because \(reason). Then 'mailer send' or 'mailer resume' goes on with the rest: nobody is lost."
        case .turnedAway(let reason):
            "No relay takes our mail at present: \(reason). Nobody is lost: 'mailer send' or 'mailer work' goes on later."
        case .held(let reason):
            "The mailing is \(reason). Find out whose fault it is: 'mailer resume' tries them again when it is mended, "
                + "'mailer resume --accept-refusals' fails and suppresses them if these readers are really gone."
        case .ledger(let reason):
            "Stopped, because the ledger could not be written: \(reason)"
        }
    }
}

extension RunObserver {
    /// Says on the terminal, too, that another process paused the mailing, and that it goes on.
    mutating func tellPaused(_ slug: String) {
        let log = paused
        paused = { reason in
            log(reason)
            Terminal.endProgress()
            Terminal.note(
                reason.map {
                    "Paused (\($0)). This process waits for 'mailer resume \(slug)'; Ctrl-C ends it, and nobody is lost."
                } ?? "Going on.")
        }
    }
}
