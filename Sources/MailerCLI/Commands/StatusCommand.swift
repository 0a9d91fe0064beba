import ArgumentParser
import Operations
import Store

struct StatusCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Account for every recipient of a mailing, or list all mailings.",
        discussion: "Where the numbers do not add up, it says so and exits with 1.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A mailing's slug, number or file; without it, all mailings.", completion: .mailings) var mailing:
        String?
    @Flag(help: "Print JSON.") var json = false

    func execute() async throws {
        let store = try App(global).openStore()
        guard let mailing else { return try showAll(store) }
        let status = try store.statusBreakdown(try store.existingMailing(mailing).id)
        Terminal.print(json ? StatusReport.json(status) : StatusReport.text(status))
        if StatusReport.isAlarming(status) { throw ExitStatus.failure }
    }

    private func showAll(_ store: MailerStore) throws {
        let all = try store.mailings().map { try store.statusBreakdown($0.id) }
        if all.isEmpty, !json { return Terminal.note("Nothing was sent yet.") }
        Terminal.print(json ? StatusReport.json(all) : StatusReport.summary(all))
        if all.contains(where: StatusReport.isAlarming) { throw ExitStatus.failure }
    }
}
