import Testing

@testable import Rendering

@Suite struct DirectiveTests {
    /// The blocks as letters: `p` for a paragraph, `{p|pp}` for columns, `t` for contents, `h` for raw HTML.
    private func shape(_ markdown: String) -> String { MarkdownParser.parse(markdown).blocks.map(Self.shape).joined() }

    private static func shape(_ block: Block) -> String {
        switch block {
        case .paragraph: "p"
        case .contents: "t"
        case .html: "h"
        case .columns(let columns):
            "{" + columns.columns.map { $0.map(shape).joined() }.joined(separator: "|") + "}"
        default: "(" + block.children.map(shape).joined() + ")"
        }
    }

    @Test(arguments: [
        ("<!-- columns -->\na\n<!-- column -->\nb\n<!-- /columns -->\nc", "{p|p}p"),
        ("a\n<!-- columns -->\n<!-- column -->\na\n\nb\n<!-- column -->\nc\n<!-- /columns -->", "p{pp|p}"),
        ("<!--COLUMNS-->\na\n<!--  Column  -->\nb", "{p|p}"),
        ("<!-- columns -->\na\n<!-- columns -->\nb\n<!-- /columns -->\nc", "{pp}p"),
        ("<!-- columns -->\n<!-- column -->\n<!-- /columns -->\na", "p"),
        ("<!-- column -->\na\n<!-- /columns -->\nb", "pp"),
        ("<!-- columns -->\n<!-- toc -->\n<!-- /columns -->", "{t}"),
        ("<!-- toc -->\na", "tp"),
        ("* <!-- columns -->\n  a\n  <!-- column -->\n  b\n* c", "({p|p}p)"),
        ("> <!-- columns -->\n> a\n\nb", "({p})p"),
        ("<!-- tocs -->", "h"),
        ("<!-- columns", "h"),
        ("<!-->", "h"),
        ("<div>\n<!-- toc -->\n</div>", "h"),
        ("`<!-- toc -->`", "p"),
    ])
    func commentsAskForWhatMarkdownHasNoWordsFor(markdown: String, expected: String) {
        #expect(shape(markdown) == expected)
    }

    @Test func columnsAreBoxesSideBySideWithoutSpaceBetween() {
        let html = HTMLWriter.fragment(MarkdownParser.parse("<!-- columns -->\na\n<!-- column -->\nb"))
        #expect(
            html == """
                <div class="columns columns-2"><div class="column">
                <p>a</p>
                </div><div class="column">
                <p>b</p>
                </div></div>

                """)
    }

    @Test(arguments: [
        ("> [!NOTE]\n> a", Callout.Kind.note, "Note", 1),
        ("> [!tip] Good to *know*\n> a\n>\n> b", .tip, "Good to know", 2),
        ("> [!IMPORTANT]\n>\n> * a", .important, "Important", 1),
        ("> [!WARNING]", .warning, "Warning", 0),
        ("> [!Caution]  \n> a", .caution, "Caution", 1),
    ])
    func quotesThatOpenWithAMarkAreCallouts(markdown: String, kind: Callout.Kind, title: String, blocks: Int) throws {
        guard case .callout(let callout)? = MarkdownParser.parse(markdown).blocks.first else {
            Testing.Issue.record("no callout")
            return
        }
        #expect(callout.kind == kind)
        #expect(callout.shownTitle.plainText == title)
        #expect(callout.blocks.count == blocks)
    }

    @Test(arguments: [
        "> [!HINT]\n> a", "> a\n> [!NOTE]", "> [NOTE]", "> \\[!NOTE", "> *[!NOTE]*", "> [!NOTE", "[!NOTE]",
    ])
    func otherQuotesStayQuotes(markdown: String) {
        let blocks = MarkdownParser.parse(markdown).blocks
        #expect(!blocks.contains { if case .callout = $0 { true } else { false } })
    }

    @Test(arguments: [
        ("[a](https://e.org \"button\")", 1),
        ("[a](https://e.org \"Button\")\n[b](https://e.org/b 'button')", 2),
        ("[**a**](https://e.org \"button\")", 1),
        ("Words [a](https://e.org \"button\")", 0),
        ("[a](https://e.org)", 0),
        ("[a](https://e.org \"buttons\")", 0),
        ("[](https://e.org \"button\")", 0),
    ])
    func linksTitledButtonThatStandAloneAreButtons(markdown: String, count: Int) {
        let buttons = MarkdownParser.parse(markdown).blocks.filter { if case .button = $0 { true } else { false } }
        #expect(buttons.count == count)
    }

    @Test func aButtonIsALinkInACell() {
        #expect(
            HTMLWriter.fragment(MarkdownParser.parse("[*Go* on](https://e.org/?c&d \"button\")")) == """
                <table class="button" role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td>\
                <a href="https://e.org/?c&amp;d"><em>Go</em> on</a>
                </td></tr></table>

                """)
    }
}
