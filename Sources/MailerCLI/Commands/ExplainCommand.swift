import ArgumentParser
import Mail
import Operations
import Store

struct ExplainCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why a reader got a mailing or not, in the server's own words.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The reader's address.") var address: String
    @Argument(help: "A mailing's slug, number or file.", completion: .mailings) var mailing: String

    func execute() async throws {
        let store = try App(global).openStore()
        let reader = try EmailAddress(address)
        guard let story = try store.story(of: reader, in: try store.existingMailing(mailing).id) else {
            throw CommandFailure("\(reader) is not known here: never imported, added or mailed.")
        }
        Terminal.print(ExplainReport.text(story))
    }
}
