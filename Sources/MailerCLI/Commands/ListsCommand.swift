import ArgumentParser
import Operations
import Store

struct ListsCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists", abstract: "Show the lists and how many readers each has.")

    @OptionGroup var global: GlobalOptions
    @Flag(help: "Print JSON.") var json = false

    func execute() async throws {
        let summaries = try App(global).openStore().lists()
        if summaries.isEmpty, !json {
            Terminal.note("There are no lists yet. 'mailer import FILE.csv --list NAME' makes one.")
        }
        if json { return Terminal.print(JSONText.object([("lists", .array(summaries.map(Self.json)))]).document) }
        for summary in summaries { Terminal.print(Self.line(summary)) }
    }

    private static func line(_ summary: ListSummary) -> String {
        "\(summary.list.name): \(summary.subscribed) subscribed, \(summary.pending) to confirm, "
            + "\(summary.unsubscribed) unsubscribed, \(summary.suppressed) suppressed"
    }

    private static func json(_ summary: ListSummary) -> JSONText {
        .object([
            ("list", .string(summary.list.name)), ("title", .string(summary.list.title)),
            ("subscribed", .integer(summary.subscribed)), ("pending", .integer(summary.pending)),
            ("unsubscribed", .integer(summary.unsubscribed)), ("suppressed", .integer(summary.suppressed)),
        ])
    }
}
