import Foundation
import Mail
import Testing

@testable import Rendering

@Suite struct IssueDraftTests {
    @Test(arguments: [
        ("2026-w49", "2026-w49", ""),
        ("The press is back", "2026-11-23-the-press-is-back", "The press is back"),
        ("  Größe &  \n Ärger ", "2026-11-23-größe-ärger", "Größe & Ärger"),
        ("Été à Orléans", "2026-11-23-ete-a-orleans", "Été à Orléans"),
        ("Launch", "2026-11-23-launch", "Launch"),
        ("新聞 一", "2026-11-23-新聞-一", "新聞 一"),
        ("新聞", "新聞", ""), ("!?", "2026-11-23", "!?"),
        ("../etc/passwd", "2026-11-23--etc-passwd", "../etc/passwd"),
        ("", "", ""),
    ])
    func wordsAreASlugOrATitle(words: String, slug: String, subject: String) {
        let draft = IssueDraft(words, date: "2026-11-23")
        #expect(draft.slug == slug)
        #expect(draft.subject == subject)
    }

    @Test(
        arguments: TemplateFiles.names(in: [LayoutFixture.templates]),
        ["2026-w49", "Say \"yes\": a \\ path # {{name}}"])
    func everyTemplatesDraftIsAnIssue(template: String, words: String) throws {
        let draft = IssueDraft(words, date: "2026-11-23")
        let text = try draft.text(from: TemplateFiles.find(template, in: [LayoutFixture.templates]))
        #expect(!text.contains("<<"))
        let issue = try IssueParser.parse(Array(text.utf8), path: "issues/x.md")
        #expect(issue.template == template)
        #expect(issue.date == "2026-11-23")
        #expect(issue.subject == BraceSyntax.replacingFields(in: draft.subject).text)
        #expect(issue.source.keys.map(\.name) == ["subject", "preheader", "date", "template"])
        let compiled = try LayoutFixture.compiler(template: template).compile(
            issue.messageContent.withSubject("x"), boundary: .init(token: "x"))
        #expect(compiled.textPart.count > 100)
    }

    @Test func aTemplateWithoutADraftIsAnError() throws {
        let directory = try TemplateDirectory(html: "x", text: "x", css: "")
        defer { directory.remove() }
        #expect(throws: TemplateError.self) {
            try IssueDraft("a", date: "2026-11-23").text(from: .read(directory: directory.path))
        }
    }
}

extension MessageContent {
    fileprivate func withSubject(_ subject: String) -> MessageContent {
        var content = self
        content.subject = subject
        return content
    }
}
