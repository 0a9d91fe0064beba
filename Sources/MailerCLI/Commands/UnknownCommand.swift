import ArgumentParser
import Mail
import Operations
import Signing
import Store

struct UnknownCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "unknown", abstract: "List the messages that may have arrived, and settle them.",
        discussion: """
            A message is unknown when its connection was lost after the data, or its sender was killed. It is never sent \
            again by itself. The relay knows:
              mailer unknown 2026-w47 --settle relay-log /var/log/mail.log*
              zcat mail.log.2.gz | mailer unknown 2026-w47 --settle relay-log -
              journalctl -u 'postfix*' | mailer unknown 2026-w47 --settle relay-log -

            What the relay took becomes sent, what it returned becomes failed, and all else stays as it is. Times \
            without a zone are read in that of this machine; TZ=Europe/Stockholm in front says another.
              mailer unknown 2026-w47 --resend ada@example.org
              mailer unknown 2026-w47 --sent ada@example.org
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A mailing's slug, number or file; without it, all mailings are listed.", completion: .mailings)
    var mailing: String?
    @Argument(help: ArgumentHelp("Logs for --settle, or addresses for --resend.", valueName: "file-or-address"))
    var operands: [String] = []
    @Option(help: ArgumentHelp("Settle by evidence: relay-log, with Postfix logs.", valueName: "evidence"))
    var settle: String?
    @Flag(help: "Send again, these addresses or all, with the same Message-ID.") var resend = false
    @Option(help: ArgumentHelp("Settle this one by hand: the relay took it.", valueName: "address"))
    var sent: [String] = []
    @Option(help: ArgumentHelp("Settle this one by hand: it will never arrive.", valueName: "address"))
    var failed: [String] = []
    @Flag(help: "Say what would be done, and change nothing.") var dryRun = false
    @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        let actions = [settle != nil, resend, !sent.isEmpty || !failed.isEmpty].count { $0 }
        if actions > 1 { throw ValidationError("Say one of --settle, --resend, and --sent or --failed, not several.") }
        if actions > 0, mailing == nil { throw ValidationError("Say which mailing: mailer unknown MAILING …") }
        if let settle, settle != "relay-log" {
            throw ValidationError("There is no evidence '\(settle)' to settle by: write --settle relay-log FILE.")
        }
        if settle != nil, operands.isEmpty {
            throw ValidationError(
                "Say which log: mailer unknown MAILING --settle relay-log FILE, or - for standard input.")
        }
        if let first = operands.first, settle == nil, !resend {
            throw ValidationError("'\(first)' is for --settle or --resend: say which.")
        }
    }

    func execute() async throws {
        let app = try App(global)
        let store = try app.openStore()
        let found = try mailing.map { try store.existingMailing($0) }
        let desk = UnknownDesk(app: app, store: store, mailing: found)
        if settle != nil {
            try settleByLog(desk)
        } else if resend {
            try sendAgain(desk)
        } else if !sent.isEmpty || !failed.isEmpty {
            try settleByHand(desk)
        } else {
            try list(desk)
        }
    }

    private func list(_ desk: UnknownDesk) throws {
        let rows = try desk.rows()
        if rows.isEmpty, !json { return Terminal.note("No message is unknown.") }
        Terminal.print(json ? UnknownReport.json(rows) : UnknownReport.text(rows))
    }

    private func settleByLog(_ desk: UnknownDesk) throws {
        let settlement = RelayLogSettlement(app: desk.app, store: desk.store, unknown: try desk.unknown())
        guard !settlement.unknown.isEmpty || json else { return Terminal.note("No message is unknown.") }
        let report = try settlement.run(files: operands, isDryRun: dryRun)
        Terminal.print(json ? report.json : report.text)
        for sentence in report.advice(mailing: mailing ?? "MAILING") { Terminal.note(sentence) }
        if report.leftOver > 0 { throw ExitStatus.unfinished }
    }

    private func sendAgain(_ desk: UnknownDesk) throws {
        let chosen = operands.isEmpty ? try desk.unknown() : try desk.unknown(operands)
        guard !chosen.isEmpty else { return Terminal.note("No message is unknown.") }
        Terminal.note(
            "\(chosen.count) of these may have arrived already. Who has one gets it twice, with the same Message-ID.")
        for delivery in chosen { Terminal.note("  \(delivery.address)") }
        if dryRun { return }
        try confirm("Send \(chosen.count == 1 ? "it" : "them") again?")
        try desk.settle(chosen, as: .resend)
        Terminal.print("\(chosen.count) to be sent again: the mailing goes on with the next 'mailer send'.")
    }

    private func settleByHand(_ desk: UnknownDesk) throws {
        let (taken, lost) = (try desk.unknown(sent), try desk.unknown(failed))
        if let both = taken.first(where: lost.contains) {
            throw ValidationError("\(both.address) cannot be both: say --sent or --failed.")
        }
        if !dryRun {
            try desk.settle(taken, as: .sent)
            try desk.settle(lost, as: .failed)
        }
        for (deliveries, word) in [(taken, "sent"), (lost, "failed")] {
            for delivery in deliveries {
                Terminal.print("\(delivery.address): \(word)\(dryRun ? " (not stored)" : "")")
            }
        }
    }

    private func confirm(_ question: String) throws {
        if yes { return }
        guard Terminal.isInteractive else {
            throw ValidationError("Nobody can be asked here: say --yes to send again, or --dry-run to look.")
        }
        guard Terminal.confirm(question) else { throw CommandFailure("Nothing was changed.") }
    }
}
