import Testing

@testable import Rendering

@Suite struct IssueTitleTests {
    private func issue(_ text: String) throws -> Rendering.Issue {
        try IssueParser.parse(Array(text.utf8), path: "a.md")
    }

    @Test(arguments: [
        ("week 2017-W51\n\n* a\n\n### Party\n\nb", "week 2017-W51"),
        ("# Title\n\nText", "Title"),
        ("### Title\n\nText", "Title"),
        ("Title\n=====\n\nText", "Title"),
        ("![logo](a.png)\n\n---\n\n<img src=b>\n\n<!-- c -->\n\n## Title\n\nText", "Title"),
        ("Intro.\n\n## Section\n\n# Title\n", "Title"),
        ("Intro.\n\n## Section\n", "Intro."),
        ("First line\nsecond line\n", "First line"),
        ("First *line*  \nsecond", "First line"),
        ("* first item\n* second\n", "first item"),
        ("> quoted\n", "quoted"),
        ("| head | er |\n|---|---|\n", "head"),
        ("```\n\ncode\n```\n", "code"),
        ("<p>Raw <b>words</b></p>\n", "Raw words"),
        ("<b>Raw</b> words\nnext", "Raw words next"),
        ("# A *b* `c` [d](e) ![f](g)", "A b c d"),
        ("#\n\nText", "Text"),
        ("![only](an.png)", ""),
        ("---\nsubject: Given\n---\n# Title", "Given"),
        ("Hello {{name | \"you\"}}\n\nText", "Hello \u{E000}name|you\u{E001}"),
    ])
    func subject(text: String, subject: String) throws {
        #expect(try issue(text).subject == subject)
    }

    @Test func wholeParagraphOnOneLineIsShortened() throws {
        let words = Array(repeating: "word", count: 60).joined(separator: " ")
        let issue = try issue(words)
        #expect(issue.subject.hasSuffix("word\u{2026}") && issue.subject.displayWidth <= 120)
        #expect(issue.body.blocks.count == 1)
    }

    @Test(arguments: [
        "Title\n\nText", "# Title\n\nText", "![a](b)\n\n### Title\n\nText",
        "---\nsubject: Title\n---\n# *Title*\n\nText",
    ])
    func openingLineThatOnlySaysTheSubjectIsNotRepeated(text: String) throws {
        let content = try issue(text).messageContent
        #expect(content.htmlFragment.ranges(of: "Title").count == 1)
        #expect(content.htmlFragment.contains("<h1 id=\"title\">Title</h1>"))
        #expect(content.text.hasPrefix("Title\n=====\n"))
        #expect(content.text.hasSuffix("Text\n"))
    }

    @Test(arguments: [
        "Title\nand more\n\nText", "# [Title](https://example.org)", "Title[^1]\n\n[^1]: note", "# Title ![a](b)",
        "Title and Text\n\n# Title", "> Title",
    ])
    func openingThatSaysMoreStays(text: String) throws {
        let issue = try issue(text)
        #expect(issue.body == MarkdownParser.parse(text))
    }

    @Test func titleInTheTextIsNotShownTwice() throws {
        let html = try issue("Intro.\n\n# Title\n\nText").messageContent.htmlFragment
        #expect(html == "<p>Intro.</p>\n<h1 id=\"title\">Title</h1>\n<p>Text</p>\n")
    }

    @Test func ownTitleStandsInsteadOfTheSubject() throws {
        let html = try issue("---\nsubject: Subject\n---\n# Title\n\nText").messageContent.htmlFragment
        #expect(html == "<h1 id=\"title\">Title</h1>\n<p>Text</p>\n")
    }

    @Test func subjectIsTheTitleOfATextWithoutOne() throws {
        let content = try issue("---\nsubject: Subject\n---\nText").messageContent
        #expect(content.htmlFragment == "<h1 id=\"subject\">Subject</h1>\n<p>Text</p>\n")
        #expect(content.text == "Subject\n=======\n\nText\n")
    }
}
