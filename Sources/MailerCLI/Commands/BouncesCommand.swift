import ArgumentParser
import Bounces
import Foundation
import Mail
import Operations
import Signing
import Store

struct BouncesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bounces", abstract: "Read returned mail.", subcommands: [Parse.self, Ingest.self])
}

extension BouncesCommand {
    struct Parse: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what a returned message is, as one line of JSON; changes nothing.")

        @Argument(help: "The message's file, or - for standard input.") var file: String

        func execute() async throws {
            let report = BounceParser.parse(try BouncesCommand.message(file))
            Terminal.print(BounceReport.json(report))
        }
    }

    struct Ingest: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Apply a returned message to its delivery, found by the signed return address.",
            discussion: """
                Meant for a pipe, such as Postfix's: |mailer bounces ingest -

                A message without a valid return address of ours is kept and logged, and changes nobody.
                A message on standard input that cannot be taken, for whatever reason, ends in exit code 75: the mail \
                server keeps it and tries again, in place of bouncing it. A terminal, and a message that is a file, get \
                the usual exit codes.
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The message's file, or - for standard input.") var file: String
        @Option(help: "The address that the message came to, if its header does not say (Postfix: ${recipient}).")
        var recipient: String?

        func execute() async throws {
            let app = try App(global)
            let raw = try BouncesCommand.message(file)
            let report = BounceParser.parse(raw)
            let outcome = try ReturnedMail.store {
                let intake = BounceIntake(app: app, store: try app.openStore(), log: app.openLog())
                return try intake.apply(report, raw: raw, to: recipient)
            }
            Terminal.print(outcome)
        }
    }

    static func message(_ file: String) throws -> [UInt8] {
        if file == "-" { return [UInt8](FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandFailure("\(file) cannot be read. Check the path, or say - for standard input.")
        }
        return [UInt8](data)
    }
}
