import ArgumentParser
import Dispatch
import Foundation
import Mail
import Synchronization

/// How the program ends that a mail server pipes a returned message into.
///
/// Postfix and Exim keep the message for exit code 75 and bounce it away for any other (sysexits.h): a bounce that we could
/// not take must not be lost by our fault, be it a locked database, a mistyped option or a crash.
enum ReturnedMail {
    /// How long the store may take before the mail server is told to try again.
    private static let patience = DispatchTimeInterval.seconds(9)

    /// Whether these arguments are for a message that a mail server pipes in: `bounces ingest`, however badly spelled, with
    /// a message on standard input. Who ingests a file, by hand or from cron, gets the usual exit codes.
    static func isPiped(_ arguments: [String]) -> Bool {
        guard isatty(STDIN_FILENO) != 1 else { return false }
        switch IngestionWords(arguments).source {
        case .standardInput: return true
        case .unclear: return hasMessage()
        case .elsewhere: return false
        }
    }

    /// Whether something is on standard input; a mail server that has just started us is given a moment.
    private static func hasMessage() -> Bool {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0 else { return false }
        if status.st_mode & S_IFMT == S_IFREG { return status.st_size > lseek(STDIN_FILENO, 0, SEEK_CUR) }
        guard status.st_mode & S_IFMT != S_IFCHR else { return false }
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, moment) == 1 && descriptor.revents & Int16(POLLIN) != 0
    }

    /// In milliseconds.
    private static let moment: Int32 = 1_000

    /// From here on a crash counts as temporary, too.
    static func surviveCrashes() {
        for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE] {
            signal(number) { _ in _exit(EX_TEMPFAIL) }
        }
    }

    /// Says what failed, and ends with 75; with 0 if help was asked for. Help that nobody asked for has taken no message.
    static func exit(because error: any Error, _ arguments: [String]) -> Never {
        let text = MailerCommand.fullMessage(for: error)
        let isAsked = arguments.contains { ["--help", "-h", "--version"].contains($0) }
        if isAsked, MailerCommand.exitCode(for: error) == .success {
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
        let end = End()
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "patience"))
        timer.schedule(deadline: .now() + patience)
        timer.setEventHandler {
            if end.hasCome { return }
            Terminal.note("mailer: The database did not answer in time; the message is to be tried again.")
            _exit(EX_TEMPFAIL)
        }
        timer.activate()
        defer {
            end.come()
            timer.cancel()
        }
        return try body()
    }

    private final class End: Sendable {
        private let value = Mutex(false)
        var hasCome: Bool { value.withLock { $0 } }
        func come() { value.withLock { $0 = true } }
    }
}

/// What a command line says of the message that it is to ingest.
struct IngestionWords: Equatable {
    enum Source: Equatable {
        case standardInput
        /// Meant to ingest, and misspelled, or with a file that is not there.
        case unclear
        /// A file, or another command altogether.
        case elsewhere
    }

    let source: Source

    init(
        _ arguments: [String], fileExists: (String) -> Bool = { FileManager.default.fileExists(atPath: $0) }
    ) {
        let words = Self.words(arguments)
        guard let first = words.first,
            Self.isLike("bounces", first) || words.contains(where: { Self.isLike("ingest", $0) }),
            first == Self.command || !Self.isOtherCommand(first), !words.dropFirst().prefix(1).contains("parse")
        else {
            source = .elsewhere
            return
        }
        let isWhole = words.starts(with: [Self.command, "ingest"])
        if words.contains("-") {
            source = isWhole ? .standardInput : .unclear
        } else {
            source = isWhole && words.dropFirst(2).contains(where: fileExists) ? .elsewhere : .unclear
        }
    }

    private static let command = "bounces"

    /// Without options, and without the values of those that we know.
    private static func words(_ arguments: [String]) -> [String] {
        var (words, isValue) = ([String](), false)
        for argument in arguments {
            if !isValue, argument == "-" || !argument.hasPrefix("-") { words.append(argument) }
            isValue = !isValue && ["--config", "--database", "--recipient"].contains(argument)
        }
        return words
    }

    private static func isOtherCommand(_ word: String) -> Bool {
        word == "help" || CommandLookup.subcommands(of: MailerCommand.self).contains { $0._commandName == word }
    }

    private static func isLike(_ name: String, _ word: String) -> Bool {
        Likeness.closest(to: word, among: [name]) != nil
    }
}
