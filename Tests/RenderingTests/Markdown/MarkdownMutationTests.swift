import Mutation
import Testing

@testable import Rendering

@Suite struct MarkdownMutationTests {
    private static let source = """
        # A {{name | "reader"}}

        *em* **strong** ~~gone~~ `code {{x}}` [link](https://example.org "t") ![alt](b.png)

        > quote
        lazy

        * item
          1. inner
        - [x] task

        | a | b |
        |:--|--:|
        | 1 | 2[^n] |

        <div><a href="https://example.org/raw">raw</a><img src=x></div>

        ```swift
        code
        ```

        [^n]: note
        """

    private static let tokens = [
        "\n\n", "\n    ", "> ", "* ", "1) ", "|", "|-|\n", "**", "_", "~~", "`", "```\n", "[", "](", "![", "[^n]",
        "<a href='",
        "<div>", "</div>", "<!--", "<table><tr>", "<pre>", "{{", "}}", "{{name}}", "{{#a}}", "{{/a}}", "\n{{^a}}\n",
        "\n{{/a}}\n", "\\", "&#0;", "&amp", "\u{E000}",
        "\u{E001}",
        "\u{0}", "\r", "\t", "漢", "\u{301}", "http://", "www.", "a@b.c", "---\n", "===\n", "\u{2028}",
    ]

    @Test(arguments: 1...300)
    func damagedMarkdownIsStillWritten(seed: Int) {
        var random = SeededMutation(seed: seed)
        let source = random.mutate(Self.source, times: 30, tokens: Self.tokens)
        let document = MarkdownParser.parse(source)
        for output in [HTMLWriter.fragment(document), TextWriter.text(document)] {
            // Every marker belongs to a placeholder: reading and writing the fields changes nothing.
            #expect(output.mergePieces.map(\.placeholder).joined() == output)
            #expect(SectionBalance.firstBroken(in: output) == nil, "\(source)")
            #expect(output.mergeFields.allSatisfy { Int($0.name) == nil })
        }
    }

    @Test(arguments: 1...100)
    func linesOfDamagedMarkdownFit(seed: Int) {
        var random = SeededMutation(seed: seed)
        let source = random.mutate(Self.source, times: 30, tokens: Self.tokens)
        for line in TextWriter.text(MarkdownParser.parse(source)).split(separator: "\n").map(String.init) {
            #expect(line.displayWidth <= 78 || line.contains("//") || line.contains("@"), "\(line)")
        }
    }
}
