import Testing

@testable import Rendering

@Suite struct HTMLWriterTests {
    private func html(_ markdown: String) -> String { HTMLWriter.fragment(MarkdownParser.parse(markdown)) }

    @Test(arguments: [
        ("", ""),
        ("plain", "<p>plain</p>\n"),
        ("one\ntwo", "<p>one\ntwo</p>\n"),
        ("one  \ntwo\\\nthree", "<p>one<br>\ntwo<br>\nthree</p>\n"),
        ("*a* **b** ***c***", "<p><em>a</em> <strong>b</strong> <em><strong>c</strong></em></p>\n"),
        ("~~gone~~ ~too~", "<p><del>gone</del> <del>too</del></p>\n"),
        ("`a <b> & c`", "<p><code>a &lt;b&gt; &amp; c</code></p>\n"),
        ("1 < 2 & \"x\"", "<p>1 &lt; 2 &amp; &quot;x&quot;</p>\n"),
        ("&copy; &#228; &hellip;", "<p>© ä …</p>\n"),
        ("***", "<hr>\n"),
        ("# One\n## Two\n###### Six", "<h1 id=\"one\">One</h1>\n<h2 id=\"two\">Two</h2>\n<h3 id=\"six\">Six</h3>\n"),
        ("Title\n=====\n\nLess\n----", "<h1 id=\"title\">Title</h1>\n<h2 id=\"less\">Less</h2>\n"),
        ("# Same\n# Same", "<h1 id=\"same\">Same</h1>\n<h1 id=\"same-1\">Same</h1>\n"),
        ("> a\nb\n>\n> c", "<blockquote>\n<p>a\nb</p>\n<p>c</p>\n</blockquote>\n"),
    ])
    func ordinaryMarkdown(markdown: String, expected: String) {
        #expect(html(markdown) == expected)
    }

    @Test(arguments: [
        ("* a\n* b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("* a\n\n* b", "<ul>\n<li><p>a</p></li>\n<li><p>b</p></li>\n</ul>\n"),
        ("* a\n\n  b", "<ul>\n<li><p>a</p>\n<p>b</p>\n</li>\n</ul>\n"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("7) a", "<ol start=\"7\">\n<li>a</li>\n</ol>\n"),
        ("0. a", "<ol start=\"0\">\n<li>a</li>\n</ol>\n"),
        ("* a\n  * b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"),
        ("* # a", "<ul>\n<li>\n<h1 id=\"a\">a</h1>\n</li>\n</ul>\n"),
        ("*", "<ul>\n<li></li>\n</ul>\n"),
        (
            "- [ ] to do\n- [x] done",
            "<ul class=\"tasks\">\n<li class=\"task\">☐ to do</li>\n<li class=\"task\">☑ done</li>\n</ul>\n"
        ),
    ])
    func lists(markdown: String, expected: String) {
        #expect(html(markdown) == expected)
    }

    @Test(arguments: [
        ("```swift x\nlet a = 1 < 2\n```", "<pre><code class=\"language-swift\">let a = 1 &lt; 2\n</code></pre>"),
        ("    a\n\n    b", "<pre><code>a\n\nb\n</code></pre>"),
        ("```\n```", "<pre><code></code></pre>"),
    ])
    func code(markdown: String, expected: String) {
        let box =
            "<table class=\"code\" role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\">"
        #expect(html(markdown) == "\(box)<tr><td>\(expected)</td></tr></table>\n")
    }

    @Test(arguments: [
        ("[a](https://e.org/)", "<p><a href=\"https://e.org/\">a</a></p>\n"),
        ("[a](<https://e.org/b c> \"t & u\")", "<p><a href=\"https://e.org/b%20c\" title=\"t &amp; u\">a</a></p>\n"),
        ("[a](https://e.org/?x=1&y=ä)", "<p><a href=\"https://e.org/?x=1&amp;y=%C3%A4\">a</a></p>\n"),
        ("[a][r]\n\n[r]: https://e.org", "<p><a href=\"https://e.org\">a</a></p>\n"),
        ("<https://e.org>", "<p><a href=\"https://e.org\">https://e.org</a></p>\n"),
        ("<a@e.org>", "<p><a href=\"mailto:a@e.org\">a@e.org</a></p>\n"),
        ("see https://e.org/a_b.", "<p>see <a href=\"https://e.org/a_b\">https://e.org/a_b</a>.</p>\n"),
        ("www.e.org", "<p><a href=\"http://www.e.org\">www.e.org</a></p>\n"),
        ("a@e.org", "<p><a href=\"mailto:a@e.org\">a@e.org</a></p>\n"),
        ("![a *b*](https://e.org/c.jpg:large)", "<p><img src=\"https://e.org/c.jpg:large\" alt=\"a b\"></p>\n"),
        ("![](c.png \"t\")", "<p><img src=\"c.png\" alt=\"\" title=\"t\"></p>\n"),
        ("[![a](b)](c)", "<p><a href=\"c\"><img src=\"b\" alt=\"a\"></a></p>\n"),
    ])
    func linksAndImages(markdown: String, expected: String) {
        #expect(html(markdown) == expected)
    }

    @Test func tableHasAlignments() {
        #expect(
            html("| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | *2* | `3\\|4` |\n") == """
                <div class="table"><table class="data" cellpadding="0" cellspacing="0" border="0">
                <thead>
                <tr>
                <th scope="col">a</th>
                <th scope="col" align="left">b</th>
                <th scope="col" align="center">c</th>
                <th scope="col" align="right">d</th>
                </tr>
                </thead>
                <tbody>
                <tr>
                <td>1</td>
                <td align="left"><em>2</em></td>
                <td align="center"><code>3|4</code></td>
                <td align="right"></td>
                </tr>
                </tbody>
                </table></div>

                """)
    }

    @Test func tableWithoutRowsHasNoBody() {
        #expect(!html("| a |\n|---|\n").contains("tbody"))
    }

    @Test func footnotesLinkThereAndBack() {
        let html = html("One[^a], two[^b], again[^a].\n\n[^b]: *B*\n[^a]: A\n\n    more\n")
        #expect(html.contains("One<sup id=\"fnref-1\"><a href=\"#fn-1\">1</a></sup>"))
        #expect(html.contains("two<sup id=\"fnref-2\"><a href=\"#fn-2\">2</a></sup>"))
        #expect(html.contains("again<sup id=\"fnref-1-2\"><a href=\"#fn-1\">1</a></sup>"))
        #expect(html.contains("<ol class=\"footnotes\">\n<li id=\"fn-1\">\n<p>A</p>\n"))
        #expect(html.contains("<p>more&nbsp;<a href=\"#fnref-1\">"))
        #expect(html.contains("<a href=\"#fnref-1-2\">"))
        #expect(html.contains("<li id=\"fn-2\">\n<p><em>B</em>&nbsp;<a href=\"#fnref-2\">"))
    }

    @Test func footnoteThatEndsInCodeStillHasAWayBack() {
        #expect(
            html("a[^1]\n\n[^1]:\n        code\n").contains("</code></pre></td></tr></table>\n<p><a href=\"#fnref-1\">")
        )
    }

    @Test func referenceWithoutANoteStaysText() {
        #expect(html("a[^1]") == "<p>a[^1]</p>\n")
    }

    @Test(arguments: [
        ("<div>\n*a*\n</div>", "<div>\n*a*\n</div>\n"),
        ("a <b class='x'>c</b>", "<p>a <b class='x'>c</b></p>\n"),
        ("<img src=\"https://e.org/a.jpg:large\">", "<img src=\"https://e.org/a.jpg:large\">\n"),
    ])
    func rawHTMLGoesThrough(markdown: String, expected: String) {
        #expect(html(markdown) == expected)
    }

    @Test func placeholdersAreEscapedInsideButNeverPercentEncoded() {
        #expect(
            html("[{{city}}](https://e.org/?c={{city}}) <i title=\"{{name | \"a&b\"}}\">")
                == "<p><a href=\"https://e.org/?c=\u{E000}city\u{E001}\">\u{E000}city\u{E001}</a> "
                + "<i title=\"\u{E000}name|a&amp;b\u{E001}\"></p>\n")
    }
}
