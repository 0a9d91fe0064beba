import ArgumentParser
import Mail
import MailerConfiguration
import Operations
import Sending
import Store

struct RetryCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Send again to those whom a mailing failed, once what was wrong is mended.",
        discussion: """
            By itself it takes those whose failure was not about them: our sender address, account or network, the \
            content, a relay, retries that ran out, a message that could not be sent. --all takes everybody who failed; \
            --class, --reply and --domain choose among all of them:
              mailer retry 2026-w47
              mailer retry 2026-w47 --reply 'Sender address' --domain example.org
              mailer retry 2026-w47 --class hard --class full --dry-run

            Suppressions that this mailing caused for them are lifted, but not where a complaint, a person or returned \
            mail of another mailing stands against it. Nobody who got the mailing, or may have (sent, unknown), is sent \
            to. What was tried stays on record.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The mailing's slug or number.") var mailing: String
    @Flag(help: "Those whose failure was about them, too.") var all = false
    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("Only failures of this class, such as hard, full or content.", valueName: "class"))
    var classes: [String] = []
    @Option(help: ArgumentHelp("Only where the server's words, or the reason, have this text.", valueName: "text"))
    var reply: [String] = []
    @Option(help: ArgumentHelp("Only addresses of this domain.", valueName: "domain")) var domain: [String] = []
    @Flag(help: "Put them back into the mailing and leave the sending to 'mailer work' or 'mailer send'.")
    var noSend = false
    @Flag(help: "Say what would be done, and change nothing.") var dryRun = false
    @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
    @Flag(help: "Print the outcome as JSON.") var json = false

    func validate() throws {
        for word in classes where BounceClass(rawValue: word) == nil {
            let known = BounceClass.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("There is no class '\(word)'. There are: \(known).")
        }
        if all, !(classes.isEmpty && reply.isEmpty && domain.isEmpty) {
            throw ValidationError("--all takes everybody who failed: say it without --class, --reply and --domain.")
        }
        if reply.contains(where: \.isEmpty) { throw ValidationError("--reply needs a text that the words must have.") }
    }

    func execute() async throws {
        let app = try App(global)
        let store = try app.openStore()
        let found = try store.existingMailing(mailing)
        let status = try store.statusBreakdown(found.id)
        try refuse(status)
        let failed = try store.failedDeliveries(of: found.id)
        let chosen = failed.filter(choice.includes)
        guard !chosen.isEmpty || status.isHeldForRefusals else { return try sayWhyNobody(failed, found) }
        Terminal.note(plan(status, failed: failed.count, chosen))
        if dryRun { return }
        try confirm()
        let receipt = try store.retry(found.id, choice, origin: app.origin("retry of \(found.slug)"))
        let log = app.openLog()
        for lifted in receipt.lifted {
            log.append(
                .lifted(lifted.address, reason: lifted.reason, source: lifted.source, detail: lifted.detail))
        }
        log.append(.mailingRetried(found.slug, count: receipt.again))
        try await send(app, store, try store.mailing(found.id), receipt, log)
    }

    private var choice: RetryChoice {
        var choice = RetryChoice()
        choice.all = all
        choice.classes = Set(classes.compactMap(BounceClass.init))
        choice.replies = reply
        choice.domains = Set(domain.map { $0.lowercased() })
        return choice
    }

    private func refuse(_ status: MailingStatus) throws {
        switch status.mailing.state {
        case .cancelled:
            throw CommandFailure("'\(status.mailing.slug)' is cancelled: nobody is sent to any more.")
        case .scheduled:
            throw CommandFailure("'\(status.mailing.slug)' has not started: nobody failed yet.")
        case .sending, .paused, .finished: break
        }
    }

    private func sayWhyNobody(_ failed: [FailedDelivery], _ mailing: Mailing) throws {
        guard !failed.isEmpty else { return Terminal.note("Nobody failed in '\(mailing.slug)'.") }
        let isDefault = !all && classes.isEmpty && reply.isEmpty && domain.isEmpty
        throw CommandFailure(
            isDefault
                ? "All \(failed.count) failures in '\(mailing.slug)' are about the readers, as far as the replies say:\n"
                    + "\(Self.reasons(failed))\nIf that was our fault, choose them: --all, or --class, --reply, --domain."
                : "None of the \(failed.count) failures in '\(mailing.slug)' is what you named:\n\(Self.reasons(failed))"
        )
    }

    private func plan(_ status: MailingStatus, failed: Int, _ chosen: [FailedDelivery]) -> String {
        let mailing = status.mailing
        var lines = ["Mailing   \(mailing.slug): \(mailing.subject) (\(mailing.state.rawValue))"]
        if status.isHeldForRefusals {
            lines.append("Held      \(status.openRefusals) who were refused are tried again")
        }
        let again = chosen.filter { $0.obstacle == nil }
        if !chosen.isEmpty {
            lines.append("Again     \(again.count) of \(failed) who failed")
            lines.append(Self.reasons(chosen))
        }
        let lifted = again.count { $0.suppression != nil }
        if lifted > 0 { lines.append("Lifted    \(lifted) suppressions that this mailing has caused") }
        if again.count < chosen.count {
            lines.append("Not       \(chosen.count - again.count) who left or are suppressed for another reason")
        }
        if mailing.state == .paused, !status.isHeldForRefusals {
            lines.append("Paused    \(mailing.pauseReason ?? ""): they wait for 'mailer resume \(mailing.slug)'")
        }
        return lines.joined(separator: "\n")
    }

    /// The commonest reasons, each with its count.
    private static func reasons(_ failed: [FailedDelivery]) -> String {
        let groups = Dictionary(grouping: failed) { "\($0.bounceClass?.rawValue ?? "-"): \($0.reason)" }
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        var lines = groups.prefix(5).map { "          \($0.value.count)  \($0.key.escapingControls)" }
        let rest = groups.dropFirst(5).reduce(0) { $0 + $1.value.count }
        if rest > 0 { lines.append("          \(rest)  for other reasons") }
        return lines.joined(separator: "\n")
    }

    private func confirm() throws {
        if yes { return }
        guard Terminal.isInteractive else {
            throw ValidationError("Nobody can be asked here: say --yes to send again, or --dry-run to look.")
        }
        guard Terminal.confirm("Send to them again?") else { throw CommandFailure("Nothing was changed.") }
    }

    /// Goes on with the mailing at once, unless somebody else does or it waits for people.
    private func send(
        _ app: App, _ store: MailerStore, _ mailing: Mailing, _ receipt: RetryReceipt, _ log: DeliveryLog
    ) async throws {
        let isHeld = mailing.owner.map { !$0.isGone } ?? false && mailing.ownerUntil.map { $0 > app.now() } ?? false
        if noSend || isHeld || mailing.state != .sending || receipt.again == 0 {
            let next =
                receipt.again == 0
                ? "" : isHeld ? " The process that sends it takes them." : " They wait in the mailing."
            return Terminal.print("\(receipt.again) are sent to again.\(next)")
        }
        let relays = try await app.openRelays()
        do {
            let session = MailingSession(app: app, store: store, log: log, mailing: mailing, relays: relays)
            let result = try await SendCommand.run(session)
            await relays.stop()
            try SendReport(result: result, status: try store.statusBreakdown(mailing.id), asJSON: json).finish()
        } catch {
            await relays.stop()
            throw error
        }
    }
}
