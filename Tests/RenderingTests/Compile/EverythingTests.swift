import Foundation
import Mail
import Testing

@testable import Rendering

/// An issue with one of everything, in each template: what readers' programs and eyes need of it.
@Suite struct EverythingTests {
    static let templates = ["letter", "digest", "announcement"]

    private func source() throws -> String {
        String(decoding: try IssueFile.read(path), as: UTF8.self)
    }

    private let path = LayoutFixture.path("docs/pictures/everything.md")

    private func compile(_ source: String, template: String) throws -> CompiledMessage {
        let issue = try IssueParser.parse(Array(source.utf8), path: path)
        let images = try IssueImages(issue, settings: ImageSettings())
        return try LayoutFixture.compiler(template: template)
            .compile(issue.messageContent(images: images), boundary: MIMEBoundary(token: "all"))
    }

    @Test(.enabled(if: PythonReader.isAvailable), arguments: templates)
    func aConformanceParserFindsNoErrorInIt(template: String) throws {
        let compiled = try compile(try source(), template: template)
        let recipients = try [LayoutFixture.recipient(), LayoutFixture.recipient(name: nil)]
        let messages = try recipients.map { try compiled.assemble(for: $0).flat }
        for message in try PythonReader.read(messages) {
            #expect(message.htmlErrors == [])
            #expect(message.defects == [])
            #expect(message.structure.contains("image/png"))
        }
    }

    /// Gmail shows no more than 102 KB. The rest of the 25 KB is what the sample issues say.
    @Test(arguments: templates)
    func anIssueOf25KilobytesFitsWhatGmailShows(template: String) throws {
        var source = try source()
        let samples = try ["2026-w48", "2026-w47"].map { name in
            let issue = String(decoding: try IssueFile.read(LayoutFixture.path("issues/\(name).md")), as: UTF8.self)
            return issue.split(separator: "\n---\n").last.map(String.init) ?? issue
        }.joined(separator: "\n\n")
        var number = 0
        while source.utf8.count < 25_000 {
            number += 1
            source += "\n\n" + samples.replacing("[^", with: "[^\(number)").prefix(25_000 - source.utf8.count)
        }
        #expect(try compile(source, template: template).encodedHTMLSize <= 102 * 1024)
    }

    @Test(arguments: templates, [false, true])
    func everyWordIsSeenOnItsBackground(template: String, isDark: Bool) throws {
        let compiled = try compile(try source(), template: template)
        var page = try HTMLParser.page(compiled.htmlPage(for: LayoutFixture.recipient()))
        if isDark { page = Inliner(stylesheet: darkRules(of: page)).inline(page) }
        var audit = ContrastAudit()
        audit.read(page, ContrastAudit.Surroundings())
        #expect(audit.count > 100)
        #expect(audit.findings == [])
    }

    /// What the page's sheet says for dark mode, as a sheet for every mode.
    private func darkRules(of page: DOMElement) -> String {
        page.styleSheet.matches(of: /@media \(prefers-color-scheme: dark\) \{\n((?:  .*\n)+)\}/).map { String($0.1) }
            .joined()
    }
}

/// Goes through a page as a browser paints it: colours are inherited, backgrounds shine through.
private struct ContrastAudit {
    struct Surroundings {
        var colour = Colour(red: 0, green: 0, blue: 0)
        var background = Colour(red: 255, green: 255, blue: 255)
    }

    private(set) var findings: Set<String> = []
    /// Of texts that were looked at.
    private(set) var count = 0

    mutating func read(_ element: DOMElement, _ outer: Surroundings) {
        if ["head", "style", "title"].contains(element.name) { return }
        var own = outer
        if let background = element[attribute: "bgcolor"].flatMap({ Colour($0) }) { own.background = background }
        for declaration in CSSParser.declarations(element[attribute: "style"] ?? "") {
            switch declaration.property {
            case "display" where declaration.value == "none": return
            case "color": if let colour = Colour(declaration.value) { own.colour = colour }
            case "background-color": if let colour = Colour(declaration.value) { own.background = colour }
            default: break
            }
        }
        for child in element.children {
            switch child {
            case .element(let inner): read(inner, own)
            case .text(let text) where !text.trimmingWhiteSpace.isEmpty:
                count += 1
                let contrast = own.colour.contrast(with: own.background)
                if contrast < 4.5 { findings.insert("<\(element.name)> \(contrast): \(text.prefix(30))") }
            case .text, .comment: break
            }
        }
    }
}

extension DOMElement {
    fileprivate var styleSheet: String {
        children.map { child in
            switch child {
            case .text(let text): name == "style" ? text : ""
            case .element(let element): element.styleSheet
            case .comment: ""
            }
        }.joined()
    }
}
