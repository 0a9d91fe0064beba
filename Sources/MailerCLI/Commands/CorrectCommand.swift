import ArgumentParser
import Mail
import Operations
import Rendering
import Store

struct CorrectCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct", abstract: "Send a mended version of the issue to those who did not get theirs yet.",
        discussion: """
            Works while the mailing is being sent, paused or scheduled: whoever was sent to keeps the version they got, \
            all others get this one. 'mailer status' and 'mailer trace' say who got which.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The mailing's slug or number.") var mailing: String
    @Argument(
        help: "The mended Markdown file; without it, the file that the mailing began with.",
        completion: .file(extensions: ["md"]))
    var file: String?
    @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
    @Flag(help: "Take it although a check found an error.") var ignoreChecks = false

    func execute() async throws {
        let app = try App(global)
        let store = try app.openStore()
        let mailing = try store.existingMailing(mailing)
        let issue = try LoadedIssue(path: file ?? mailing.issuePath)
        guard try store.contents(of: mailing.id, version: mailing.version).content.issue != issue.bytes else {
            throw CommandFailure("\(issue.path) is what is being sent already. Mend the file first.")
        }
        let compiled = try app.compile(issue, list: mailing.listName)
        try check(
            issue, compiled.message,
            try store.gaps(among: try store.existingList(mailing.listName), for: compiled.message))
        let accounting = try store.accounting(of: mailing.id)
        let left = accounting[.pending] + accounting[.deferred]
        try confirm("Send this version to the \(left) who are left? \(accounting[.sent]) keep theirs.")
        let version = try store.correct(mailing.id, content: try app.content(of: compiled, store: store), at: app.now())
        app.openLog().append(.mailingCorrected(mailing.slug, version: version))
        Terminal.print(
            "Version \(version) of '\(mailing.slug)' goes to whoever is left; a process that is sending takes it within "
                + "a second.")
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
