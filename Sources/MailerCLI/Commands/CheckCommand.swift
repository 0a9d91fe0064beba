import MailerConfiguration
import ArgumentParser
import Foundation
import Rendering

struct CheckCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Find what would embarrass an issue; --fix repairs what can be repaired.",
        discussion: "Exit code 1 if an error was found; warnings and notices alone are 0.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The issue's Markdown file.", completion: .file(extensions: ["md"])) var file: String
    @Flag(help: "Repair the file and write it back.") var fix = false
    @Flag(help: "Print one JSON object per finding, one a line.") var json = false

    func execute() async throws {
        let app = try App(global)
        if fix { try repair() }
        let issue = try LoadedIssue(path: file)
        let compiled = try? app.compile(issue, list: issue.issue.list ?? "list", isForPreview: true)
        let images = compiled?.images.problems.map { Finding($0) } ?? []
        let findings = (issue.findings(compiled: compiled?.message) + images).sorted { $0.line < $1.line }
        for finding in findings { Terminal.print(json ? finding.json(path: file) : finding.text(path: file)) }
        if findings.isEmpty, !json { Terminal.print("\(file): nothing to complain about.") }
        if findings.contains(where: { $0.severity == .error }) { throw ExitStatus.failure }
    }

    /// Writes beside the file and renames, so that a full disk leaves the original.
    private func repair() throws {
        let before = try IssueFile.read(file)
        guard let after = TextRepair.repair(before) else { return Terminal.note("\(file): nothing to repair.") }
        try Data(after).write(to: URL(fileURLWithPath: file), options: .atomic)
        Terminal.note("\(file): repaired text that had been decoded twice.")
    }
}
