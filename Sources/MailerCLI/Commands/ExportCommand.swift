import ArgumentParser
import Store

struct ExportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print lists as CSV: every reader with state, source and attributes.",
        discussion: """
            'mailer import' reads the file back as it was, into an empty database too: who left has left, who is \
            suppressed is suppressed, who has not confirmed still waits. --all has every list, and the suppressed \
            addresses that are on none.
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "The list, or several; may be left out if there is only one.", completion: .lists) var list:
        [String] = []
    @Flag(help: "All lists, and suppressed addresses that are on none.") var all = false

    func validate() throws {
        if all, !list.isEmpty { throw ValidationError("--all and --list exclude each other: leave one of them out.") }
    }

    func execute() async throws {
        let store = try App(global).openStore()
        if all { return try store.exportCSV(nil) { Terminal.print(bytes: $0) } }
        let targets = list.isEmpty ? [try store.listToMail(nil)] : try list.map { try store.existingList($0) }
        try store.exportCSV(targets.map(\.id)) { Terminal.print(bytes: $0) }
    }
}
