import Testing

@testable import Rendering

@Suite struct TextWriterTests {
    private func text(_ markdown: String) -> String { TextWriter.text(MarkdownParser.parse(markdown)) }

    @Test(arguments: [
        ("", ""),
        ("one\ntwo", "one two\n"),
        ("one  \ntwo", "one\ntwo\n"),
        ("*a* **b** ~~c~~ `d`", "_a_ *b* ~c~ `d`\n"),
        ("a\n\n***\n\nb", "a\n\n" + String(repeating: " ", count: 34) + "* * *\n\nb\n"),
        ("&copy; 1 &lt; 2", "© 1 < 2\n"),
        ("> a\nb\n>\n> > c", "> a b\n>\n>> c\n"),
        ("    a\n\n    \tb", "     a\n\n         b\n"),
        (
            "a[^x] b[^y].\n\n[^x]: X\n[^y]: Y\n\n    more",
            "a[^1] b[^2].\n\n------------\n [^1] X\n [^2] Y\n\n      more\n"
        ),
    ])
    func ordinaryMarkdown(markdown: String, expected: String) {
        #expect(text(markdown) == expected)
    }

    @Test(arguments: [
        ("# A\n\nb\n\n## C\n\nd", "A\n=\n\nb\n\n\nC\n-\n\nd\n"),
        ("### A\n\n### B", "A\n=\n\n\nB\n=\n"),
        ("# A\n\n#### B\n\n###### C", "A\n=\n\n\nB\n-\n\n\nC\n~\n"),
        ("# 漢字", "漢字\n====\n"),
        ("#", ""),
    ])
    func headingsAreUnderlined(markdown: String, expected: String) {
        #expect(text(markdown) == expected)
    }

    @Test(arguments: [
        ("* a\n* b", " * a\n * b\n"),
        ("* a\n\n* b", " * a\n\n * b\n"),
        ("* a\n  * b\n    * c\n\n  d", " * a\n\n   - b\n     * c\n\n   d\n"),
        ("9. a\n10. b", "  9. a\n 10. b\n"),
        ("- [ ] a\n- [x] b", " [ ] a\n [x] b\n"),
        ("1. [x] a", " 1. [x] a\n"),
        ("*\n* b", " *\n * b\n"),
        ("* > a\n* ```\n  b\n  ```", " * > a\n *     b\n"),
    ])
    func lists(markdown: String, expected: String) {
        #expect(text(markdown) == expected)
    }

    @Test func listItemsHang() {
        let words = Array(repeating: "word", count: 20).joined(separator: " ")
        #expect(
            text("1. \(words)").split(separator: "\n").map { $0.prefix(7) } == [" 1. wor", "    wor"])
    }

    @Test(arguments: [
        ("<https://e.org/>", "https://e.org/\n"),
        ("https://e.org/a, b", "https://e.org/a, b\n"),
        ("www.e.org", "http://www.e.org\n"),
        ("[e.org](https://e.org/)", "https://e.org/\n"),
        ("a@e.org", "a@e.org\n"),
        ("[write](mailto:a@e.org)", "write <a@e.org>\n"),
        ("[write](mailto:a@e.org?subject=x)", "write <mailto:a@e.org?subject=x>\n"),
        ("[a](https://e.org/)", "a <https://e.org/>\n"),
        ("[](https://e.org/)", "https://e.org/\n"),
        ("[a]()", "a\n"),
        ("[a](#b)", "a\n"),
        ("**[a](https://e.org/)**", "*a <https://e.org/>*\n"),
        ("**https://e.org/**", "https://e.org/\n"),
        ("[ä](https://e.org/ä)", "ä <https://e.org/%C3%A4>\n"),
        ("![a](https://e.org/b.jpg:large)", "[Image: a] <https://e.org/b.jpg:large>\n"),
        ("![](https://e.org/b)", "[Image] <https://e.org/b>\n"),
        ("x ![a](b)", "x [Image: a] <b>\n"),
        ("![a](data:image/png;base64,AAAA)", "[Image: a]\n"),
        ("[![a](b)](https://e.org)", "[Image: a] <b> <https://e.org>\n"),
    ])
    func linksAndImages(markdown: String, expected: String) {
        #expect(text(markdown) == expected)
    }

    @Test func longLinksAreNumberedPerSection() {
        let long = "https://example.org/" + String(repeating: "long/", count: 8)
        #expect(
            text("[a](\(long)1) [b](\(long)2) [a](\(long)1).\n\n# B\n\n[c](\(long)3)") == """
                a [1] b [2] a [1].

                [1] \(long)1
                [2] \(long)2


                B
                =

                c [3]

                [3] \(long)3

                """)
    }

    @Test func linksInHeadingsAreNumberedBelow() {
        #expect(text("# [a](https://e.org)\n\nb") == "a [1]\n=====\n\nb\n\n[1] https://e.org\n")
    }

    @Test func longImageURLStandsOnItsOwnLine() {
        let url = "https://example.org/" + String(repeating: "x", count: 60)
        #expect(text("![what it shows](\(url))") == "[Image: what it shows]\n\(url)\n")
    }

    @Test func tableIsAligned() {
        #expect(
            text("| a | right | 漢字 |\n|---|--:|:-:|\n| long cell | 1 | x |\n| | 22 | [l](https://e.org) |") == """
                 a          right  漢字
                 ---------  -----  -----
                 long cell      1    x
                               22  l [1]

                [1] https://e.org

                """)
    }

    @Test func tableThatIsTooWideHasALinePerCell() {
        let long = Array(repeating: "word", count: 18).joined(separator: " ")
        #expect(
            text("| A | B |\n|---|---|\n| 1 | \(long) |\n| | 2 |") == """
                 A: 1
                 B: \(Array(repeating: "word", count: 13).joined(separator: " "))
                   \(Array(repeating: "word", count: 5).joined(separator: " "))

                 B: 2

                """)
    }

    @Test func codeIsVerbatimAndNeverWrapped() {
        let long = Array(repeating: "word", count: 40).joined(separator: " ")
        #expect(text("```\n  a  b  \n\(long)\n```") == "       a  b\n     \(long)\n")
    }

    @Test func mergeFieldInAURLIsPercentEncodedForTheReader() {
        #expect(
            text("[a](https://e.org/?n={{name}})")
                == "a <https://e.org/?n=\(MergeField("name").percentEncoded.placeholder)>\n")
    }

    @Test func deepNestingLeavesRoomForWords() {
        let markdown = String(repeating: "> ", count: 30) + Array(repeating: "word", count: 60).joined(separator: " ")
        #expect(text(markdown).split(separator: "\n").allSatisfy { String($0).displayWidth <= 78 })
    }
}
