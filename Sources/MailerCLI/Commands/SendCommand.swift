import ArgumentParser
import MailerConfiguration
import Mail
import Operations
import Rendering
import Sending
import Store

struct SendCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send an issue to a list, or go on with a mailing that was stopped.",
        discussion: """
            Shows subject, audience and checks, and asks before it sends. Ctrl-C finishes what is in flight; the same \
            command goes on later. An issue is sent to a list once: a reader who got it never gets it again.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(
        help: "The issue's Markdown file; without it, the newest in issues/ that was not sent.",
        completion: .file(extensions: ["md"]))
    var file: String?
    @Option(help: "The list; without it the issue's, or the only one.") var list: String?
    @Option(help: ArgumentHelp("Send one copy to this address only; nothing is recorded.", valueName: "address"))
    var test: String?
    @Option(help: ArgumentHelp("A relay for this run, such as smtp://127.0.0.1:2525.", valueName: "url")) var relay:
        String?
    @Option(help: ArgumentHelp("Stay for deferred messages that fall due within this time.", valueName: "30m"))
    var wait: String?
    @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
    @Flag(help: "Show what would be sent, and send nothing.") var dryRun = false
    @Flag(help: "Send although a check found an error.") var ignoreChecks = false
    @Flag(help: "Print the outcome as JSON.") var json = false

    func validate() throws {
        if let wait, Duration(configured: wait) == nil {
            throw ValidationError("'\(wait)' is no time: write 30s, 5m or 4h for --wait.")
        }
    }

    func execute() async throws {
        let app = try App(global, relay: relay)
        let store = try app.openStore()
        if let test { return try await sendTest(to: try EmailAddress(test), app, store) }
        guard let job = try SendJob.prepare(app, store, file: file, list: list) else { return }
        if let over = job.existing, over.state.isOver { return try report(over.id, store) }
        let message = try job.compile()
        try showChecks(of: job, compiled: message)
        let relays = try await app.openRelays()
        do {
            try await send(message, of: job, over: relays)
        } catch {
            await relays.stop()
            throw error
        }
        await relays.stop()
    }

    private func send(_ message: CompiledMessage, of job: SendJob, over relays: RelaySet) async throws {
        Terminal.note(try job.plan(relays))
        if dryRun { return }
        try confirm(job)
        let mailing = try job.start(subject: message.subject)
        let patience = wait.flatMap { Duration(configured: $0) } ?? .zero
        let result = try await MailingSession(job: job, mailing: mailing, message: message, relays: relays)
            .run(patience: patience)
        _ = try job.store.finishIfDone(mailing.id, now: job.app.now())
        try SendReport(result: result, status: try job.store.statusBreakdown(mailing.id), asJSON: json).finish()
    }

    private func showChecks(of job: SendJob, compiled: CompiledMessage) throws {
        guard job.existing == nil else { return }
        let findings = job.issue.findings(compiled: compiled)
        for finding in findings { Terminal.note(finding.text(path: job.issue.path)) }
        guard findings.contains(where: { $0.severity == .error }), !ignoreChecks else { return }
        throw CommandFailure(
            "\(job.issue.path) was not sent: a check found an error. Mend it ('mailer check --fix' can repair some), "
                + "or send it with --ignore-checks.")
    }

    private func confirm(_ job: SendJob) throws {
        if yes { return }
        guard Terminal.isInteractive else {
            throw ValidationError("Nobody can be asked here: say --yes to send, or --dry-run to look.")
        }
        guard Terminal.confirm("Send it?") else { throw CommandFailure("Nothing was sent.") }
    }

    private func report(_ mailing: MailingID, _ store: MailerStore) throws {
        let status = try store.statusBreakdown(mailing)
        Terminal.note("This mailing is over; nothing was sent now. Give the issue another slug to send it again.")
        Terminal.print(json ? StatusReport.json(status) : StatusReport.text(status))
        if status.accounting[.unknown] > 0 { throw ExitStatus.unfinished }
    }

    /// One copy, marked as a test, with no row in the ledger.
    private func sendTest(to address: EmailAddress, _ app: App, _ store: MailerStore) async throws {
        guard let file else { throw ValidationError("Say which issue: mailer send FILE --test ADDRESS.") }
        let copy = try TestCopy(app: app, store: store, issue: try LoadedIssue(path: file), address: address)
        let relays = try await app.openRelays()
        Terminal.note("Test copy to \(address) (\(relays.description))")
        let outcome = try await copy.send(over: relays)
        await relays.stop()
        guard outcome.isSent else { throw CommandFailure("The test copy was not sent: \(outcome.text)") }
        Terminal.print("Test copy sent to \(address): \(outcome.text)")
    }
}
