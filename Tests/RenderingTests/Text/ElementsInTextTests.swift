import Foundation
import Testing

@testable import Rendering

@Suite struct ElementsInTextTests {
    private func isSubsequence(_ words: [String], of all: [String]) -> Bool {
        var rest = all[...]
        for word in words {
            guard let found = rest.firstIndex(of: word) else { return false }
            rest = rest[(found + 1)...]
        }
        return true
    }

    private func missing(_ words: [String], in all: [String]) -> [String] {
        var counts = Dictionary(all.map { ($0, 1) }, uniquingKeysWith: +)
        return words.filter { word in
            counts[word, default: 0] -= 1
            return counts[word, default: 0] < 0
        }
    }

    @Test(arguments: ElementSamples.all)
    func everyWordLinkAndNumberOfTheHTMLIsInTheText(sample: ElementSample) throws {
        let document = MarkdownParser.parse(sample.markdown)
        let seen = try VisibleWords(document)
        let text = FlowedReader.lines(TextWriter.text(document)).joined(separator: "\n")
        let written = VisibleWords.words(of: text)
        #expect(!seen.words.isEmpty)
        #expect(missing(seen.words + seen.titles, in: written) == [])
        #expect(sample.isReordered || isSubsequence(seen.words, of: written), "\(seen.words) in \(written)")
        for link in seen.links {
            #expect(text.contains(LinkPolicy.encodingFields(in: link).replacing("mailto:", with: "")))
        }
    }

    @Test(arguments: 1...150)
    func noWordOfARandomDocumentIsLost(seed: Int) throws {
        var random = RandomMarkdown(seed: seed)
        let document = MarkdownParser.parse(random.document())
        let seen = try VisibleWords(document)
        let written = VisibleWords.words(of: FlowedReader.lines(TextWriter.text(document)).joined(separator: "\n"))
        #expect(missing(seen.words + seen.titles, in: written) == [])
    }

    @Test func theSamplesHaveEachElementOnce() {
        let names = ElementSamples.all.map(\.element)
        #expect(Set(names).count == names.count)
    }

    /// The part of docs/text-part.md behind its mark is what this writes.
    @Test func theDocumentationShowsWhatIsWritten() throws {
        let file = LayoutFixture.root.appendingPathComponent("docs/text-part.md")
        let recorded = try String(contentsOf: file, encoding: .utf8)
        let mark = "<!-- written by ElementsInTextTests; remove what follows and run them to write it anew -->\n"
        let halves = recorded.components(separatedBy: mark)
        try #require(halves.count == 2, "docs/text-part.md lacks the line \(mark)")
        let page = "\n" + Self.table + Self.samples
        if halves[1].isEmpty {
            try (halves[0] + mark + page).write(to: file, atomically: true, encoding: .utf8)
            Issue.record("Recorded docs/text-part.md. Look at it, then run the tests again.")
        }
        #expect(halves[1].isEmpty || halves[1] == page)
    }

    private static var table: String {
        let rows = ElementSamples.all.map { "| [\($0.element)](#\(anchor($0))) | \($0.inText) |" }
        return (["| element | in the text part |", "|---|---|"] + rows).joined(separator: "\n") + "\n"
    }

    private static func anchor(_ sample: ElementSample) -> String {
        sample.element.lowercased().replacing(" ", with: "-")
    }

    /// Fences longer than any inside, so that nothing ends them early; a dot for the space at a line's end, which
    /// nobody would see.
    private static var samples: String {
        ElementSamples.all.map { sample in
            let text = TextWriter.text(MarkdownParser.parse(sample.markdown))
                .fillingMergeFields { "{{\($0.name)\($0.fallback.map { " | \"\($0)\"" } ?? "")}}" }
                .replacing(" \n", with: "·\n")
            let markdown = sample.markdown.replacing("\t", with: "    ").replacing("  \n", with: "··\n")
            return "\n## \(sample.element)\n\n````markdown\n\(markdown)\n````\n\n````text\n\(text)````\n"
        }.joined()
    }
}
