import ArgumentParser
import Mail
import Operations
import Store

/// The mailing that a command is about, and the rooms it needs.
private struct Target {
    let app: App
    let store: MailerStore
    let mailing: Mailing

    init(_ global: GlobalOptions, _ name: String) throws {
        app = try App(global)
        store = try app.openStore()
        mailing = try store.existingMailing(name)
    }

    /// Whether a process is sending it now, as far as its lease says.
    var isHeld: Bool {
        guard let owner = mailing.owner, let until = mailing.ownerUntil else { return false }
        return until > app.now() && !owner.isGone
    }
}

struct PauseCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Stop a mailing until it is resumed, also while another process sends it.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The mailing's slug, number or file.", completion: .mailings) var mailing: String
    @Option(help: ArgumentHelp("Why; the status shows it.", valueName: "text")) var reason: String?

    func execute() async throws {
        let target = try Target(global, mailing)
        try target.store.pause(target.mailing.id, reason: reason.map { "by hand: \($0)" } ?? "by hand")
        if !target.isHeld {
            target.app.openLog().append(.mailingPaused(target.mailing.slug, reason: reason ?? "by hand"))
        }
        Terminal.print("'\(target.mailing.slug)' is paused. 'mailer resume \(target.mailing.slug)' goes on.")
    }
}

struct ResumeCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let a paused mailing go on, or the rest of one that was held after its canary.",
        discussion: """
            One that is held because far more recipients were refused than its list has shown before tries them again; \
            with --accept-refusals they fail, those who are gone by the server's words are suppressed, and the rest goes on.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The mailing's slug, number or file.", completion: .mailings) var mailing: String
    @Flag(help: "The refusals for which it is held are true: fail these recipients, and suppress who is gone.")
    var acceptRefusals = false

    func execute() async throws {
        let target = try Target(global, mailing)
        if acceptRefusals {
            try accept(target)
        } else {
            try target.store.resume(target.mailing.id)
        }
        if !target.isHeld { target.app.openLog().append(.mailingUnpaused(target.mailing.slug)) }
        if let start = target.mailing.startAt, target.mailing.frozenAt == nil {
            return Terminal.print(
                "'\(target.mailing.slug)' starts at \(start.forPeople). 'mailer work' has to be running.")
        }
        let next =
            target.isHeld
            ? "The process that holds it goes on."
            : "'mailer work' goes on with it if it is running; else run 'mailer send \(target.mailing.issuePath)'."
        Terminal.print("'\(target.mailing.slug)' may be sent. \(next)")
    }

    private func accept(_ target: Target) throws {
        let log = target.app.openLog()
        let accepted = try target.store.acceptRefusals(target.mailing.id, now: target.app.now())
        log.append(.refusalsAccepted(target.mailing.slug, failed: accepted.failed))
        for suppression in accepted.suppressed { log.append(.suppressed(suppression)) }
        Terminal.print("\(accepted.failed) failed, \(accepted.suppressed.count) of them suppressed.")
    }
}

struct CancelCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End a mailing for good: who was not sent to yet gets nothing.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The mailing's slug, number or file.", completion: .mailings) var mailing: String
    @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false

    func execute() async throws {
        let target = try Target(global, mailing)
        let slug = target.mailing.slug
        let accounting = try target.store.accounting(of: target.mailing.id)
        if !yes {
            guard Terminal.isInteractive else {
                throw ValidationError("Nobody can be asked here: say --yes to cancel.")
            }
            let left = accounting[.pending] + accounting[.deferred]
            guard Terminal.confirm("End '\(slug)' for good? \(accounting[.sent]) were sent, \(left) get nothing.")
            else {
                throw CommandFailure("'\(slug)' was not cancelled.")
            }
        }
        let skipped = try target.store.cancel(target.mailing.id, now: target.app.now())
        target.app.openLog().append(.mailingCancelled(slug, skipped: skipped))
        Terminal.print("'\(slug)' is cancelled: \(skipped) recipients were not sent to.")
    }
}
