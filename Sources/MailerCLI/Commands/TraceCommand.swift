import ArgumentParser
import Mail
import Operations
import Store

struct TraceCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Tell the story of one address, in order.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The reader's address.") var address: String
    @Flag(help: "Print JSON.") var json = false

    func execute() async throws {
        let address = try EmailAddress(address)
        let events = try App(global).openStore().trace(address)
        guard !events.isEmpty || json else {
            throw CommandFailure("\(address) is not known here: never imported, added or mailed.")
        }
        Terminal.print(json ? TraceReport.json(events, of: address) : TraceReport.text(events, of: address))
    }
}
