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

    /// Each looked through the rest of the text for an end tag: minutes for a megabyte.
    @Test(arguments: ["<style>", "<script>", "<", "<p", "<a@b>", "&lt;", "&amp;amp;", "<style></"])
    func aMegabyteOfTheSameTakesNoTime(piece: String) {
        let start = ContinuousClock.now
        _ = HTMLText.plain(String(repeating: piece, count: 1_000_000 / piece.utf8.count))
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func entitiesAreReadWhateverIsJoinedToThem() {
        #expect(HTMLText.plain("<b>a</b>&lt;\u{301}&amp;lt;") == "a<\u{301}&lt;")
    }

    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("<", "<"), ("x<p", "x<p"), ("a < b", "a < b"), ("<style>", ""), ("</", "</"),
        ("<style>p", "p"), ("<b>a</b", "a</b"),
    ]) func brokenMarkupIsNoTrouble(html: String, text: String) {
        #expect(HTMLText.plain(html) == text)
    }
}
