import ArgumentParser
import Mail
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
    @Argument(help: "The issue's Markdown file, or a mailing's slug or number.") var issue: String
    @Option(help: "The list; without it the issue's, or the only one.") var list: String?
    @Flag(help: "Print JSON.") var json = false

    func execute() async throws {
        let app = try App(global)
        let store = try app.openStore()
        let audience = try audience(app, store)
        let plan = try app.plan(audience.domains, store: store)
        Terminal.print(json ? plan.json(audience.name) : plan.text(audience.name))
    }

    private func audience(_ app: App, _ store: MailerStore) throws -> (name: String, domains: [String: Int]) {
        guard issue.hasSuffix(".md") else {
            let mailing = try store.existingMailing(issue)
            if mailing.frozenAt != nil { return (mailing.slug, try store.domains(leftIn: mailing.id)) }
            return (mailing.slug, try store.domains(of: mailing.list))
        }
        let loaded = try LoadedIssue(path: issue)
        let target = try store.listToMail(list ?? loaded.issue.list)
        if let mailing = try store.mailing(slug: loaded.issue.slug, list: target.id), mailing.frozenAt != nil {
            return (mailing.slug, try store.domains(leftIn: mailing.id))
        }
        return (loaded.issue.slug, try store.domains(of: target.id))
    }
}
