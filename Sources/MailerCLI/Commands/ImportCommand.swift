import ArgumentParser
import Mail
import Operations
import Store

struct ImportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Put the addresses of a CSV file on a list.",
        discussion: """
            The first line names the columns: 'email' is needed, 'name' is optional, all others become attributes. \
            An address that unsubscribed or is suppressed is never revived: it is skipped, with line and reason.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The CSV file (RFC 4180, UTF-8).", completion: .file(extensions: ["csv"])) var file: String
    @Option(help: "The list; made if it does not exist yet.") var list: String
    @Flag(help: "Print the report as JSON.") var json = false

    func execute() async throws {
        let app = try App(global)
        let source = try ImportSource.file(file)
        let store = try app.makeStore()
        let target = try store.createList(name: list, title: list, at: app.now())
        let report = try store.importCSV(source, into: target.id, at: app.now()) { report in
            Terminal.progress("\(report.rows) rows")
        }
        Terminal.endProgress()
        app.openLog().append(.imported(file: file, list: list, report: report))
        if json { return Terminal.print(Self.json(report)) }
        for row in report.skipped {
            Terminal.note("\(file):\(row.line): skipped \(row.address.escapingControls): \(row.reason)")
        }
        Terminal.print(
            "\(list): \(report.added) added, \(report.updated) updated, \(report.unchanged) unchanged, "
                + "\(report.skipped.count) skipped.")
    }

    private static func json(_ report: ImportReport) -> String {
        let skipped = report.skipped.map { row in
            JSONText.object([
                ("line", .integer(row.line)), ("address", .string(row.address)), ("reason", .string("\(row.reason)")),
            ])
        }
        return JSONText.object([
            ("added", .integer(report.added)), ("updated", .integer(report.updated)),
            ("unchanged", .integer(report.unchanged)), ("skipped", .array(skipped)),
        ]).document
    }
}
