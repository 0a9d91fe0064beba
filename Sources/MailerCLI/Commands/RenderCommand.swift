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
        commandName: "render", abstract: "Print an issue as a reader gets it.")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The issue's Markdown file.", completion: .file(extensions: ["md"])) var file: String
    @Option(help: "html, text, or eml for the whole message with its signatures.") var part = Part.text
    @Option(name: .customLong("for"), help: "The reader; without it, an example.") var reader: String?

    func execute() async throws {
        let app = try App(global)
        let issue = try LoadedIssue(path: file)
        let address = try reader.map { try EmailAddress($0) }
        // An address that is not known stands for a reader without a name.
        let store = address == nil ? nil : try app.openStore()
        let copy = try ReaderCopy(
            of: issue, to: address, known: try address.flatMap { try store?.subscriber($0) },
            list: try? store?.listToMail(issue.issue.list), app: app)
        switch part {
        case .html: Terminal.print(copy.message.htmlPage(for: copy.fields))
        case .text: Terminal.print(copy.message.textPart(for: copy.fields))
        case .eml: Terminal.print(bytes: copy.bytes)
        }
    }
}
