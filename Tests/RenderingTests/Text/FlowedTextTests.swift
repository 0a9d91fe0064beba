import Testing

@testable import Rendering

@Suite struct FlowedTextTests {
    private func text(_ markdown: String) -> String { TextWriter.text(MarkdownParser.parse(markdown)) }

    private static let words = Array(repeating: "wordword", count: 20).joined(separator: " ")

    @Test(arguments: [
        words, "> \(words)", "> > \(words)", "\(words)\n\n\(words)", "> \(words)\n>\n> \(words)",
        "\(words)  \nsecond line", "- \(words) http://example.org/\(words.replacing(" ", with: "/"))",
    ])
    func readersThatKnowTheFormatGetWholeParagraphs(markdown: String) {
        let lines = FlowedReader.lines(text(markdown)).filter { !$0.isEmpty && $0 != ">" && $0 != "> " }
        if markdown.hasPrefix("- ") {
            #expect(lines.count > 1)
        } else {
            let expected = markdown.split(separator: "\n").filter { $0 != ">" }.map {
                $0.replacing("> > ", with: ">> ").trimmingWhiteSpace
            }
            #expect(lines.map(\.trimmingWhiteSpace) == expected)
        }
    }

    @Test(arguments: [
        "- \(words)", "1. \(words)", "| \(words) | b |\n|---|---|\n| c | d |", "# \(words)", "> - \(words)",
        "> [!NOTE]\n> \(words)", "[^1]\n\n[^1]: \(words)", "```\n\(words) \n```",
        "漢字かな交じり文漢字かな交じり文漢字かな交じり文漢字かな交じり文漢字かな交じり文漢字かな交じり文",
    ])
    func whatStandsInColumnsDoesNotFlow(markdown: String) {
        #expect(!text(markdown).split(separator: "\n").contains { $0.hasSuffix(" ") }, "\(text(markdown))")
    }

    @Test func linesThatWouldBeReadAsSomethingElseGetASpace() {
        #expect(text("\\> no quote") == " > no quote\n")
        #expect(text("From Porto") == " From Porto\n")
        #expect(text("one\\\nFrom two\\\nthree") == "one\n From two\nthree\n")
        #expect(text("- a\n\n  b") == " * a\n\n   b\n")
        #expect(text("> \\> c") == "> > c\n")
        #expect(FlowedReader.lines(text("\\> no quote")) == ["> no quote", ""])
    }

    @Test func aSignatureSeparatorIsNeverMadeByWrapping() {
        let url = "https://example.org/" + String(repeating: "x", count: 80)
        #expect(text("-- <\(url)>") == "--\n\(url)\n")
    }

    @Test(arguments: [
        ("a  \nb", "a\nb"), ("-- \na", "-- \na"), ("  a\n> b\nFrom c", "   a\n > b\n From c"), ("", ""),
        ("a\r\nb ", "a\nb"),
    ])
    func textByOthersKeepsItsLines(text: String, expected: String) {
        #expect(FlowedText.fixed(text) == expected)
    }

    @Test(arguments: 1...150)
    func marksOfQuotesAreOnlyBeforeQuotes(seed: Int) {
        var random = RandomMarkdown(seed: seed)
        let document = MarkdownParser.parse(random.document())
        let hasQuote = document.blocks.contains { block in
            guard case .quote = block else { return false }
            return true
        }
        let depths = FlowedReader.paragraphs(TextWriter.text(document)).map(\.quoteDepth)
        #expect(hasQuote == depths.contains { $0 > 0 })
    }
}
