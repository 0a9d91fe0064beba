/// One of the elements of GitHub-flavoured Markdown, or of ours.
struct ElementSample: CustomStringConvertible {
    let element: String
    /// For the table in docs/text-part.md: what the text part makes of it.
    let inText: String
    let markdown: String
    /// Whether the text says it in another order than the HTML.
    var isReordered = false

    var description: String { element }
}

/// Every section of the GFM specification, and what this program adds.
enum ElementSamples {
    static let all = blocks + containers + inlines + links + ours

    private static let long = "https://example.org/ink/notebook/2026/autumn/drying-times.html"

    private static let blocks = [
        ElementSample(
            element: "Paragraph", inText: "filled to 72 columns, flowing (a space at the line's end)",
            markdown: """
                The winter workshop is open again, because two people
                gave their places back; you find the details below.

                See you there.
                """),
        ElementSample(
            element: "Heading", inText: "underlined with `=`, `-` or `~`, from the highest level to the lowest",
            markdown: "# News & notes\n\nText.\n\n## Ink\n\nMore text.\n\n#### Ferry *blue* #\n\nLast text."),
        ElementSample(
            element: "Setext heading", inText: "the same",
            markdown: "Drying\ntimes\n======\n\nText.\n\nInk\n---\n\nText."),
        ElementSample(element: "Rule", inText: "`* * *` in the middle", markdown: "Before.\n\n***\n\nAfter."),
        ElementSample(
            element: "Code block", inText: "indented by four columns, never wrapped",
            markdown: "    size: 12 pt on 14\n\n      measure: 24 picas"),
        ElementSample(
            element: "Fenced code block", inText: "the same; the language is not shown",
            markdown: "``` swift\nlet sheets = 12  // > 10 & < 20\n\tprint(sheets)\n```"),
        ElementSample(
            element: "Table", inText: "aligned columns; links are numbered",
            markdown: """
                | Ink           | Hours | Smudges  |
                |:--------------|------:|:--------:|
                | Harbour black |   0.8 | no       |
                | Ferry *blue*  |   4.0 | [a little](https://example.org/smudges) |
                """),
        ElementSample(
            element: "Wide table", inText: "one `Header: value` line for each cell",
            markdown: """
                | Ink | What the printers said about it |
                |---|---|
                | Harbour black | It dries within the hour on recycled paper, if the window is closed. |
                | Ferry blue | Lovely, and slow: wait for four hours before you stack the sheets. |
                """, isReordered: true),
        ElementSample(
            element: "Table from right to left", inText: "as a wide one: columns would change places",
            markdown: "| דיו | שעות |\n|---|---|\n| שחור | 0.8 |\n| כחול | 4.0 |", isReordered: true),
        ElementSample(
            element: "HTML block", inText: "as the Markdown that says the same",
            markdown: """
                <table><tr><td>Ada</td><td>Göteborg</td></tr><tr><td>Bruno</td><td>Porto</td></tr></table>

                <div>

                *Between* tags.

                </div>
                """),
        ElementSample(
            element: "Link reference definition", inText: "not shown; the links are",
            markdown: "[the rules]: https://example.org/rules 'House rules'\n\nRead [the rules] first."),
        ElementSample(element: "Blank lines and tabs", inText: "not shown", markdown: "  one\n\n\n\n- a\n\n\ttwo\n"),
    ]

    private static let containers = [
        ElementSample(
            element: "Quote", inText: "`> ` before each line, flowing",
            markdown: """
                > The trick is less oil and more patience: mix it the evening before, and let it
                stand under a wet cloth.
                >
                > -- from the *ledger*
                """),
        ElementSample(
            element: "Quote in a quote", inText: "`>> `",
            markdown: "> Sold?\n>\n> > Not *one*.\n> >\n> > > Two.\n>\n> No."),
        ElementSample(
            element: "List in a quote", inText: "the list behind the mark",
            markdown: "> Bring:\n>\n> 1. paper\n> 2. ink\n>    - black\n>    - blue"),
        ElementSample(
            element: "Bullet list", inText: "`* `, then `- `, by turns; lines hang",
            markdown: """
                * one sheet of paper for everybody who comes, cut to A4 or smaller, and dry
                  * inner
                    * innermost
                * last
                """),
        ElementSample(
            element: "Loose list", inText: "a blank line between the items",
            markdown: "- one\n\n  two\n\n- three\n\n      code\n\n- > four"),
        ElementSample(
            element: "Ordered list", inText: "its numbers, from where it starts, one below the other",
            markdown: "9. nine\n1. ten\n1. eleven\n\n<!-- -->\n\n3) three\n   1. one"),
        ElementSample(
            element: "Task list", inText: "`[x]` and `[ ]`",
            markdown: "- [x] apron\n- [ ] paper\n  - [x] blue\n- none"),
    ]

    private static let inlines = [
        ElementSample(
            element: "Emphasis", inText: "`_words_`, `*words*` for strong, `~words~` for struck out",
            markdown: "*one* _two_ **three** __four__ ***five*** ~~six~~ ~seven~ inter*word*ed, 2*3*4"),
        ElementSample(
            element: "Code span", inText: "in backticks", markdown: "Send `text.txt` or ``a `tick` b``."),
        ElementSample(
            element: "Backslash escape", inText: "the character", markdown: ##"\*not emphasis\* \# 1\. \[no link\]"##),
        ElementSample(
            element: "Character reference", inText: "the character",
            markdown: "&copy; 2026 Ink &amp; Paper &#x2014; &frac34; &auml; &nbsp;x"),
        ElementSample(
            element: "Hard line break", inText: "a line that does not flow", markdown: "Ines  \nBo\\\nMarit<br>Ada"),
        ElementSample(element: "Soft line break", inText: "a space", markdown: "Ines\nand\nBo"),
        ElementSample(
            element: "Raw HTML", inText: "as the Markdown that says the same; scripts and styles go",
            markdown: """
                H<sub>2</sub>O, 10<sup>3</sup>, <b>bold</b>, <q>quoted</q>\
                <!-- note --><script>alert(1)</script>
                """),
        ElementSample(
            element: "Merge field", inText: "the reader's value; lines are filled for one of 20 columns",
            markdown: "Dear {{name | \"reader\"}},"),
        ElementSample(
            element: "East Asian text",
            inText: "filled by display width; no line begins with a closing mark; does not flow",
            markdown: """
                印刷所の冬のワークショップは、二人がキャンセルしたため、再び空きがあります。詳しくは下の表をご覧ください。\
                「紙を持ってきてください」とイネスは言いました。
                """),
        ElementSample(
            element: "Right-to-left text", inText: "as it is; strokes below headings run the same way",
            markdown: "# חדר הדפוס\n\nסדנת החורף פתוחה שוב, כי שני אנשים ויתרו על מקומותיהם: <https://example.org>."),
        ElementSample(
            element: "Emoji", inText: "two columns each",
            markdown: "| 👩‍👩‍👧‍👦 | 🇸🇪 |\n|---|---|\n| 👍🏽 | ❤️ |\n| a | b |"),
    ]

    private static let links = [
        ElementSample(
            element: "Short link", inText: "behind its words, up to 40 columns",
            markdown: "Read the [house rules](https://example.org/rules \"Four of them\")."),
        ElementSample(
            element: "Long link", inText: "numbered, listed at the end of its section",
            markdown: "See [the notebook](\(long)) and\n[again](\(long)).\n\n# Next\n\n"
                + "The [series](\(long)?all=1 \"All\")."),
        ElementSample(
            element: "Link in a heading", inText: "numbered", markdown: "## [Ink](https://example.org/ink)\n\nText."),
        ElementSample(
            element: "Autolink", inText: "the address",
            markdown: "<https://example.org/a?b=c&d> https://example.org/x, www.example.org. <ink@example.org> "
                + "b@example.org"),
        ElementSample(
            element: "Image", inText: "`[Image: its alternative text]` and where it is",
            markdown: "![Blue paper on a line](https://example.org/line.jpg \"Sunday\")\n\n"
                + "The ![ferry](https://example.org/f.png) sails."),
        ElementSample(
            element: "Linked image", inText: "both addresses",
            markdown: "[![Open](https://example.org/o.png)](https://example.org/open)"),
        ElementSample(
            element: "Footnote", inText: "`[^1]`; the notes stand at the end, behind a stroke",
            markdown: "Dry.[^a] Old.[^b] Dry.[^a]\n\n[^a]: Touch dry: a *finger* leaves no mark.\n\n    Wait.\n"
                + "[^b]: See [hours](https://example.org/hours)."),
    ]

    private static let ours = [
        ElementSample(
            element: "Call-out", inText: "the title in capitals, a bar before each line",
            markdown: "> [!WARNING]\n> The press is **hot**.\n\n> [!TIP] For {{name | \"you\"}}\n> Oil it."),
        ElementSample(
            element: "Button", inText: "the words, a colon, and the address on a line of its own",
            markdown: "[Save a seat](https://example.org/seats \"button\")"),
        ElementSample(
            element: "Columns", inText: "one below the other",
            markdown: "<!-- columns -->\n\nLeft.\n\n- a\n\n<!-- column -->\n\nRight.\n\n<!-- /columns -->"),
        ElementSample(
            element: "Contents", inText: "a list of the headings",
            markdown: "# Title\n\n<!-- toc -->\n\n## Ink\n\nText.\n\n## Paper\n\n### Rag\n\nText."),
    ]
}
