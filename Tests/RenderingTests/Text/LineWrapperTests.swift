import Mutation
import Testing

@testable import Rendering

@Suite struct LineWrapperTests {
    @Test(arguments: [
        ("", [String]()),
        ("one two three", ["one two", "three"]),
        ("  one \t\n two  ", ["one two"]),
        ("exactly ten", ["exactly", "ten"]),
        ("ten chars!", ["ten chars!"]),
        ("abcdefghijklmno pq", ["abcdefghij", "klmno pq"]),
        ("a abcdefghijklmno", ["a", "abcdefghij", "klmno"]),
        ("漢字漢字漢字漢字", ["漢字漢字漢", "字漢字"]),
        ("漢字漢字漢。字", ["漢字漢字", "漢。字"]),
        ("漢字漢字「漢字」", ["漢字漢字", "「漢字」"]),
        ("abc漢字def 漢", ["abc漢字def", "漢"]),
        ("漢字漢字漢っ字", ["漢字漢字", "漢っ字"]), ("漢字漢字々々字", ["漢字漢", "字々々字"]), ("漢字漢字￥１", ["漢字漢字", "￥１"]),
        ("abc\u{200B}defghijk", ["abc", "defghijk"]), ("co\u{AD}operate", ["cooperate"]),
        ("no\u{A0}break at all", ["no\u{A0}break", "at all"]),
        ("一\u{2028}二", ["一 二"]),
    ])
    func linesAreFilled(text: String, lines: [String]) {
        #expect(LineWrapper.lines([.text(text)], width: 10) == lines)
    }

    @Test func urlsAreNeverCut() {
        let url = "https://example.org/a/very/long/path"
        #expect(LineWrapper.lines([.text("see "), .url(url), .text(".")], width: 10) == ["see", url + "."])
        #expect(LineWrapper.lines([.text("("), .url(url), .text(") x")], width: 10) == ["(\(url))", "x"])
    }

    @Test func attachedTextStaysWithItsWord() {
        #expect(
            LineWrapper.lines([.text("one two "), .attached(" [1]"), .text(" x")], width: 10) == ["one", "two [1] x"])
    }

    @Test func mergeFieldsAreNeverCut() {
        let field = MergeField("name", fallback: "dear reader of these lines").placeholder
        #expect(LineWrapper.lines([.text("Hello \(field), you")], width: 10) == ["Hello", field + ",", "you"])
    }

    @Test func lineBreaksStandButNotAtTheEnds() {
        #expect(
            LineWrapper.lines([.lineBreak, .text("a"), .lineBreak, .lineBreak, .text("b "), .lineBreak], width: 10)
                == ["a", "", "b"])
    }

    @Test(arguments: 1...30)
    func noLineIsWiderThanAsked(seed: Int) {
        var random = SeededMutation(seed: seed)
        let choice = ["a", "bc ", "漢", "😀", "e\u{301}", " ", "wordwordword", "「", "。", "한글 "]
        let text = (0..<200).compactMap { _ in choice.randomElement(using: &random) }.joined()
        for width in [2, 5, 20] {
            let lines = LineWrapper.lines([.text(text)], width: width)
            #expect(lines.allSatisfy { $0.displayWidth <= width && !$0.hasPrefix(" ") && !$0.hasSuffix(" ") })
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        }
    }
}
