import ArgumentParser
import Mail
import MailerConfiguration
import Operations
import Rendering
import Store

struct CorrectCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct", abstract: "Send a mended version of the issue to those who did not get theirs yet.",
        discussion: """
            Works while the mailing is being sent, paused or scheduled: whoever was sent to keeps the version they got, \
            all others get this one. 'mailer status' and 'mailer trace' say who got which. Shows what differs before \
            it asks. A mailing that was made with other templates or settings gets those of now.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The mailing's slug, number or file.", completion: .mailings) var mailing: String
    @Argument(
        help: "The mended Markdown file; without it, the file that the mailing began with.",
        completion: .file(extensions: ["md"]))
    var file: String?
    @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
    @Flag(help: "Take it although a check found an error.") var ignoreChecks = false

    func execute() async throws {
        let app = try App(global)
        try app.configuration.requireSending()
        let store = try app.openStore()
        let mailing = try store.existingMailing(mailing)
        if mailing.state.isOver {
            throw StoreError.mailingIsOver(slug: mailing.slug, state: mailing.state, verb: "correct")
        }
        let issue = try LoadedIssue(path: file ?? store.issuePath(of: mailing))
        let stored = try store.contents(of: mailing.id, version: mailing.version)
        let lists = try mailing.lists.compactMap { try store.list($0.id) }
        let compiled = try app.compile(issue, lists: lists)
        let content = try app.content(of: compiled, store: store)
        guard content.differs(from: stored.content) else {
            throw CommandFailure("\(issue.path) is what is being sent already. Mend the file first.")
        }
        try check(
            issue, compiled.message, try store.gaps(among: try store.scope(of: mailing), for: compiled.message))
        try showDifference(DiffSide(mailing, version: mailing.version, store: store, app: app), DiffSide(compiled))
        let accounting = try store.statusBreakdown(mailing.id).accounting
        let left = accounting[.pending] + accounting[.deferred]
        try confirm("Send this version to the \(left) who are left? \(accounting[.sent]) keep theirs.")
        let version = try store.correct(
            mailing.id, content: content, issueFile: store.identity(ofIssueAt: issue.path), at: app.now())
        app.openLog().append(.mailingCorrected(mailing.slug, version: version))
        Terminal.print(
            "Version \(version) of '\(mailing.slug)' goes to whoever is left; a process that is sending takes it within "
                + "a second.")
    }

    private func showDifference(_ old: DiffSide, _ new: DiffSide) throws {
        let report = DiffReport(old: old.name, new: new.name, diff: try MessageDiff(from: old.side, to: new.side))
        if report.diff.isEmpty {
            return Terminal.note(
                "Text and page stay as they are; what differs is settings, or what readers do not see.")
        }
        Terminal.note(report.text)
    }

    private func check(_ issue: LoadedIssue, _ message: CompiledMessage, _ readers: ReaderSurvey?) throws {
        let findings = issue.findings(compiled: message, readers: readers)
        for finding in findings { Terminal.note(finding.text(path: issue.path)) }
        guard findings.contains(where: { $0.severity == .error }), !ignoreChecks else { return }
        throw CommandFailure("Nothing was changed: a check found an error. Mend it, or say --ignore-checks.")
    }

    private func confirm(_ question: String) throws {
        if yes { return }
        guard Terminal.isInteractive else { throw ValidationError("Nobody can be asked here: say --yes.") }
        guard Terminal.confirm(question) else { throw CommandFailure("Nothing was changed.") }
    }
}

extension MailingContent {
    /// Whether other messages would come of it.
    fileprivate func differs(from other: MailingContent) -> Bool {
        issue != other.issue || settings != other.settings
            || Set(files.map(\.sha256)) != Set(other.files.map(\.sha256))
    }
}
