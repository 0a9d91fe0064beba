import ArgumentParser
import Foundation
import Rendering

struct NewCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Start an issue from a template.",
        discussion: """
            A title makes the subject and the file's name: mailer new "The press is back" writes \
            issues/2026-11-23-the-press-is-back.md. A slug is the name alone: mailer new 2026-w49. \
            A file that is there is never written over.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The issue's title, or its slug.") var name: String
    @Option(help: "The template: letter, digest, announcement, or one of yours.", completion: .templates) var template:
        String?
    @Option(help: "The folder of the issues; without it, issues/ beside the configuration.", completion: .directory)
    var folder: String?

    func execute() async throws {
        let app = try App(global)
        let draft = IssueDraft(name, date: app.today())
        guard !draft.slug.isEmpty else {
            throw ValidationError("An issue needs a title or a slug: mailer new 2026-w49.")
        }
        let folder = folder ?? app.issuesFolder
        let path = "\(folder)/\(draft.slug).md"
        let template = try app.templates(named: template, own: app.ownTemplates(besides: path))
        try write(try draft.text(from: template), to: path, in: folder)
        Terminal.note("Wrote \(path). 'mailer preview \(path)' shows it while you write.")
        Terminal.print(path)
    }

    private func write(_ text: String, to path: String, in folder: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        } catch  where files.fileExists(atPath: path) {
            throw CommandFailure("\(path) exists already and stays as it is. Choose another name, or edit it.")
        }
    }
}
