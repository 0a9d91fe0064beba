import Store
import MailerConfiguration
import ArgumentParser
import Mail
import Rendering
import Sending
import Signing

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
        let newsletter = try app.newsletter(
            list: issue.issue.list ?? "list", from: issue.issue.from, replyTo: issue.issue.replyTo)
        let message = try issue.compile(templates: app.configuration.templates, newsletter: newsletter)
        let recipient = try recipient(app)
        let composer = MessageComposer(
            message: message,
            circumstances: MessageComposer.Circumstances(
                mailing: MailingID(rawValue: 0), uid: "preview", list: try list(of: issue, app),
                baseURL: app.configuration.baseURL, sender: newsletter.from.address),
            identity: try app.identity(from: newsletter.from))
        let fields = try composer.fields(of: recipient, at: app.now())
        switch part {
        case .html: Terminal.print(message.htmlPage(for: fields))
        case .text: Terminal.print(message.textPart(for: fields))
        case .eml: Terminal.print(bytes: try composer.compose(recipient, at: app.now()).bytes)
        }
    }

    /// The list that the issue would go to; without one, or without a reader, the links lead nowhere.
    private func list(of issue: LoadedIssue, _ app: App) throws -> ListID {
        guard reader != nil, let list = try? app.openStore().listToMail(issue.issue.list) else {
            return ListID(rawValue: 0)
        }
        return list.id
    }

    /// The reader with name, attributes and own links, or somebody who stands for all. No row is made.
    private func recipient(_ app: App) throws -> DueDelivery {
        let address = try EmailAddress(reader ?? "reader@example.org")
        let known = reader == nil ? nil : try app.openStore().subscriber(address)
        return DueDelivery(
            delivery: DeliveryID(rawValue: 0), subscriber: known?.id ?? SubscriberID(rawValue: 0), address: address,
            name: known?.name, attributes: known?.attributes ?? [:], attempts: 0)
    }
}
