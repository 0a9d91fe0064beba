import Archive
import ArgumentParser
import Foundation
import Mail
import MailerConfiguration
import Store

struct ArchiveCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "Write the issues that were sent into a folder, as a site for everybody.",
        discussion: """
            An index, a page for each issue, and an Atom feed, with nothing personal in them. A second run writes only \
            what has changed, and no file that is not the archive's own is ever changed or removed.
            What is held after its canary, paused or cancelled has a page for those who have its link, and stands in \
            neither index nor feed. --withdraw takes an issue out of all three, --restore lets it in again; 'mailer serve' \
            does so at once, a folder when it is written the next time.
            Which lists are public, the configuration says: archive and archive_lists. --list NAME writes that list alone.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The folder; it is made if it is not there.", completion: .directory) var folder: String?
    @Option(help: "The list, public or not; without it all that are public.", completion: .lists) var list: String?
    @Option(help: ArgumentHelp("Where the folder will be reached; without it base_url/archive.", valueName: "url"))
    var url: String?
    @Option(help: ArgumentHelp("Show this issue no longer; may be repeated.", valueName: "mailing"))
    var withdraw: [String] = []
    @Option(help: ArgumentHelp("Show an issue again that was withdrawn; may be repeated.", valueName: "mailing"))
    var restore: [String] = []
    @Flag(help: "Print the outcome as JSON.") var json = false

    func validate() throws {
        if folder == nil, withdraw.isEmpty, restore.isEmpty {
            throw ValidationError("Say which folder to write: mailer archive FOLDER.")
        }
        guard let url else { return }
        let isWeb = url.hasPrefix("https://") || url.hasPrefix("http://")
        guard isWeb, (try? HeaderURI(url)) != nil else {
            throw ValidationError("'\(url)' is no URL: write https://example.org/archive for --url.")
        }
    }

    func execute() async throws {
        let app = try App(global)
        guard folder == nil || list != nil || app.configuration.archive.access == .public else {
            throw CommandFailure(
                "The archive is off, so that nothing becomes public by accident. Set 'archive: public' in mailer.yaml, "
                    + "or name one list with --list.", status: ExitStatus.configuration)
        }
        let store = try app.openStore()
        if let list { _ = try store.existingList(list) }
        // All names first: a slip in the second must not leave the first done.
        let (out, back) = (try withdraw.map(store.mailings(named:)), try restore.map(store.mailings(named:)))
        for mailings in out { try change(mailings, at: app.now(), store) }
        for mailings in back { try change(mailings, at: nil, store) }
        if let folder { try write(folder, app, store) }
    }

    private func change(_ mailings: [Mailing], at time: Timestamp?, _ store: MailerStore) throws {
        for mailing in mailings {
            if time == nil || mailing.withdrawnAt == nil { try store.withdraw(mailing.id, at: time) }
        }
        let slug = mailings.first?.slug ?? ""
        if json { return }
        Terminal.print(
            time == nil
                ? "'\(slug)' may be shown again." : "'\(slug)' is withdrawn from page, index and feed of the archive.")
        if folder == nil {
            Terminal.note("A folder that the archive was written into changes with the next 'mailer archive FOLDER'.")
        }
    }

    private func write(_ folder: String, _ app: App, _ store: MailerStore) throws {
        var base = url
        while base?.hasSuffix("/") == true { base?.removeLast() }
        let site = try PublicArchive(app: app, store: store, url: base, list: list).site()
        let outcome = try ArchiveFolder(path: folder).update(try site.files())
        Terminal.print(json ? try Self.json(outcome, site) : Self.text(outcome, site, folder))
    }

    private static func text(_ outcome: ArchiveFolder.Outcome, _ site: ArchiveSite, _ folder: String) -> String {
        let issues = site.listed.count == 1 ? "1 issue" : "\(site.listed.count) issues"
        let unlisted = site.issues.count - site.listed.count
        let others = unlisted > 0 ? " and \(unlisted) for those who have the link" : ""
        return
            "\(folder): \(issues)\(others); \(outcome.written.count) files written, \(outcome.removed.count) removed, "
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
            issues: site.listed.count, written: outcome.written, removed: outcome.removed,
            unchanged: outcome.unchanged)
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}
