import Foundation
import Mutation
import Testing

@testable import Rendering

/// Damaged and hostile input: no crash, nothing active comes through, the page stays valid.
@Suite struct MutationTests {
    private static let html = """
        <h1 id="a">One</h1><p class="x" style="color:red">Text <b>bold <i>both</i></b> &amp; <a href="https://x.y/?a=b">link</a></p>
        <ul><li>a<ul><li>b</li></ul></li></ul><table><thead><tr><th align="right">h</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>
        <blockquote><p>q</p></blockquote><pre><code>x &lt; y</code></pre><img src="https://x.y/i.png" alt="i"><hr>
        """
    private static let htmlTokens = [
        "<script>alert(1)</script>", "<", ">", "</", "\"", "'", "&", "=", "<!--", "-->", "<a href=javascript:x>", "<p",
        "</p>",
        "<table>", "<tr>", "<td>", "</table>", "<form>", "<b>", "</b>", "<i>", "<a href=x>", "</a>", "<svg>", "<math>",
        "<li>",
        "</ul>", "<h2>", "<style>", "</style>", "<iframe>", "<textarea>", "<title>", "<select>", "<option>", "<button>",
        "<object>", "<marquee>", "<template>", "<plaintext>", "onclick=x ", "<font color=red>", "<nobr>", "<center>",
        "<br/>",
        "<col>", "<caption>", "<frameset>", "<body onload=x>", "</body>", "</html>", "<image src=x>", "<p><div>",
        "<dl><dt>",
        "\u{E000}name\u{E001}", "\u{E000}", "\u{E001}", "&#0;", "&#x80;", "&nbsp", "\u{0B}", "]]>", "<![CDATA[",
        "<?x?>",
    ]
    private static let css = """
        /* c */ body { margin: 0 } .x, p > a[href^="https"] { color: red !important; font-family: 'A;B', "C" }
        #a:hover { color: blue } @media (max-width: 600px) { .x { color: blue !important } } table td { padding: 0 }
        """
    private static let cssTokens = [
        "{", "}", "/*", "*/", "'", "\"", ";", ":", "@media", "@import x;", "\\", "(", ")", "[", "]", "!", ">", ",",
    ]

    private static func page(seed: Int) throws -> String {
        var random = SeededMutation(seed: seed)
        let html = random.mutate(Self.html, times: 1 + seed % 30, tokens: htmlTokens)
        let css = random.mutate(Self.css, times: seed % 20, tokens: cssTokens)
        let content = Serializer.fragment(Sanitiser.sanitise(try HTMLParser.fragment(html)))
        let layout =
            "<!DOCTYPE html><html lang=en><head><title>t</title></head><body><table><tr><td class=content>\(content)</td></tr></table><p id=foot>foot</p></body></html>"
        let page = try HTMLParser.page(layout)
        return Serializer.page(PageFinish.finish(Inliner(stylesheet: css).inline(page)))
    }

    @Test func mutatedPagesAreValidAndHarmless() throws {
        let pages = try (0..<1_500).map { try Self.page(seed: $0) }
        for (seed, page) in pages.enumerated() {
            let lowercased = page.lowercased()
            #expect(!lowercased.contains("<script") && !lowercased.contains("<iframe"), "seed \(seed)")
            #expect(!lowercased.contains("href=\"javascript"), "seed \(seed)")
            #expect(page.contains("id=\"foot\""), "seed \(seed)")
        }
        guard PythonReader.isAvailable else { return }
        for (seed, errors) in try PythonReader.errors(inPages: pages).enumerated() {
            #expect(errors == [], "seed \(seed): \(pages[seed])")
        }
    }

    /// What is written is read as what it was: the second pass changes nothing.
    @Test func sanitisingTwiceIsSanitisingOnce() throws {
        for seed in 0..<500 {
            var random = SeededMutation(seed: seed)
            let html = random.mutate(Self.html, times: 1 + seed % 30, tokens: Self.htmlTokens)
            let once = try SanitiserTests.clean(SanitiserTests.clean(html))
            #expect(try SanitiserTests.clean(once) == once, "seed \(seed): \(html)")
        }
    }
}
