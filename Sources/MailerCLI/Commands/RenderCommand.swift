import Store
import MailerConfiguration
import ArgumentParser
import Mail
import Rendering

struct RenderCommand: ReportingCommand {
    enum Part: String, ExpressibleByArgument, CaseIterable {
        case html
        case text
        case eml
    }

    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Print an issue as a reader gets it, or a message as it was sent.",
        discussion: """
            With --mailing and --for, the very bytes that were sent to a reader, whatever became of the issue, the \
            templates and the configuration since. Only the key files must still be there.
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The issue's Markdown file.", completion: .file(extensions: ["md"])) var file: String?
    @Option(help: "A mailing's slug, number or file: what was sent of it.", completion: .mailings) var mailing: String?
    @Option(help: "html, text, or eml for the whole message with its signatures; text, with --mailing eml.")
    var part: Part?
    @Option(name: .customLong("for"), help: ArgumentHelp("The reader; without it, an example.", valueName: "address"))
    var reader: String?

    func validate() throws {
        if (file == nil) == (mailing == nil) { throw ValidationError("Say which: an issue's FILE, or --mailing.") }
        if mailing != nil, reader == nil { throw ValidationError("Say whose message: --for ADDRESS.") }
    }

    func execute() async throws {
        let app = try App(global)
        if let mailing, let reader { return try show(mailing, sentTo: try EmailAddress(reader), app) }
        guard let file else { return }
        let issue = try LoadedIssue(path: file)
        let address = try reader.map { try EmailAddress($0) }
        // An address that is not known stands for a reader without a name.
        let store = address != nil && app.hasStore ? try app.openStore() : nil
        let copy = try ReaderCopy(
            of: issue, to: address, known: try address.flatMap { try store?.subscriber($0) },
            list: try? store?.listToMail(issue.issue.list), app: app)
        switch part ?? .text {
        case .html: Terminal.print(copy.message.htmlPage(for: copy.fields))
        case .text: Terminal.print(copy.message.textPart(for: copy.fields))
        case .eml: Terminal.print(bytes: copy.bytes)
        }
    }

    private func show(_ mailing: String, sentTo address: EmailAddress, _ app: App) throws {
        let store = try app.openStore()
        let copy = SentCopy(app: app, store: store, mailing: try store.existingMailing(mailing), address: address)
        let made = try copy.make()
        switch part ?? .eml {
        case .eml: Terminal.print(bytes: made.message.bytes)
        case .html: Terminal.print(made.page)
        case .text: Terminal.print(made.text)
        }
    }
}
