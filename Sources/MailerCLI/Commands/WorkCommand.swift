import ArgumentParser
import MailerConfiguration
import Mail
import Store

struct WorkCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "Stay and send what falls due: scheduled mailings, retries, resumed mailings.",
        discussion: """
            Runs until Ctrl-C or SIGTERM, finishes what is in flight then, and takes up where it was when it starts \
            again (ops/systemd has a unit). SIGHUP makes it open its log and read its configuration, certificates and \
            passwords anew; with a mistake in them it works on as before. What it does is in the delivery log.
            """)

    @OptionGroup var global: GlobalOptions
    @Option(
        help: ArgumentHelp("How long a mailing is sent while another waits for its turn.", valueName: "30s"))
    var turn = "30s"
    @Flag(help: "Send what is due now, and end when nothing is.") var once = false

    func validate() throws {
        if Duration(configured: turn) == nil {
            throw ValidationError("'\(turn)' is no time: write 10s, 30s or 5m for --turn.")
        }
    }

    func execute() async throws {
        let app = try App(global)
        try app.configuration.requireSending()
        try app.configuration.requireSecrets()
        if !app.hasStore {
            Terminal.note("mailer: there is no database yet at \(app.configuration.database): made one.")
        }
        let store = try app.makeStore()
        let worker = MailingWorker(
            app: app, store: store, log: try app.requireLog(),
            turn: Duration(configured: turn) ?? .seconds(30))
        let interruption = Interruption { _ in
            Terminal.note("work: stopping: what is in flight is finished.")
            worker.requestStop()
        }
        let hangup = Hangup { worker.reload() }
        defer {
            interruption.cancel()
            hangup.cancel()
        }
        Terminal.print("work: \(once ? "sending what is due" : "waiting for what falls due")")
        try await worker.run(once: once)
        if !once { Terminal.note(try Self.farewell(store)) }
    }

    /// What is left, and what to do.
    private static func farewell(_ store: MailerStore) throws -> String {
        let open = try store.mailings().filter { !$0.state.isOver }.map(\.slug)
        if open.isEmpty { return "work: stopped on request; no mailing is left unfinished." }
        return
            "work: stopped on request; \(open.count == 1 ? "one mailing is" : "\(open.count) mailings are") not finished: "
            + "\(open.prefix(5).joined(separator: ", "))\(open.count > 5 ? " …" : ""). 'mailer work' takes up where it was."
    }
}
