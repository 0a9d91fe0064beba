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
    @Option(
        help: ArgumentHelp(
            "Start at this time, such as '2026-12-01 09:00 Europe/Berlin'; 'mailer work' does it.",
            valueName: "time"))
    var at: String?
    @Option(help: ArgumentHelp("Send to this share first, such as 5%, and hold the rest.", valueName: "share"))
    var canary: String?
    @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
    @Flag(help: "Show what would be sent, and send nothing.") var dryRun = false
    @Flag(help: "Send although a check found an error.") var ignoreChecks = false
    @Flag(help: "Print the outcome as JSON.") var json = false

    func validate() throws {
        if let wait, Duration(configured: wait) == nil {
            throw ValidationError("'\(wait)' is no time: write 30s, 5m or 4h for --wait.")
        }
        if let canary, Self.share(canary) == nil {
            throw ValidationError("'\(canary)' is no share: write 5% or 0.5%, above 0 and below 100, for --canary.")
        }
    }

    func execute() async throws {
        let app = try App(global, relay: relay)
        let store = dryRun && !app.isUnconfigured ? try app.openStore() : try app.makeStore()
        if let test { return try await sendTest(to: try EmailAddress(test), app, store) }
        guard let job = try SendJob.prepare(app, store, file: file, list: list) else { return }
        if let over = job.existing, over.state.isOver { return try report(over.id, store) }
        let compiled = try job.compile()
        try showChecks(of: job, compiled: compiled.message)
        if let at { return try schedule(job, compiled, at: try StartTime(at, now: app.now()).timestamp) }
        let relays = try await app.openRelays()
        do {
            try await send(compiled, of: job, over: relays)
        } catch {
            await relays.stop()
            throw error
        }
        await relays.stop()
    }

    private func send(_ compiled: CompiledIssue, of job: SendJob, over relays: RelaySet) async throws {
        Terminal.note(try job.plan(relays))
        if dryRun { return }
        try confirm(job)
        // Before the audience is frozen: a mailing that has no log does not begin.
        let log = try job.app.requireLog()
        let mailing = try job.start(compiled, startAt: nil, canaryShare: canary.flatMap(Self.share))
        let session = MailingSession(app: job.app, store: job.store, log: log, mailing: mailing, relays: relays)
        let result = try await run(session)
        try SendReport(result: result, status: try job.store.statusBreakdown(mailing.id), asJSON: json).finish()
    }

    /// Runs with a progress line; Ctrl-C finishes what is in flight.
    private func run(_ session: MailingSession) async throws -> RunResult {
        let total = try session.store.accounting(of: session.mailing.id)
        let patience = wait.flatMap { Duration(configured: $0) } ?? .zero
        let run = try session.makeRun { settings in
            settings.patience = patience
            settings.staysWhenPaused = true
            settings.observer.tellPaused(session.mailing.slug)
        }
        let interruption = Interruption { _ in
            Terminal.endProgress()
            Terminal.note("Stopping: what is in flight is finished. 'mailer send' goes on later.")
            run.requestStop()
        }
        let progress = ProgressLine(total: total) { run.tally }
        defer {
            progress.stop()
            interruption.cancel()
        }
        return try await session.carryOut(run)
    }

    /// Stores the mailing for `mailer work`; its audience is frozen when it starts.
    private func schedule(_ job: SendJob, _ compiled: CompiledIssue, at time: Timestamp) throws {
        if let existing = job.existing {
            throw CommandFailure(
                "'\(existing.slug)' is \(existing.state.rawValue) already. 'mailer cancel \(existing.slug)' ends it.")
        }
        Terminal.note(try job.plan(nil))
        Terminal.note("Start     \(time.iso8601)")
        if dryRun { return }
        try confirm(job)
        let log = try job.app.requireLog()
        let mailing = try job.start(compiled, startAt: time, canaryShare: canary.flatMap(Self.share))
        log.append(.mailingScheduled(mailing.slug, list: job.list.name, start: time))
        Terminal.print(
            "'\(mailing.slug)' starts at \(time.iso8601), with this version of the issue, to whoever is on the list then. "
                + "'mailer work' has to be running.")
    }

    /// `5%` is 0.05.
    static func share(_ text: String) -> Double? {
        guard text.hasSuffix("%"), let number = Double(text.dropLast()), number > 0, number < 100 else { return nil }
        return number / 100
    }

    private func showChecks(of job: SendJob, compiled: CompiledMessage) throws {
        guard job.existing == nil else { return }
        let readers = try job.store.gaps(among: job.list, for: compiled)
        let findings = job.issue.findings(compiled: compiled, readers: readers)
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
        guard Terminal.confirm(at == nil ? "Send it?" : "Schedule it?") else {
            throw CommandFailure("Nothing was sent.")
        }
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
