import ArgumentParser
import Foundation
import Mail
import MailerConfiguration
import Operations
import Rendering
import Sending
import Store

struct PlanCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Say when a mailing would end, and which limit decides that.",
        discussion:
            "Runs the limits ahead on a clock of their own, with what the last hours and days have used of them.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The issue's Markdown file, or a mailing's slug or number.", completion: .mailings) var issue:
        String
    @Option(help: "The list; may be repeated; without it the issue's, or the only one.", completion: .lists) var list:
        [String] = []
    @Flag(help: "Print JSON.") var json = false

    func execute() async throws {
        let app = try App(global)
        try app.configuration.requireSending()
        let store = try app.openStore()
        let audience = try audience(store)
        let plan = try app.plan(audience.domains, store: store, start: audience.start)
        Terminal.print(json ? plan.json(audience.name) : plan.text(audience.name))
    }

    private struct Planned {
        let name: String
        let domains: [String: Int]
        /// Nil: it is being sent, or would be sent now.
        var start: Timestamp?
    }

    private func audience(_ store: MailerStore) throws -> Planned {
        let isFile = FileManager.default.fileExists(atPath: issue) || issue.hasSuffix(".md")
        guard isFile else { return try planned(try store.existingMailing(issue), store) }
        let loaded = try LoadedIssue(path: issue)
        let mailings = try store.mailings(of: loaded)
        let names = list.isEmpty ? loaded.issue.list.map { [$0] } ?? [] : list
        if names.isEmpty, let open = mailings.first(where: { !$0.state.isOver }) { return try planned(open, store) }
        let lists = try store.listsToMail(names)
        if let going = mailings.first(where: { mailing in lists.allSatisfy { mailing.goes(to: $0) } }) {
            return try planned(going, store)
        }
        let scope = try store.scope(slug: loaded.issue.slug, lists: lists.map(\.id), again: false)
        return Planned(name: loaded.issue.slug, domains: try store.domains(of: scope))
    }

    private func planned(_ mailing: Mailing, _ store: MailerStore) throws -> Planned {
        guard mailing.frozenAt == nil else {
            return Planned(name: mailing.slug, domains: try store.domains(leftIn: mailing.id))
        }
        let scope = try store.scope(of: mailing)
        return Planned(name: mailing.slug, domains: try store.domains(of: scope), start: mailing.startAt)
    }
}
