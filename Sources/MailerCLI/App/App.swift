import MailerConfiguration
import Foundation
import Mail
import Operations
import Signing
import Store

/// What commands are made of: the configuration, and the rooms that it describes, opened when asked for.
struct App: Sendable {
    let configuration: Configuration
    /// Nobody has set anything up yet: no file, no relay for this run.
    let isUnconfigured: Bool
    /// The file that was read; nil: there was none.
    private let path: String?
    /// As `--database` says.
    private let database: String?
    /// Where the configuration is; nil: where we run. The folder `issues` is beside it.
    private let folder: String?

    /// Issues are here where nobody says anything else.
    var issuesFolder: String { folder.map { "\($0)/issues" } ?? "issues" }

    /// Reads the configuration file (or the defaults) and the environment; everything wrong with it at once.
    ///
    /// - Parameters:
    ///   - relay: a relay's URL for this run, instead of the configured ones.
    ///   - isQuiet: for a shell that completes a word.
    init(_ global: GlobalOptions, relay: String? = nil, isQuiet: Bool = false) throws {
        try self.init(config: global.config, database: global.database, relay: relay, isQuiet: isQuiet)
    }

    /// The same with what file and environment say now. A file that was there and is gone is a mistake, not an empty one.
    func readAnew() throws -> App { try App(config: path, database: database, relay: nil, isQuiet: false) }

    private init(config: String?, database: String?, relay: String?, isQuiet: Bool) throws {
        self.database = database
        var environment = ProcessInfo.processInfo.environment
        if let database { environment["MAILER_DATABASE"] = Self.absolute(database) }
        let usual = Configuration.usualName
        let path = config ?? (FileManager.default.fileExists(atPath: usual) ? usual : nil)
        self.path = path
        if !isQuiet { Self.nameIgnoredFiles(besides: path) }
        folder = path.flatMap { $0.contains("/") ? URL(fileURLWithPath: $0).deletingLastPathComponent().path : nil }
        if let relay { environment["MAILER_RELAYS_0_URL"] = relay }
        isUnconfigured = path == nil && !environment.keys.contains { $0.hasPrefix("MAILER_RELAYS_") }
        configuration = try Configuration.load(path: path, environment: environment)
    }

    /// The wall clock; below this room nobody reads it.
    func now() -> Timestamp { Self.wallClock() }

    /// `2026-11-23`, where we are.
    func today() -> String {
        Date().formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
    }

    static let wallClock: WallClock = {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded()))
    }

    /// For the history: the operator did it.
    func origin(_ detail: String? = nil) -> Origin { Origin(source: "cli", detail: detail, at: now()) }

    /// The database, which must be there: whoever only reads makes nothing.
    func openStore() throws -> MailerStore { try MailerStore(existing: configuration.database) }

    /// The database, made where there is none.
    func makeStore() throws -> MailerStore { try MailerStore(path: configuration.database) }

    var hasStore: Bool { FileManager.default.fileExists(atPath: configuration.database) }

    /// The log for whatever must not wait for it: a line that cannot be written is counted and told.
    func openLog() -> DeliveryLog {
        DeliveryLog(lenient: logSettings, clock: Self.wallClock) { Terminal.note("mailer: \($0)") }
    }

    /// The log for a mailing: without one nothing is to begin.
    func requireLog() throws -> DeliveryLog {
        try DeliveryLog(logSettings, clock: Self.wallClock) { Terminal.note("mailer: \($0)") }
    }

    /// Where the configuration is from, for people.
    var place: String { path ?? "no configuration file" }

    var logSettings: DeliveryLogSettings {
        DeliveryLogSettings(
            path: configuration.log.file, format: configuration.log.format == .json ? .json : .text,
            pid: ProcessInfo.processInfo.processIdentifier)
    }

    /// A `mailer.yml` that nobody reads would be missed only when the mail has gone to the wrong place.
    private static func nameIgnoredFiles(besides path: String?) {
        let folder = path.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path } ?? "."
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let read = path.map { URL(fileURLWithPath: $0).lastPathComponent }
        for name in Configuration.lookalikes(among: names) where name != read {
            let instead =
                path.map { "the configuration is \($0)" } ?? "without --config it is \(Configuration.usualName)"
            Terminal.note(
                "mailer: \(name.escapingControls) is ignored: \(instead). Rename it, or name it with --config.")
        }
    }

    /// `--database` is relative to where the command runs, not to the configuration file.
    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).path
    }
}
