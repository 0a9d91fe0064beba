import ArgumentParser
import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `mailer`, the root of all commands.
package struct MailerCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "mailer",
        abstract: "Send a newsletter written in Markdown, and account for every recipient.",
        discussion: """
            A first mailing:
              mailer import subscribers/sample.csv --list weekly
              mailer check issues/2026-w47.md
              mailer send issues/2026-w47.md --list weekly

            With no configuration the relay is an embedded sandbox: messages land in outbox/ as .eml files.

            Exit codes: 0 done, 1 failure, 64 wrong usage, 75 some recipients deferred or unknown, 78 configuration.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "An issue",
                subcommands: [
                    InitCommand.self, NewCommand.self, CheckCommand.self, PreviewCommand.self, RenderCommand.self,
                    PlanCommand.self,
                    SendCommand.self,
                    DiffCommand.self, ArchiveCommand.self,
                ]),
            CommandGroup(
                name: "A mailing under way",
                subcommands: [
                    PauseCommand.self, ResumeCommand.self, RetryCommand.self, CancelCommand.self, CorrectCommand.self,
                    WorkCommand.self,
                ]),
            CommandGroup(
                name: "What happened",
                subcommands: [StatusCommand.self, TraceCommand.self, ExplainCommand.self, UnknownCommand.self]),
            CommandGroup(
                name: "Readers",
                subcommands: [
                    ListsCommand.self, SubscribersCommand.self, ImportCommand.self, ExportCommand.self,
                    BouncesCommand.self,
                ]),
            CommandGroup(
                name: "Operations",
                subcommands: [ServeCommand.self, SandboxCommand.self, KeysCommand.self, CompletionsCommand.self]),
        ])

    package init() {}

    /// The program's entry: a closed pipe or connection is an error to handle, not a signal to die by.
    package static func runMain() async {
        signal(SIGPIPE, SIG_IGN)
        let arguments = GlobalOptions.movedBehindCommand(Array(CommandLine.arguments.dropFirst()))
        let isReturned = ReturnedMail.isPiped(arguments)
        if isReturned { ReturnedMail.surviveCrashes() }
        do {
            try refuseMistakes(arguments)
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            if isReturned { ReturnedMail.exit(because: error, arguments) }
            end(because: error)
        }
    }

    /// What the parser takes in silence, or says badly.
    private static func refuseMistakes(_ arguments: [String]) throws {
        if let twice = RepeatedOptions.first(in: arguments, of: MailerCommand.self) {
            throw ValidationError("\(twice) stands twice, and takes one value. Leave one of them out.")
        }
        if let problem = CommandLookup.problem(arguments) {
            Terminal.note("mailer: \(problem)")
            throw ExitCode.validationFailure
        }
    }

    /// Ends with the error's exit code; its words fit into the terminal's lines. Help is no error and comes as it is.
    private static func end(because error: any Error) -> Never {
        let code = exitCode(for: error)
        let text = fullMessage(for: error)
        if code == .success || error is ExitCode || text.isEmpty { exit(withError: error) }
        Terminal.note(text)
        Foundation.exit(code.rawValue)
    }
}
