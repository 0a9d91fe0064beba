import Testing

@testable import Rendering

@Suite struct OutlineTests {
    @Test(arguments: [
        ("", []),
        ("# a", [1]),
        ("### a", [1]),
        ("# a\n### b\n### c", [1, 2, 2]),
        ("# a\n### b\n##### c\n### d", [1, 2, 3, 2]),
        ("# a\n### b\n## c\n### d", [1, 2, 2, 3]),
        ("## a\n# b\n## c", [1, 1, 2]),
        ("# a\n> #### b\n\n* ## c\n\n### d", [1, 2, 2, 3]),
        ("# a\n## b\n### c\n#### d\n##### e\n###### f", [1, 2, 3, 4, 5, 6]),
        ("# a\n\nx[^1]\n\n[^1]:\n    ### b", [1, 2]),
    ])
    func levelsFollowOneUponTheOther(markdown: String, levels: [Int]) {
        #expect(Outline(MarkdownParser.parse(markdown)).entries.map(\.level) == levels)
    }

    @Test(arguments: [
        ("", []),
        ("# Title", []),
        ("# Title\n## One\n### Inner\n## Two", ["One", "Inner", "Two"]),
        ("# Title\n#### One\n##### Inner\n###### Deeper\n#### Two", ["One", "Inner", "Two"]),
        ("# One\n## Inner\n# Two", ["One", "Inner", "Two"]),
        ("## One\n## Two", ["One", "Two"]),
        ("# Title\n## *One* [link](https://e.org) `code`\n## \n## Two", ["One link code", "Two"]),
    ])
    func contentsAreSectionsAndSubsections(markdown: String, words: [String]) {
        let contents = MarkdownParser.parse(markdown).contents
        let blocks = contents?.items.flatMap(\.blocks).flatMap { [$0] + $0.children } ?? []
        let found = blocks.compactMap { block -> String? in
            guard case .paragraph(let content, _) = block else { return nil }
            return content.plainText
        }
        #expect(found == words)
    }

    @Test func contentsLeadToTheHeadings() {
        let html = HTMLWriter.fragment(MarkdownParser.parse("# T\n<!-- toc -->\n## Same\n### In\n## Same"))
        #expect(
            html == """
                <h1 id="t">T</h1>
                <div class="contents"><ul>
                <li><a href="#same">Same</a>
                <ul>
                <li><a href="#in">In</a></li>
                </ul>
                </li>
                <li><a href="#same-1">Same</a></li>
                </ul>
                </div>
                <h2 id="same">Same</h2>
                <h3 id="in">In</h3>
                <h2 id="same-1">Same</h2>

                """)
    }
}
