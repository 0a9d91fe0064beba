import Testing

@testable import Bounces

@Suite struct HTMLTextTests {
    @Test func tagsGoAndBlocksBecomeLines() {
        let text = HTMLText.plain(
            "<style>p { color: red }</style><p>One<br>two &amp; &lt;a@example.com&gt;</p><b>three</b>")
        let lines = text.split(separator: "\n").map(\.trimmed).filter { !$0.isEmpty }
        #expect(lines == ["One", "two & <a@example.com>", "three"])
    }

    @Test func anAddressInUnescapedBracketsStays() {
        #expect(HTMLText.plain("<p><ann@example.com>: no</p>").contains("<ann@example.com>: no"))
    }

    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("<", "<"), ("x<p", "x<p"), ("a < b", "a < b"), ("<style>", ""), ("</", "</"),
        ("<style>p", "p"), ("<b>a</b", "a</b"),
    ]) func brokenMarkupIsNoTrouble(html: String, text: String) {
        #expect(HTMLText.plain(html) == text)
    }
}
