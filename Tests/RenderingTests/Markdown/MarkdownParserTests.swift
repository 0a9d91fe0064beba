import Testing

@testable import Rendering

@Suite struct MarkdownParserTests {
    private let name = MergeField("name").placeholder

    @Test func blocksKnowTheirLines() {
        let document = MarkdownParser.parse(
            "a\n\n# b\n\n* c\n\n> d\n\n---\n\n```\ne\n```\n\n<p>f\n\n|g|\n|-|\n", firstLine: 10)
        #expect(document.blocks.map(\.line) == [10, 12, 14, 16, 18, 20, 24, 26])
    }

    @Test func linksAndImagesKnowTheirLines() {
        let document = MarkdownParser.parse("a\nb [c](d)\n![e](f)\n\n* [g](h)\n", firstLine: 5)
        var lines: [Int] = []
        document.forEachInline { inline in
            switch inline {
            case .link(let link): lines.append(link.line)
            case .image(let image): lines.append(image.line)
            default: break
            }
        }
        #expect(lines == [6, 7, 9])
    }

    @Test(arguments: [
        ("Dear {{name}},", "Dear \u{E000}name\u{E001},"),
        ("*{{name}}*", "\u{E000}name\u{E001}"),
        ("{{ name | \"a *b* | [c](d)\" }}", "\u{E000}name|a *b* | [c](d)\u{E001}"),
        ("a_{{name}}_b", "a_\u{E000}name\u{E001}_b"),
        ("\\{{name}}", "{{name}}"),
        ("{{First Name}}", "{{First Name}}"),
        ("typed \u{E000}name\u{E001} by hand", "typed name by hand"),
    ])
    func mergeFieldsInText(markdown: String, words: String) {
        let blocks = MarkdownParser.parse(markdown).blocks
        guard case .paragraph(let content, _)? = blocks.first else { return #expect(Bool(false), "no paragraph") }
        #expect(content.plainText == words)
    }

    @Test(arguments: ["`{{name}}`", "```\n{{name}}\n```", "    {{name}}", "``{{ name | \"x\" }}``"])
    func mergeFieldsInCodeStayAsWritten(markdown: String) {
        let document = MarkdownParser.parse(markdown)
        #expect(document.braces.isEmpty)
        #expect(HTMLWriter.fragment(document).contains("{{"))
        #expect(HTMLWriter.fragment(document).mergeFields.isEmpty)
    }

    @Test func mergeFieldsInTablesLinksImagesAndHTML() {
        let markdown = "| {{a | \"x|y\"}} |\n|---|\n\n[t](https://e.org/{{b}}) ![{{c}}](d) <i>{{e}}</i>"
        let document = MarkdownParser.parse(markdown)
        let names = document.braces.compactMap { use -> String? in
            guard case .field(let field) = use.meaning else { return nil }
            return field.name
        }
        #expect(names == ["a", "b", "c", "e"])
        #expect(document.braces.map(\.line) == [1, 4, 4, 4])
        #expect(HTMLWriter.fragment(document).mergeFields.map(\.name) == ["a", "b", "c", "e"])
    }

    @Test func bracesThatAreNoFieldAreReportedWithTheirLine() {
        let document = MarkdownParser.parse("a\n\n{{First Name}} `{{Code}}`")
        #expect(document.braces == [BraceUse(meaning: .literal("{{First Name}}"), line: 3)])
    }

    /// The parser's table of special characters is shared by the whole process.
    @Test func parsesAtTheSameTimeAgree() async {
        let markdown = "~~a~~ https://e.org | b\n\n| c |\n|---|\n| ~d~ |\n"
        let expected = MarkdownParser.parse(markdown)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<50).allSatisfy { _ in MarkdownParser.parse(markdown) == expected } }
            }
            for await agrees in group { #expect(agrees) }
        }
    }

    @Test(arguments: [
        String(repeating: ">", count: 5_000) + " deep",
        String(repeating: "- ", count: 3_000) + "deep",
        String(repeating: "*a ", count: 200) + "deep" + String(repeating: "*", count: 200),
        (0..<300).map { String(repeating: "  ", count: $0) + "* item" }.joined(separator: "\n") + " deep",
    ])
    func deepNestingLosesStructureButNotWords(markdown: String) {
        let document = MarkdownParser.parse(markdown)
        #expect(HTMLWriter.fragment(document).contains("deep"))
        #expect(TextWriter.text(document).contains("deep"))
    }

    @Test func nulBytesAndStrayMarkersDoNoHarm() {
        let document = MarkdownParser.parse("a\u{0}b \u{E001}c\u{E000}")
        #expect(document.blocks == [.paragraph([.text("a\u{FFFD}b c")], line: 1)])
    }
}
