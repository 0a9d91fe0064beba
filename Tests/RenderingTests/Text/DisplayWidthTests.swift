import Testing

@testable import Rendering

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("äöü", 3), ("e\u{301}", 1), ("漢字", 4), ("かな", 4), ("ｱ", 1), ("Ａ", 2), ("한글", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("😀", 2), ("👩‍👩‍👧‍👦", 2), ("👍🏽", 2), ("🇩🇪", 2), ("❤", 1), ("❤\u{FE0F}", 2),
        ("\u{200B}\u{200D}", 0), ("שלום", 4), ("ไทย", 3), ("a\u{7}b", 2), ("\u{20000}", 2), ("…–“”", 4), ("☐☑", 2),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("1\u{FE0F}\u{20E3}", 2), ("🏳️‍🌈", 2), ("क्ष्‍त्र", 4), ("\u{1FAE8}", 2),
    ])
    func widthInColumns(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test func mergeFieldsTakeTheRoomOfTheirLikelyValue() {
        #expect(MergeField("name").placeholder.displayWidth == 20)
        #expect(MergeField("name", fallback: String(repeating: "x", count: 30)).placeholder.displayWidth == 30)
    }
}
