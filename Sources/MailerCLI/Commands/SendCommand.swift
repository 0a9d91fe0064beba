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
            With several lists each reader gets it once, by the first of them that she gets mail from. Sent to another \
            list later, it passes over who has it, unless --again says otherwise.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(
        help: "The issue's Markdown file, or a mailing; without it, the newest in issues/ that was not sent.",
        completion: .file(extensions: ["md"]))
    var file: String?
    @Option(help: "The list; may be repeated; without it the issue's, or the only one.", completion: .lists) var list:
        [String] = []
    @Option(help: ArgumentHelp("Send one copy to this address only; nothing is recorded.", valueName: "address"))
    var test: String?
    @Option(help: ArgumentHelp("A relay for this run, such as smtp://127.0.0.1:2525.", valueName: "url")) var relay:
        String?
    @Option(help: ArgumentHelp("Stay for deferred messages that fall due within this time.", valueName: "30m"))
    var wait: String?
    @Option(
        help: ArgumentHelp(
            "Start at this time, such as '2026-12-01 09:00 Europe/Berlin'; 'mailer work' does it. Moves a mailing that "
                + "is scheduled.",
            valueName: "time"))
    var at: String?
    @Flag(help: "Start a scheduled mailing now.") var now = false
    @Option(help: ArgumentHelp("Send to this share first, such as 5%, and hold the rest.", valueName: "share"))
    var canary: String?
    @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
    @Flag(help: "Show what would be sent, and send nothing.") var dryRun = false
    @Flag(help: "Send although a check found an error.") var ignoreChecks = false
    @Flag(help: "Send also to readers who have the issue already by another list.") var again = false
    @Flag(help: "Print the outcome as JSON.") var json = false

    func validate() throws {
        if at != nil, now { throw ValidationError("--at and --now contradict each other: say one of them.") }
        if let wait, Duration(configured: wait) == nil {
            throw ValidationError("'\(wait)' is no time: write 30s, 5m or 4h for --wait.")
        }
        if let canary, Self.share(canary) == nil {
            throw ValidationError("'\(canary)' is no share: write 5% or 0.5%, above 0 and below 100, for --canary.")
        }
    }

    func execute() async throws {
        let app = try App(global, relay: relay)
        try app.configuration.requireSending()
        let store = dryRun && !app.isUnconfigured ? try app.openStore() : try app.makeStore()
        if let test { return try await sendTest(to: try EmailAddress(test), app, store) }
        let request = SendJob.Request(file: file, lists: list, again: again)
        guard let job = try SendJob.prepare(app, store, request) else { return }
        if let over = job.existing, over.state.isOver { return try report(over.id, store) }
        if let mailing = job.existing, job.isScheduled, at == nil, !now { return try showSchedule(of: mailing, job) }
        if let existing = job.existing { try app.requireReachable(existing, store: store) }
        let compiled = job.existing == nil ? try job.compile() : nil
        try showChecks(of: job, compiled: compiled)
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

    private func send(_ compiled: CompiledIssue?, of job: SendJob, over relays: RelaySet) async throws {
        Terminal.note(try job.plan(relays))
        if let time = job.existing?.startAt, job.isScheduled {
            Terminal.note("Start     now; it was to start at \(time.forPeople)")
        }
        if dryRun { return }
        try confirm(job)
        // Before the audience is frozen: a mailing that has no log does not begin.
        let log = try job.app.requireLog()
        let mailing = try job.start(compiled, startAt: nil, canaryShare: canary.flatMap(Self.share))
        let session = MailingSession(app: job.app, store: job.store, log: log, mailing: mailing, relays: relays)
        let patience = wait.flatMap { Duration(configured: $0) } ?? .zero
        let result = try await Self.run(session, patience: patience)
        try SendReport(result: result, status: try job.store.statusBreakdown(mailing.id), asJSON: json).finish()
    }

    /// Runs with a progress line; Ctrl-C finishes what is in flight.
    static func run(_ session: MailingSession, patience: Duration = .zero) async throws -> RunResult {
        let total = try session.store.accounting(of: session.mailing.id)
        let run = try session.makeRun { settings in
            settings.patience = patience
            settings.staysWhenPaused = true
            settings.observer.tellPaused(session.mailing.slug)
        }
        let interruption = Interruption(hangsUp: true) { _ in
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

    /// What waits for its time is not started by accident.
    private func showSchedule(of mailing: Mailing, _ job: SendJob) throws {
        let slug = mailing.slug
        Terminal.note(try job.plan(nil, start: mailing.startAt))
        let next =
            mailing.state == .paused
            ? "It is paused: 'mailer resume \(slug)' lets it start at its time."
            : "'mailer work' starts it at its time and has to be running."
        Terminal.note(
            "'\(slug)' is scheduled, and nothing was started. \(next) --now starts it at once, --at TIME moves it, "
                + "'mailer cancel \(slug)' takes it back.")
        if json { Terminal.print(StatusReport.json(try job.store.statusBreakdown(mailing.id))) }
    }

    /// Stores the mailing for `mailer work`, or moves it; its audience is frozen when it starts.
    private func schedule(_ job: SendJob, _ compiled: CompiledIssue?, at time: Timestamp) throws {
        if let existing = job.existing, !job.isScheduled {
            throw StoreError.mailingHasStarted(slug: existing.slug, state: existing.state)
        }
        Terminal.note(try job.plan(nil, start: time))
        if dryRun { return }
        try confirm(job)
        let log = try job.app.requireLog()
        let share = canary.flatMap(Self.share)
        if let existing = job.existing {
            return try move(existing, to: time, canaryShare: share, job)
        }
        let mailing = try job.start(compiled, startAt: time, canaryShare: share)
        log.append(.mailingScheduled(mailing.slug, list: mailing.listNames, start: time))
        Terminal.print(
            "'\(mailing.slug)' starts at \(time.forPeople), with this version of the issue, to whoever is on "
                + "\(mailing.lists.count > 1 ? "the lists" : "the list") then. 'mailer work' has to be running.")
    }

    private func move(_ mailing: Mailing, to time: Timestamp, canaryShare: Double?, _ job: SendJob) throws {
        try job.store.reschedule(mailing.id, to: time, canaryShare: canaryShare)
        job.app.openLog().append(.mailingScheduled(mailing.slug, list: mailing.listNames, start: time))
        let before = mailing.startAt.map { " instead of \($0.forPeople)" } ?? ""
        let paused = mailing.state == .paused ? " It stays paused until 'mailer resume \(mailing.slug)'." : ""
        Terminal.print(
            "'\(mailing.slug)' starts at \(time.forPeople)\(before). It keeps its version of the issue "
                + "('mailer correct \(mailing.slug)' changes that) and goes to \(mailing.listNames) as before.\(paused)"
        )
    }

    /// `5%` is 0.05.
    static func share(_ text: String) -> Double? {
        guard text.hasSuffix("%"), let number = Double(text.dropLast()), number > 0, number < 100 else { return nil }
        return number / 100
    }

    /// - Parameter compiled: of a new mailing; one that is scheduled is looked at as it is stored.
    private func showChecks(of job: SendJob, compiled: CompiledIssue?) throws {
        guard let message = try compiled?.message ?? job.scheduledMessage() else { return }
        let readers = try job.store.gaps(among: job.scope(), for: message)
        let findings = job.issue.findings(compiled: message, readers: readers)
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
        guard Terminal.confirm(question(job)) else { throw CommandFailure("Nothing was sent.") }
    }

    private func question(_ job: SendJob) -> String {
        switch (job.isScheduled, at == nil) {
        case (true, true): "Start it now?"
        case (true, false): "Move it?"
        case (false, true): "Send it?"
        case (false, false): "Schedule it?"
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
        let copy = TestCopy(
            app: app, store: store, issue: try store.issueToTest(file), lists: list, address: address)
        let relays = try await app.openRelays()
        Terminal.note("Test copy to \(address) (\(relays.description))")
        let outcome = try await copy.send(over: relays)
        await relays.stop()
        guard outcome.isSent else { throw CommandFailure("The test copy was not sent: \(outcome.text)") }
        Terminal.print("Test copy sent to \(address): \(outcome.text)")
    }
}
