import Testing

@testable import Rendering

@Suite struct TextDirectionTests {
    private func html(_ markdown: String, _ language: String) -> String {
        HTMLWriter.fragment(MarkdownParser.parse(markdown), language: language)
    }

    @Test(arguments: [
        ("en", TextDirection.leftToRight), ("ar", .rightToLeft), ("he-IL", .rightToLeft), ("AR", .rightToLeft),
        ("az", .leftToRight), ("az-Arab", .rightToLeft), ("ku-Latn-TR", .leftToRight), ("", .leftToRight),
        ("ja", .leftToRight), ("fa", .rightToLeft), ("yi-Latn", .leftToRight),
    ])
    func languagesHaveADirection(language: String, direction: TextDirection) {
        #expect(TextDirection(language: language) == direction)
    }

    @Test(arguments: [
        ("hello", TextDirection?.some(.leftToRight)), ("שלום", .rightToLeft), ("مرحبا", .rightToLeft),
        ("12 (שלום) hello", .rightToLeft), ("2017: hello שלום", .leftToRight), ("漢字", .leftToRight), ("12 – 3", nil),
        ("", nil), ("😀 שלום", .rightToLeft), ("\u{E000}name\u{E001}", nil), ("\u{E000}name\u{E001} שלום", .rightToLeft),
    ])
    func theFirstLetterDecides(text: String, direction: TextDirection?) {
        #expect(TextDirection(of: [.text(text)]) == direction)
    }

    @Test(arguments: [
        ("hello", "en", "<p>hello</p>\n"),
        ("שלום", "en", "<p dir=\"rtl\">שלום</p>\n"),
        ("שלום", "he", "<p>שלום</p>\n"),
        ("hello", "he", "<p dir=\"ltr\">hello</p>\n"),
        ("123", "he", "<p>123</p>\n"),
        ("# שלום", "en", "<h1 id=\"שלום\" dir=\"rtl\">שלום</h1>\n"),
        ("* שלום\n* hello", "en", "<ul dir=\"rtl\">\n<li>שלום</li>\n<li dir=\"ltr\">hello</li>\n</ul>\n"),
        (
            "> שלום\n>\n> hello", "en",
            "<blockquote dir=\"rtl\">\n<p>שלום</p>\n<p dir=\"ltr\">hello</p>\n</blockquote>\n"
        ),
    ])
    func blocksThatRunTheOtherWaySaySo(markdown: String, language: String, expected: String) {
        #expect(html(markdown, language) == expected)
    }

    @Test func codeRunsFromLeftToRightInEveryLanguage() {
        #expect(html("    a", "he").contains("<td dir=\"ltr\"><pre>"))
        #expect(!html("    a", "en").contains("dir="))
    }

    @Test(arguments: [
        ("漢\n字", "<p>漢字</p>\n"),
        ("かな\n、カナ", "<p>かな、カナ</p>\n"),
        ("漢\nabc", "<p>漢\nabc</p>\n"),
        ("한국\n말", "<p>한국\n말</p>\n"),
        ("漢\n*字*", "<p>漢\n<em>字</em></p>\n"),
    ])
    func lineEndsBetweenIdeographsAreNone(markdown: String, expected: String) {
        #expect(html(markdown, "ja") == expected)
    }
}
