import Foundation
import Mail
import Testing

@testable import Rendering

@Suite struct MessageCompilerTests {
    @Test(.enabled(if: PythonReader.isAvailable)) func pythonReadsWhatWasWritten() throws {
        let compiled = try LayoutFixture.compile(LayoutFixture.content())
        let recipient = try LayoutFixture.recipient()
        let message = try #require(PythonReader.read([compiled.assemble(for: recipient).flat]).first)
        #expect(message.defects == [])
        #expect(message.htmlErrors == [])
        #expect(message.text == compiled.textPart(for: recipient))
        #expect(message.html == compiled.htmlPage(for: recipient))
        #expect(
            message.header.map { $0[0] } == [
                "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe",
                "List-Unsubscribe-Post", "List-Help", "Feedback-ID", "MIME-Version", "Content-Type",
            ])
        let fields = Dictionary(uniqueKeysWithValues: message.header.map { ($0[0], $0[1].trimmingSpaces) })
        #expect(fields["From"] == "Works on Ärm <news@example.org>")
        #expect(fields["To"] == "Jané Doe <jane@example.net>")
        #expect(fields["Reply-To"] == "\"Editor, the\" <editor@example.org>")
        #expect(fields["Subject"] == "Week 51: Käldström & Co.")
        #expect(fields["Date"] == "Mon, 18 Dec 2017 09:30:00 +0000")
        #expect(fields["List-Unsubscribe"] == "<\(recipient.unsubscribeURL)>")
        #expect(fields["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click")
        #expect(fields["Feedback-ID"] == "2017-w51:news.example.org:newsletter:example.org")
        #expect(fields["Content-Type"] == "multipart/alternative; boundary=\"=_w51\"")
    }

    @Test func wholeMessageIsAsRecorded() throws {
        let compiled = try LayoutFixture.compile(LayoutFixture.content())
        let message = try compiled.assemble(for: LayoutFixture.recipient()).flat
        let file = LayoutFixture.root.appendingPathComponent("Tests/Snapshots/Rendering/newsletter.eml")
        guard let recorded = FileManager.default.contents(atPath: file.path) else {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(message).write(to: file)
            Issue.record("Recorded \(file.path). Look at it, then run the tests again.")
            return
        }
        #expect(message.string == String(decoding: recorded, as: UTF8.self))
    }

    @Test func sameInputMakesTheSameBytes() throws {
        let first = try LayoutFixture.compile(LayoutFixture.content()).assemble(for: LayoutFixture.recipient()).flat
        let second = try LayoutFixture.compile(LayoutFixture.content()).assemble(for: LayoutFixture.recipient()).flat
        #expect(first == second)
    }

    @Test func partsHaveTheUnsubscribeLinkAndTheViewLinkOnlyIfOffered() throws {
        let boundary = try MIMEBoundary(token: "w51")
        let without = try LayoutFixture.compiler().compile(LayoutFixture.content(), boundary: boundary)
        let with = try LayoutFixture.compile(LayoutFixture.content())
        for part in [without.htmlPage, without.textPart] {
            #expect(part.mergeFields.contains(MergeField("unsubscribe_url")))
            #expect(!part.mergeFields.contains(MergeField("view_url")))
        }
        for part in [with.htmlPage, with.textPart] { #expect(part.mergeFields.contains(MergeField("view_url"))) }
    }

    @Test func aViewLinkThatNobodyHasIsRefused() throws {
        let content = LayoutFixture.content(text: MergeField("view_url").placeholder)
        #expect(throws: CompileError.noBrowserView) {
            try LayoutFixture.compiler().compile(content, boundary: MIMEBoundary(token: "w51"))
        }
    }

    @Test(arguments: ["", " ", "\n\t"])
    func anEmptySubjectIsRefused(subject: String) {
        #expect(throws: CompileError.emptySubject) {
            try LayoutFixture.compile(LayoutFixture.content(subject: subject))
        }
    }

    @Test(arguments: [
        "a\r\nBcc: x@y.z", "a\nb", "a\u{0}b", "a\u{2028}b", "a\nb \u{E000}name\u{E001}", "\u{E000}name|a\nb\u{E001}",
        "a \u{E000}#city\u{E001}b\u{0}\u{E000}/\u{E001}",
    ])
    func aSubjectWithControlCharactersIsRefused(subject: String) {
        #expect(throws: HeaderError.self) { try LayoutFixture.compile(LayoutFixture.content(subject: subject)) }
    }

    @Test func contentCannotBreakOutOfTheLayout() throws {
        let html = "</td></tr></table></body><p>first <b>bold<!-- <div><table><tr><td>open"
        let page = try LayoutFixture.compile(LayoutFixture.content(html: html)).htmlPage
        let document = try HTMLParser.page(page)
        #expect(document.first(withClass: "footer") != nil)
        #expect(document.first(withClass: "content").map { Serializer.fragment($0.children) }?.contains("bold") == true)
        #expect(document.first(withClass: "footer").map { Serializer.fragment($0.children) }?.contains("<b>") == false)
    }

    @Test func styleIsInlinedAndRulesForScreensStayInTheHead() throws {
        let page = try LayoutFixture.compile(LayoutFixture.content()).htmlPage
        #expect(page.contains("@media (prefers-color-scheme: dark)"))
        #expect(page.contains("@media (max-width: 620px)"))
        let document = try HTMLParser.page(page)
        #expect(document.first(withClass: "content")?[attribute: "style"]?.contains("line-height:1.55") == true)
    }

    @Test func fieldsSurviveTheLayoutUnchanged() throws {
        let page = try LayoutFixture.compile(LayoutFixture.content()).htmlPage
        let fields = page.mergeFields.map(\.unescapingMarkup)
        #expect(fields.contains(MergeField("city", fallback: "R&D <lab>")))
        #expect(fields.contains(MergeField("name", fallback: "reader", isPercentEncoded: true)))
        #expect(fields.filter { $0 == MergeField("name", fallback: "reader") }.count == 3)
        #expect(fields.filter { $0.name == "email" }.count == 1)
    }

    @Test func extraValuesReachTheTemplatesAndDoNotReplaceOurs() throws {
        let directory = try TemplateDirectory(
            html:
                "<body>{{author}}|{{newsletter}}|{{#tags}}{{.}},{{/tags}}|{{#draft}}d{{/draft}}|{{#place}}{{city}}{{/place}}|{{{content}}}",
            text: "{{author}}|{{newsletter}}\n{{{content}}}", css: "")
        defer { directory.remove() }
        var content = LayoutFixture.content(html: "<p>c</p>", text: "c")
        content.extra = [
            "author": .text("A & B"), "newsletter": .text("other"), "tags": .list([.text("x"), .text("y")]),
            "draft": .flag(true), "place": .table(["city": .text("Ulm")]),
        ]
        let identity = NewsletterIdentity(
            from: try Mailbox("news@example.org"),
            list: try ListIdentifier(title: nil, name: "l", domain: "example.org"),
            baseURL: try HeaderURI("https://example.org"))
        let compiler = MessageCompiler(templates: try MessageTemplates(directory: directory.path), identity: identity)
        let compiled = try compiler.compile(content, boundary: MIMEBoundary(token: "x"))
        #expect(compiled.htmlPage.contains("A &amp; B|example.org|x,y,|d|Ulm|<p>c</p>"))
        #expect(compiled.textPart == "A & B|example.org\nc\n")
    }

    @Test func encodedSizeIsThatOfTheHTMLPart() throws {
        let compiled = try LayoutFixture.compile(LayoutFixture.content())
        let plain = compiled.htmlPage.utf8.count
        #expect(compiled.encodedHTMLSize > plain * 9 / 10 && compiled.encodedHTMLSize < plain * 2)
    }
}

extension DOMElement {
    /// The first element with exactly this class.
    func first(withClass name: String) -> DOMElement? {
        if self[attribute: "class"] == name { return self }
        for case .element(let child) in children {
            if let found = child.first(withClass: name) { return found }
        }
        return nil
    }
}
