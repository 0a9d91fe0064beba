import Foundation
import Mail
import Mutation
import Rendering

/// One run: a damaged issue, or a damaged template or style sheet, on its way to one recipient's message.
struct Fuzz {
    private let folder: String
    private let page: String
    private let text: String
    private let style: String
    private let templates: MessageTemplates
    private let identity: NewsletterIdentity

    /// What breaks out is thrown as a sentence.
    struct Finding: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameter templates: the repository's folder.
    init(templates folder: String) throws {
        let digest = try TemplateFiles.find("digest", in: [folder])
        let source = { (name: String) in String(decoding: digest.files[name] ?? [], as: UTF8.self) }
        (page, text) = (source("newsletter.html"), source("newsletter.txt"))
        style = source("base.css") + source("newsletter.css")
        templates = try MessageTemplates(digest)
        self.folder = folder
        identity = NewsletterIdentity(
            from: try Mailbox("News <news@example.org>"),
            list: try ListIdentifier(title: nil, name: "news", domain: "example.org"),
            baseURL: try HeaderURI("https://news.example.org"))
    }

    /// - Returns: whether the sources were taken; false if they were refused with an error.
    func run(_ seed: Int) throws -> Bool {
        var random = SeededMutation(seed: seed)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return try runTemplate(&random)
        case 1: return try runStyle(&random)
        default: return try runIssue(&random)
        }
    }

    // MARK: What is damaged

    private func runIssue(_ random: inout SeededMutation) throws -> Bool {
        let times = Int.random(in: 1...40, using: &random)
        // Damaged front matter is mostly refused, so most runs leave it alone.
        let keepsFrontMatter = Int.random(in: 0..<6, using: &random) > 0
        let parts = FuzzSources.issue.split(separator: "\n\n", maxSplits: 1).map { String($0) + "\n\n" }
        let mutable = keepsFrontMatter ? parts[1] : FuzzSources.issue
        let mutated = random.mutate(mutable, times: times, tokens: FuzzSources.issueTokens)
        let source = keepsFrontMatter ? parts[0] + mutated : mutated
        guard let compiled = try compile(source, templates) else { return false }
        try audit(compiled, isOurLayout: true)
        return true
    }

    private func runTemplate(_ random: inout SeededMutation) throws -> Bool {
        let times = Int.random(in: 1...20, using: &random)
        let html = random.mutate(page, times: times, tokens: FuzzSources.pageTokens)
        let text = random.mutate(self.text, times: times / 4, tokens: FuzzSources.pageTokens)
        let files = TemplateFiles(html: html, text: text, style: style)
        guard let templates = try? MessageTemplates(files) else { return false }
        guard let compiled = try compile(FuzzSources.issue, templates) else { return false }
        try audit(compiled, isOurLayout: false)
        return true
    }

    /// A style sheet may say anything about looks; what the page says stays.
    private func runStyle(_ random: inout SeededMutation) throws -> Bool {
        let times = Int.random(in: 1...60, using: &random)
        let style = random.mutate(self.style, times: times, tokens: FuzzSources.styleTokens)
        let files = TemplateFiles(html: page, text: text, style: style)
        guard let compiled = try compile(FuzzSources.issue, try MessageTemplates(files)),
            let plain = try compile(FuzzSources.issue, templates)
        else { throw Finding(description: "the sample issue was refused") }
        try audit(compiled, isOurLayout: true)
        let texts = try [compiled, plain].map { try PageAudit(page: $0.htmlPage).text }
        guard texts[0] == texts[1] else { throw Finding(description: "a style sheet changed what the page says") }
        return true
    }

    // MARK: What comes out

    private func compile(_ source: String, _ templates: MessageTemplates) throws -> CompiledMessage? {
        do {
            let issue = try IssueParser.parse(Array(source.utf8), path: folder + "/issue.md")
            let images = try IssueImages(issue, settings: ImageSettings())
            let compiler = MessageCompiler(templates: templates, identity: identity)
            return try compiler.compile(issue.messageContent(images: images), boundary: MIMEBoundary(token: "fuzz"))
        } catch let error as IssueError {
            return try refused(error)
        } catch let error as ImageError {
            return try refused(error)
        } catch let error as CompileError {
            return try refused(error)
        } catch let error as HTMLError {
            return try refused(error)
        } catch let error as HeaderError {
            return try refused(error)
        }
    }

    private func refused(_ error: some CustomStringConvertible) throws -> CompiledMessage? {
        guard error.description.count > 20 else { throw Finding(description: "an error says nothing: \(error)") }
        return nil
    }

    private func audit(_ compiled: CompiledMessage, isOurLayout: Bool) throws {
        for recipient in try [Self.recipient(name: nil), Self.recipient(name: Self.hostileName)] {
            let page = compiled.htmlPage(for: recipient)
            let audit = try PageAudit(page: page, classes: ["footer", "masthead"])
            if isOurLayout {
                guard audit.findings.isEmpty else { throw Finding(description: "\(audit.findings)") }
                guard audit.texts["footer"]?.contains("Unsubscribe") == true, audit.texts["masthead"]?.isEmpty == false
                else {
                    throw Finding(description: "the layout is damaged: \(page)")
                }
                guard compiled.textPart(for: recipient).contains(recipient.unsubscribeURL.description) else {
                    throw Finding(description: "the text part lost its footer")
                }
            }
            try WireAudit.check(try compiled.assemble(for: recipient).flat)
        }
    }

    private static let hostileName =
        "--=_fuzz\r\nBcc: x@example.com\r\n\r\n<script>alert(1)</script>\" onclick=\"x\u{E000}email\u{E001}\u{2028}\u{202E}"

    private static func recipient(name: String?) throws -> RecipientFields {
        var fields = RecipientFields(
            address: try EmailAddress("reader@example.net"),
            unsubscribeURL: try HeaderURI("https://news.example.org/u/k1.abc"),
            messageID: try MessageID(left: "x.1", domain: "example.org"), date: Timestamp(milliseconds: 0))
        fields.name = name
        fields.attributes = name.map { ["city": $0, "x": $0] } ?? [:]
        return fields
    }
}
