import ArgumentParser
import Store

struct ExportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print a list as CSV: every reader with state, source and attributes.")

    @OptionGroup var global: GlobalOptions
    @Option(help: "The list; may be left out if there is only one.") var list: String?

    func execute() async throws {
        let store = try App(global).openStore()
        let target = try store.listToMail(list)
        try store.exportCSV(target.id) { Terminal.print(bytes: $0) }
    }
}
