import Foundation
import Mail
import Mutation
import Testing

@testable import Rendering

/// Sections of the text that only some readers get.
@Suite struct SectionTests {
    private static func message(_ markdown: String) throws -> CompiledMessage {
        let issue = try IssueParser.parse(Array(markdown.utf8), path: "a.md")
        return try LayoutFixture.compile(issue.messageContent(images: .none))
    }

    private static func reader(_ attributes: [String: String]) throws -> RecipientFields {
        var reader = try LayoutFixture.recipient()
        reader.attributes = attributes
        return reader
    }

    @Test(
        arguments: [
            ("Hi{{#city}} in {{city}}{{/city}}!", ["city": "Rome"], "Hi in Rome!"),
            ("Hi{{#city}} in {{city}}{{/city}}!", [:], "Hi!"),
            ("a{{^city}} nowhere{{/city}}", [:], "a nowhere"),
            ("a{{^city}} nowhere{{/city}}", ["city": "Rome"], "a"),
            ("a{{#plan == \"pro\"}} b{{/plan}}", ["plan": " PRO "], "a b"),
            ("a{{#plan == \"pro\"}} b{{/plan}}", ["plan": "free"], "a"),
            ("a{{#member}} b{{/member}}", ["member": "no"], "a"),
            ("a{{#x}} b{{#y}} c{{/y}}{{/x}}", ["x": "1"], "a b"),
            ("a{{#x}} b{{#y}} c{{/y}}{{/x}}", ["y": "1"], "a"),
        ] as [(String, [String: String], String)])
    func readersGetWhatIsForThem(text: String, attributes: [String: String], shown: String) throws {
        let message = try Self.message("---\nsubject: 'S \(text)'\n---\nWords first.\n\n\(text)")
        let reader = try Self.reader(attributes)
        #expect(message.subject(for: reader) == "S \(shown)")
        #expect(message.textPart(for: reader).contains("\n\(shown)\n"))
        #expect(message.htmlPage(for: reader).contains(">\(shown)</p>"))
    }

    @Test(.enabled(if: PythonReader.isAvailable)) func wholeBlocksComeAndGo() throws {
        let message = try Self.message(
            """
            ---
            subject: S
            ---
            Before.

            {{#city}}
            ## Events in {{city}}

            * [one](https://mailer.dev/a/rather/long/url/that/would/be/numbered/in/text)
            * two
            {{/city}}

            * always
            {{#pro}}
            * for pros
            {{/pro}}
            * at the end
            """)
        let cases: [[String: String]] = [[:], ["city": "Rome"], ["pro": "yes"], ["city": "Rome", "pro": "yes"]]
        let read = try PythonReader.read(cases.map { try message.assemble(for: Self.reader($0)).flat })
        for (attributes, part) in zip(cases, read) {
            #expect(part.defects == [] && part.htmlErrors == [])
            // Lines break anywhere, and the last words of a heading are held together.
            for part in [part.text, part.html] {
                let text = part.replacing("&nbsp;", with: " ").split(whereSeparator: \.isWhitespace).joined(
                    separator: " ")
                #expect(text.contains("Events in Rome") == (attributes["city"] != nil))
                #expect(text.contains("mailer.dev") == (attributes["city"] != nil))
                #expect(text.contains("for pros") == (attributes["pro"] != nil))
                #expect(text.contains("always") && text.contains("at the end"))
            }
            let reader = try Self.reader(attributes)
            #expect(part.html == message.htmlPage(for: reader) && part.text == message.textPart(for: reader))
        }
    }

    /// Whatever comes and goes, lines stay within what RFC 2045 allows.
    @Test func encodedLinesStayShort() throws {
        var random = SeededMutation(seed: 11)
        let pieces = ["{{#a}}", "{{/a}}", "{{^b}}", "{{/b}}", "{{c}}", " word", "\n\n", "= ä 😀", ".", "**x**", "\n* y"]
        for _ in 0..<200 {
            let text = (0..<30).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            // A section across raw HTML is refused; there is none here.
            let message = try Self.message("---\nsubject: S\n---\n\(text)")
            for attributes in [
                [:], ["a": "1"], ["b": "1"], ["a": "1", "b": "1", "c": String(repeating: "ä=", count: 99)],
            ] {
                let bytes = try message.assemble(for: Self.reader(attributes)).flat
                let lines = bytes.string.components(separatedBy: "\r\n").filter { !$0.hasPrefix(" <https://") }
                #expect(lines.allSatisfy { $0.utf8.count <= 78 }, "\(text)")
            }
        }
    }

    @Test(arguments: [
        "a **{{#x}}b** c{{/x}}", "{{#x}}\na", "> {{#x}} a\n\nb {{/x}}", "* {{#x}}a\n* b{{/x}}",
        "<!-- columns -->\n{{#x}}\na\n<!-- column -->\n{{/x}}\nb\n<!-- /columns -->",
    ])
    func aSectionAcrossElementsIsAnErrorAndStaysText(text: String) throws {
        let issue = try IssueParser.parse(Array("Title\n\n\(text)".utf8), path: "a.md")
        #expect(IssueChecker.check(issue).contains { $0.ruleID == "section-not-closed" && $0.severity == .error })
        let message = try LayoutFixture.compile(issue.messageContent(images: .none))
        #expect(try message.textPart(for: Self.reader([:])).contains("{{"))
    }

    @Test func aSectionThatWouldTearRawHTMLIsRefused() {
        #expect(throws: CompileError.brokenSection("{{#x}}")) {
            try Self.message("Title\n\n<div>{{#x}}<script>{{/x}}</script></div>")
        }
    }

    @Test(arguments: ["{{#x}}javascript:{{/x}}alert(1)", "java{{#x}}script:alert(1){{/x}}"])
    func noSchemeComesTogetherFromSections(url: String) throws {
        let page = try Self.message("Title\n\n<a href=\"\(url)\">a</a>").htmlPage(for: Self.reader(["x": "1"]))
        #expect(!page.contains("script:"))
    }

    @Test func codeKeepsItsBraces() throws {
        let text = try Self.message("Title\n\n```\n{{#x}}\na\n{{/x}}\n```\n\n`{{#y}}`").textPart(for: Self.reader([:]))
        #expect(text.contains("{{#x}}") && text.contains("{{/x}}") && text.contains("`{{#y}}`"))
    }

    @Test func whoLacksAValueIsFound() throws {
        let message = try Self.message("Title\n\n{{name}} {{city | \"x\"}} {{#plan}}{{seat}}{{/plan}}")
        var survey = ReaderSurvey(message)
        #expect(survey.attributeNames == ["city", "plan", "seat"])
        survey.add(reader: "a@b.c", name: "Ann", values: [:])
        survey.add(reader: "b@b.c", name: " ", values: ["plan": "no"])
        survey.add(reader: "c@b.c", name: "Cy", values: ["plan": "pro"])
        survey.add(reader: "d@b.c", name: "Di", values: ["plan": "pro", "seat": "4"])
        #expect(survey.report == ["b@b.c: no 'name'", "c@b.c: no 'seat'"])
        #expect(survey.gapCount == 2 && survey.readerCount == 4)
    }
}
