import ArgumentParser
import Foundation
import MailerConfiguration
import Probes
import Rendering
import Store

struct CheckCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Find what would embarrass an issue; --fix repairs what can be repaired.",
        discussion: """
            Looks at each file and what is beside it. With --list it also looks at every reader of a list, with \
            --online at what links lead to, with --spam at what SpamAssassin and rspamd say if they are installed. An \
            issue silences a warning with 'checks: { silence: [RULE] }' in its front matter; docs/checks.md names the \
            rules. Exit code 1 if an error was found, or a file cannot be read; warnings and notices alone are 0. 78 if \
            the configuration lacks what sending needs.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The issues' Markdown files.", completion: .file(extensions: ["md"])) var files: [String]
    @Flag(help: "Repair each file and write it back.") var fix = false
    @Option(
        help: "Look at the readers of this list: who lacks a value, whose message is the largest. May be repeated.",
        completion: .lists)
    var list: [String] = []
    @Flag(help: "Ask web servers for links and images.") var online = false
    @Flag(help: "Ask the spam filters of this machine.") var spam = false
    @Flag(help: "Print one JSON object per finding, one a line.") var json = false

    func execute() async throws {
        let app = try App(global)
        var hasErrors = false
        for file in files {
            do {
                if try await check(file, app) { hasErrors = true }
            } catch  where files.count > 1 {
                Terminal.note("\(error)")
                hasErrors = true
            }
        }
        try app.configuration.requireSending()
        if hasErrors { throw ExitStatus.failure }
    }

    /// Prints what is found; answers whether there are errors among it.
    private func check(_ file: String, _ app: App) async throws -> Bool {
        if fix { try repair(file) }
        let issue = try LoadedIssue(path: file)
        let (evidence, problems) = try await gather(issue, app)
        let images = problems + (try slugFindings(issue, app))
        let findings = (IssueChecker.check(issue.issue, evidence) + images).sorted { $0.line < $1.line }
        for finding in findings { Terminal.print(json ? finding.json(path: file) : finding.text(path: file)) }
        if findings.isEmpty, !json { Terminal.print("\(file): nothing to complain about.") }
        return findings.contains { $0.severity == .error }
    }

    /// Whether the slug is another file's, in the database or among the files that are checked together.
    private func slugFindings(_ issue: LoadedIssue, _ app: App) throws -> [Finding] {
        var findings: [Finding] = []
        if FileManager.default.fileExists(atPath: app.configuration.database),
            let problem = try app.openStore().slugProblem(of: issue)
        {
            findings.append(Finding("slug-taken", .error, line: 1, problem))
        }
        let others = files.filter { $0 != issue.path && (try? LoadedIssue(path: $0))?.issue.slug == issue.issue.slug }
        if let other = others.first {
            findings.append(
                Finding(
                    "slug-taken", .error, line: 1,
                    "\(other) has the same slug, '\(issue.issue.slug)': only one of them could be sent. Give one another "
                        + "in its front matter."))
        }
        return findings
    }

    /// What the rules need to know, and what is wrong with images that the message would hold.
    private func gather(_ issue: LoadedIssue, _ app: App) async throws -> (Evidence, images: [Finding]) {
        let targets = list.isEmpty ? [] : try app.openStore().listsToMail(list)
        var evidence = Evidence()
        var problems: [Finding] = []
        evidence.images = issue.issue.imageFileWeights
        do {
            let name = targets.first?.name ?? issue.issue.list ?? "list"
            let compiled = try app.compile(issue, list: name, isForPreview: true)
            evidence.message = compiled.message
            problems = compiled.images.problems.map { Finding($0) }
            if !targets.isEmpty {
                let store = try app.openStore()
                let scope = AudienceScope(lists: targets.map(\.id))
                evidence.readers = try store.survey(of: scope, for: compiled.message)
            }
            if spam { evidence.spamScores = try spamScores(issue, app) }
        } catch let error where evidence.message == nil {
            evidence.failure = CompileFailure(error)
        }
        if online { await visitLinks(of: issue.issue, &evidence) }
        return (evidence, problems)
    }

    private func spamScores(_ issue: LoadedIssue, _ app: App) throws -> [SpamScore] {
        let copy = try ReaderCopy(of: issue, to: nil, known: nil, list: nil, app: app, isForPreview: true)
        let (scores, problems) = SpamFilters.scores(of: copy.bytes)
        problems.forEach(Terminal.note)
        for score in scores { Terminal.note("\(score.filter): \(score.score) points of \(score.threshold)") }
        return scores
    }

    private func visitLinks(of issue: Issue, _ evidence: inout Evidence) async {
        for (url, visit) in await LinkVisitor().visit(issue.webTargets) {
            evidence.answers[url] = visit.answer
            if let size = visit.size, issue.showsImage(url) { evidence.images[url] = ImageWeight(bytes: size) }
        }
    }

    /// Writes beside the file and renames, so that a full disk leaves the original.
    private func repair(_ file: String) throws {
        let before = try IssueFile.read(file)
        guard let after = TextRepair.repair(before) else { return Terminal.note("\(file): nothing to repair.") }
        try Data(after).write(to: URL(fileURLWithPath: file), options: .atomic)
        Terminal.note("\(file): repaired text that had been decoded twice.")
    }
}
