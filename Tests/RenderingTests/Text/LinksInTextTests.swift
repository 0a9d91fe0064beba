import Testing

@testable import Rendering

@Suite struct LinksInTextTests {
    /// What the HTML part links to, as it is sent; raw HTML's URLs as browsers encode them.
    private func targets(_ document: MarkdownDocument) throws -> [String] {
        let nodes = Sanitiser.sanitise(try HTMLParser.fragment(HTMLWriter.fragment(document)))
        return nodes.flatMap(targets).filter { !$0.hasPrefix("#") }.map {
            LinkTarget.encoded(LinkPolicy.encodingFields(in: $0))
        }
    }

    private func targets(_ node: DOMNode) -> [String] {
        guard case .element(let element) = node else { return [] }
        let own = [element[attribute: "href"], element[attribute: "src"]].compactMap(\.self)
        return own + element.children.flatMap(targets)
    }

    @Test(arguments: 1...150)
    func everyLinkOfTheHTMLIsInTheText(seed: Int) throws {
        var random = RandomMarkdown(seed: seed)
        let markdown = random.document()
        let document = MarkdownParser.parse(markdown)
        let text = TextWriter.text(document)
        for target in try targets(document) {
            #expect(text.contains(target), "\(target) is missing in the text of:\n\(markdown)")
        }
    }

    @Test func theCorpusHasLinksOfEveryKind() throws {
        let all = try (1...150).flatMap { seed in
            var random = RandomMarkdown(seed: seed)
            return try targets(MarkdownParser.parse(random.document()))
        }
        #expect(all.count > 1_000)
        #expect(all.contains { $0.displayWidth > 78 } && all.contains { !$0.mergeFields.isEmpty })
    }

    @Test(arguments: 1...150)
    func onlyURLsGoBeyond78Columns(seed: Int) {
        var random = RandomMarkdown(seed: seed)
        let lines = TextWriter.text(MarkdownParser.parse(random.document())).split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.displayWidth <= 78 || $0.contains("https://") })
        #expect(lines.allSatisfy { !$0.hasSuffix("  ") })
    }
}
