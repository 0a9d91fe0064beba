import Foundation
import Mail

@testable import Rendering

/// The repository's own layout and a small issue to put into it.
enum LayoutFixture {
    /// The repository's root, also when the tests' folder is reached through a link.
    static let root = (0..<5).reduce(URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()) { url, _ in
        url.deletingLastPathComponent()
    }

    static let templates = path("templates")

    /// Of a file of the repository.
    static func path(_ name: String) -> String { root.appendingPathComponent(name).path }

    static func compiler(template: String = "digest") throws -> MessageCompiler {
        let templates = try MessageTemplates(.find(template, in: [templates]))
        return MessageCompiler(templates: templates, identity: try identity())
    }

    static func identity() throws -> NewsletterIdentity {
        var identity = NewsletterIdentity(
            from: try Mailbox("Works on Ärm <news@example.org>"),
            list: try ListIdentifier(title: "Works on Ärm", name: "news", domain: "example.org"),
            baseURL: try HeaderURI("https://news.example.org"))
        identity.replyTo = try Mailbox("Editor, the <editor@example.org>")
        identity.helpURL = try HeaderURI("https://news.example.org/help")
        identity.organisation = "Works on Ärm"
        identity.postalAddress = "1 Main Street, 12345 Springfield"
        return identity
    }

    static let name = MergeField("name", fallback: "reader").placeholder

    static func content(html: String? = nil, text: String? = nil, subject: String = "Week 51: Käldström & Co.")
        -> MessageContent
    {
        let city = MergeField("city", fallback: "R&D <lab>").placeholder
        var content = MessageContent(
            subject: subject,
            htmlFragment: html ?? """
                <h2>Hello \(name.escapingMarkup)</h2>
                <p>News from <b>\(city.escapingMarkup)</b>, with a
                <a href="https://example.org/?who=\(name)&amp;x=1" title="\(name)">link</a>.</p>
                <img src="https://example.org/a.jpg:large">
                """,
            text: text ?? "Hello \(name),\n\nnews from \(city): https://example.org/?x=1\n.\nFrom the editor\n")
        content.preheader = "What \(name) should know"
        content.displayDate = "18 December 2017"
        content.slug = "2017-w51"
        return content
    }

    static func compile(_ content: MessageContent) throws -> CompiledMessage {
        try compiler().compile(content, boundary: MIMEBoundary(token: "w51"), offersBrowserView: true)
    }

    static func recipient(name: String? = "Jané Doe", address: String = "jane@example.net") throws -> RecipientFields {
        var fields = RecipientFields(
            address: try EmailAddress(address),
            unsubscribeURL: try HeaderURI(
                "https://news.example.org/u/k1.abcdefghijklmnopqrstuvwxyz234567.abcdefgh?a=1&b=2"),
            messageID: try MessageID(left: "w51.1", domain: "example.org"),
            date: Timestamp(milliseconds: 1_513_589_400_000))
        fields.name = name
        fields.viewURL = try HeaderURI("https://news.example.org/v/2017-w51")
        return fields
    }
}

extension [UInt8] {
    var string: String { String(decoding: self, as: UTF8.self) }
}
