import ArgumentParser
import Mail
import Operations
import Store
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct ImportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Put the addresses of a CSV file on a list.",
        discussion: """
            The first line names the columns: 'email' is needed, 'name' is optional, all others become attributes. \
            An address that unsubscribed or is suppressed is never revived: it is skipped, with line and reason.

            What the exports of listmonk, Keila, Mailchimp, Substack, Buttondown, Ghost, beehiiv and phpList say of \
            consent is taken over: who left stays away, who bounced or complained is suppressed, who never confirmed \
            waits. Where any other column looks as if it said so, nothing is imported until you have said what it is \
            (docs/import.md). 'mailer export' writes a file that is read back as it was.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The CSV file (RFC 4180, UTF-8).", completion: .file(extensions: ["csv"])) var file: String
    @Option(
        help: "The list; made if it does not exist yet. A file of 'mailer export' names its own.", completion: .lists)
    var list: String?
    @Option(help: ArgumentHelp("A column that says who may be mailed.", valueName: "name")) var statusColumn: [String] =
        []
    @Option(help: ArgumentHelp("A column that only looks as if it did; an attribute.", valueName: "name"))
    var ignoreColumn: [String] = []
    @Option(
        help: ArgumentHelp(
            "What a word in such a column means: subscribed, pending, unsubscribed or suppressed.",
            valueName: "word=state"))
    var statusValue: [String] = []
    @Option(help: ArgumentHelp("What everybody in the file is, unless a column says worse.", valueName: "state"))
    var allAre: String?
    @Flag(help: "Print the report as JSON.") var json = false

    func execute() async throws {
        let app = try App(global)
        let choices = try choices()
        let source = try ImportSource.file(file)
        let store = try app.makeStore()
        let known = try store.lists().map(\.list.name)
        let result = try interruptibly { progress in
            try store.importCSV(source, choices, at: app.now(), progress: progress)
        }
        let log = app.openLog()
        for (list, report) in result.lists.sorted(by: { $0.key < $1.key }) where report.taken > 0 {
            log.append(.imported(file: file, list: list, report: report))
        }
        if json {
            Terminal.print(ImportText.json(result))
        } else {
            for line in ImportText.notes(result, file: file) { Terminal.note(line) }
            for line in ImportText.lines(result, known: known) { Terminal.report(line) }
        }
        guard result.taken > 0 else {
            throw CommandFailure("\(file): no row was taken\(result.rows == 0 ? ": there is none" : ", see above").")
        }
    }

    /// Rows are stored a thousand at a time, so that an import may be stopped anywhere.
    private func interruptibly(_ body: (_ progress: (Int) -> Void) throws -> ImportResult) throws -> ImportResult {
        let file = file
        let stored = Mutex(0)
        let interruption = Interruption { _ in
            Terminal.endProgress()
            Terminal.note(
                "mailer: Stopped on request: \(stored.withLock { $0 }) rows of \(file) are done. The same command goes on "
                    + "with the rest; what is stored stays as it is.")
            _exit(130)
        }
        defer {
            interruption.cancel()
            Terminal.endProgress()
        }
        return try body { rows in
            stored.withLock { $0 = rows }
            Terminal.progress("\(rows) rows")
        }
    }

    private func choices() throws -> ImportChoices {
        var choices = ImportChoices(list: list?.trimmingInvisible)
        choices.statusColumns = statusColumn
        choices.ignoredColumns = ignoreColumn
        choices.everybody = try allAre.map { try Self.status($0, of: "--all-are") }
        for text in statusValue {
            guard let sign = text.lastIndex(of: "=") else {
                throw ValidationError("--status-value takes WORD=STATE, such as 'gone=unsubscribed', not '\(text)'.")
            }
            let state = String(text[text.index(after: sign)...])
            choices.set(String(text[..<sign]), to: try Self.status(state, of: "--status-value"))
        }
        return choices
    }

    private static func status(_ text: String, of option: String) throws -> ImportedStatus {
        if let status = ImportedStatus(rawValue: text.lowercased()) { return status }
        let all = ImportedStatus.allCases.map(\.rawValue)
        throw ValidationError(
            "\(option) takes a state: \(all.joined(separator: ", ")); not '\(text)'."
                + Likeness.question(text, among: all))
    }
}

/// What an import tells people and scripts.
enum ImportText {
    /// Diagnostics: what the file was recognised as, names that changed, rows that were not taken.
    static func notes(_ result: ImportResult, file: String) -> [String] {
        var notes: [String] = []
        if let system = result.system {
            notes.append("\(file): an export of \(system): what it says of consent is taken over.")
        }
        if let warning = result.warning { notes.append("\(file): \(warning)") }
        if !result.renamed.isEmpty {
            let pairs = result.renamed.map { "'\($0.title.escapingControls)' is {{\($0.name)}}" }
            notes.append("\(file): in an issue, column \(pairs.joined(separator: ", ")).")
        }
        return notes
            + result.skipped.map { "\(file):\($0.line): skipped \($0.address.spellingOutInvisible): \($0.reason)" }
    }

    /// Results: a new list, then the sums of each.
    static func lines(_ result: ImportResult, known: [String]) -> [String] {
        let made = result.newLists.map { name in
            let close = Likeness.closest(to: name, among: known).map { " (did you mean '\($0)'?)" }
            return "new list '\(name)'\(close ?? "")"
        }
        let sums = result.lists.sorted { $0.key < $1.key }.flatMap { list, report in
            let name = list.isEmpty ? "on no list" : list
            let sum =
                "\(name): \(report.added) added, \(report.updated) updated, \(report.unchanged) unchanged, "
                + "\(report.skipped.count) skipped."
            let away = report.pending + report.unsubscribed + report.suppressed
            if away == 0 { return [sum] }
            return [
                sum,
                "\(name): kept away: \(report.unsubscribed) unsubscribed, \(report.suppressed) suppressed, "
                    + "\(report.pending) not confirmed.",
            ]
        }
        return made + sums
    }

    static func json(_ result: ImportResult) -> String {
        let skipped = result.skipped.map { row in
            JSONText.object([
                ("line", .integer(row.line)), ("address", .string(row.address)), ("reason", .string("\(row.reason)")),
            ])
        }
        let reports = result.lists.values
        func sum(_ part: (ImportReport) -> Int) -> JSONText { .integer(reports.reduce(0) { $0 + part($1) }) }
        return JSONText.object([
            ("added", sum(\.added)), ("updated", sum(\.updated)), ("unchanged", sum(\.unchanged)),
            ("pending", sum(\.pending)), ("unsubscribed", sum(\.unsubscribed)), ("suppressed", sum(\.suppressed)),
            ("system", result.system.map { .string($0) } ?? .null),
            ("lists", .array(result.lists.keys.filter { !$0.isEmpty }.sorted().map { .string($0) })),
            ("new_lists", .array(result.newLists.map { .string($0) })),
            ("renamed", .object(result.renamed.map { ($0.title, .string($0.name)) })),
            ("skipped", .array(skipped)),
        ]).document
    }
}
