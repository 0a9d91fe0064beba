import ArgumentParser
import Dispatch
import Foundation
import Synchronization

/// How the program ends that a mail server pipes a returned message into.
///
/// Postfix and Exim keep the message for exit code 75 and bounce it away for any other (sysexits.h): a bounce that we could
/// not take must not be lost by our fault, be it a locked database, a mistyped option or a crash.
enum ReturnedMail {
    /// How long the store may take before the mail server is told to try again.
    private static let patience = DispatchTimeInterval.seconds(9)

    /// Whether these arguments are for a message that comes through a pipe: `bounces ingest`, however badly spelled, and
    /// standard input is no terminal.
    static func isPiped(_ arguments: [String]) -> Bool {
        let isMeant = arguments.contains("bounces") || arguments.contains("ingest")
        return isMeant && !arguments.contains("parse") && isatty(STDIN_FILENO) != 1
    }

    /// From here on a crash counts as temporary, too.
    static func surviveCrashes() {
        for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE] {
            signal(number) { _ in _exit(EX_TEMPFAIL) }
        }
    }

    /// Says what failed, and ends with 75; with 0 if nothing did.
    static func exit(because error: any Error) -> Never {
        let text = MailerCommand.fullMessage(for: error)
        guard MailerCommand.exitCode(for: error) != .success else {
            Terminal.print(text)
            Foundation.exit(EXIT_SUCCESS)
        }
        if !text.isEmpty { Terminal.note(text) }
        Terminal.note("mailer: The message was not taken; the mail server keeps it and tries again (exit code 75).")
        Foundation.exit(EX_TEMPFAIL)
    }

    /// Runs what stores the message; where it takes too long, the program ends with 75 and nothing is stored.
    static func store<Value>(_ body: () throws -> Value) throws -> Value {
        guard isatty(STDIN_FILENO) != 1 else { return try body() }
        let isOver = Mutex(false)
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "patience"))
        timer.schedule(deadline: .now() + patience)
        return try withoutActuallyEscaping({ isOver.withLock { $0 } }) { hasEnded in
            timer.setEventHandler {
                if hasEnded() { return }
                Terminal.note("mailer: The database did not answer in time; the message is to be tried again.")
                _exit(EX_TEMPFAIL)
            }
            timer.activate()
            defer {
                isOver.withLock { $0 = true }
                timer.cancel()
            }
            return try body()
        }
    }
}
