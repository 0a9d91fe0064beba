import ArgumentParser
import Rendering

struct DiffCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what changed between two issues, or since one was sent.",
        discussion: """
            Each is an issue's file, or a mailing's slug or number; SLUG@2 is its second version. A file alone is \
            compared with what was sent of it. Merge fields stand as they are written, for nobody in particular.
            Exit codes as diff has them: 0 nothing differs, 1 something does, 2 they could not be compared; 78 if there \
            is no database, or the configuration is wrong.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A file, or a mailing.", completion: .file(extensions: ["md"])) var old: String
    @Argument(help: "A file, or a mailing; without it OLD is new, and old is what was sent of it.") var new: String?
    @Option(help: "The list; where a slug went to several, and for the name in a file's page.", completion: .lists)
    var list: String?
    @Flag(help: "Print JSON.") var json = false

    func execute() async throws {
        let report: DiffReport
        do {
            report = try compare()
        } catch let error where error.isAboutSetUp {
            throw error
        } catch {
            throw CommandFailure("\(error)", status: ExitCode(2))
        }
        if json { Terminal.print(try report.json()) }
        if report.diff.isEmpty { return }
        if !json { Terminal.print(report.text) }
        throw ExitStatus.failure
    }

    private func compare() throws -> DiffReport {
        let app = try App(global)
        let (before, after) = try sides(app)
        return DiffReport(
            old: before.name, new: after.name, diff: try MessageDiff(from: before.side, to: after.side))
    }

    private func sides(_ app: App) throws -> (DiffSide, DiffSide) {
        if let new { return (try DiffSide(old, list: list, app: app), try DiffSide(new, list: list, app: app)) }
        return (try DiffSide(sentOf: old, list: list, app: app), try DiffSide(file: old, list: list, app: app))
    }
}
