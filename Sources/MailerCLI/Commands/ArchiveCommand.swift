import Archive
import ArgumentParser
import Foundation
import Mail
import MailerConfiguration

struct ArchiveCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "Write the issues that were sent into a folder, as a site for everybody.",
        discussion: """
            An index, a page for each issue, and an Atom feed, with nothing personal in them. A second run writes only \
            what has changed, and no file that is not the archive's own is ever changed or removed.
            Which lists are public, the configuration says: archive and archive_lists. --list NAME writes that list alone.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The folder; it is made if it is not there.", completion: .directory) var folder: String
    @Option(help: "The list, public or not; without it all that are public.", completion: .lists) var list: String?
    @Option(help: ArgumentHelp("Where the folder will be reached; without it base_url/archive.", valueName: "url"))
    var url: String?
    @Flag(help: "Print the outcome as JSON.") var json = false

    func validate() throws {
        guard let url else { return }
        let isWeb = url.hasPrefix("https://") || url.hasPrefix("http://")
        guard isWeb, (try? HeaderURI(url)) != nil else {
            throw ValidationError("'\(url)' is no URL: write https://example.org/archive for --url.")
        }
    }

    func execute() async throws {
        let app = try App(global)
        guard list != nil || app.configuration.archive.access == .public else {
            throw CommandFailure(
                "The archive is off, so that nothing becomes public by accident. Set 'archive: public' in mailer.yaml, "
                    + "or name one list with --list.", status: ExitStatus.configuration)
        }
        let store = try app.openStore()
        if let list { _ = try store.existingList(list) }
        var base = url
        while base?.hasSuffix("/") == true { base?.removeLast() }
        let site = try PublicArchive(app: app, store: store, url: base, list: list).site()
        let outcome = try ArchiveFolder(path: folder).update(try site.files())
        Terminal.print(json ? try Self.json(outcome, site) : text(outcome, site))
    }

    private func text(_ outcome: ArchiveFolder.Outcome, _ site: ArchiveSite) -> String {
        let issues = site.issues.count == 1 ? "1 issue" : "\(site.issues.count) issues"
        return "\(folder): \(issues); \(outcome.written.count) files written, \(outcome.removed.count) removed, "
            + "\(outcome.unchanged) unchanged."
    }

    private struct Report: Encodable {
        let issues: Int
        let written: [String]
        let removed: [String]
        let unchanged: Int
    }

    private static func json(_ outcome: ArchiveFolder.Outcome, _ site: ArchiveSite) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let report = Report(
            issues: site.issues.count, written: outcome.written, removed: outcome.removed,
            unchanged: outcome.unchanged)
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}
