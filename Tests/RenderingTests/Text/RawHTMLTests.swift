import Testing

@testable import Rendering

@Suite struct RawHTMLTests {
    private func text(_ markdown: String) -> String { TextWriter.text(MarkdownParser.parse(markdown)) }

    @Test(arguments: [
        ("<img src=\"https://e.org/a.jpg:large\">", "[Image] <https://e.org/a.jpg:large>\n"),
        ("a <img src='https://e.org/a' alt='b &amp; c'> d", "a [Image: b & c] <https://e.org/a> d\n"),
        ("a <a href=\"https://e.org/?a=1&amp;b=2\">link</a>.", "a link <https://e.org/?a=1&b=2>.\n"),
        ("a<br>b<BR/>c", "a\nb\nc\n"),
        ("<b>a</b> <i>b</i> <s>c</s> <code>d</code> <q>e</q> <u>f</u>", "*a* _b_ ~c~ `d` “e” f\n"),
        ("<p>a</p><p>b\n  c</p>", "a\n\nb c\n"),
        ("<div>\n\n*a*\n\n</div>", "_a_\n"),
        ("<ul><li>a<li>b</ul>", " * a\n * b\n"),
        ("<ol start=3><li>a</li></ol>", " 3. a\n"),
        ("<blockquote>a</blockquote>", "> a\n"),
        ("<h2>a</h2>", "a\n=\n"),
        ("<pre>a\n  b</pre>", "     a\n       b\n"),
        ("<hr>", String(repeating: " ", count: 34) + "* * *\n"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a  b\n-  -\n1  2\n"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1  2\n"),
        ("<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>", "a\n\nb\n"),
        ("<!-- note -->\n\na <!-- note --> b", "a b\n"),
        ("<script>x</script>\n\n<style>y</style>\n\nb", "b\n"),
        ("&lt;b&gt; <b>&eacute;</b>", "<b> *é*\n"),
    ])
    func tagsGoAndWhatTheySayStays(markdown: String, expected: String) {
        #expect(text(markdown) == expected)
    }

    @Test(arguments: [
        "<a href=\"https://e.org/x\">open", "*a <a href=\"https://e.org/x\">b* c</a>",
        "<div><a href=\"https://e.org/x\"><p>a</p></a></div>", "# <a href='https://e.org/x'>a</a>",
        "| <a href='https://e.org/x'>a</a> |\n|---|", "<a href=https://e.org/x></a>",
        "a[^1]\n\n[^1]: <a href='https://e.org/x'>a</a>",
    ])
    func linksSurviveBadNesting(markdown: String) {
        #expect(text(markdown).contains("https://e.org/x"))
    }

    @Test func footnotesSurviveBesideRawHTML() {
        #expect(text("a[^1] <b>c</b>\n\n[^1]: d") == "a[^1] *c*\n\n------------\n [^1] d\n")
    }

    @Test func mergeFieldsSurvive() {
        #expect(text("<b>{{name | \"R&D\"}}</b>") == "*\(MergeField("name", fallback: "R&D").placeholder)*\n")
    }

    @Test func whatTheSanitiserRemovesIsNotInTheText() {
        #expect(text("<a href=\"javascript:x\">a</a>") == "a\n")
    }
}
