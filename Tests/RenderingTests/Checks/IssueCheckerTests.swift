import Testing

@testable import Rendering

@Suite struct IssueCheckerTests {
    private func findings(_ text: String) throws -> [String] {
        let issue = try IssueParser.parse(Array(text.utf8), path: "issues/12.md")
        return IssueChecker.check(issue).map { "\($0.line) \($0.severity) \($0.ruleID)" }
    }

    @Test(arguments: [
        ("Title\n\nText with [a link](https://mailer.dev), ![a picture](b.png) and `ä`.", [String]()),
        ("---\nsubject: KÃ¤se\n---\nText", ["2 warning decoded-twice"]),
        ("Title\n\n`KÃ¤se`\n\nArmâ€™s", ["3 warning decoded-twice", "5 warning decoded-twice"]),
        ("Title\n\na ![](b.png)\n![ ](c.png)", ["3 warning image-without-alt", "4 warning image-without-alt"]),
        ("Title\n\n<img src=a>", ["3 warning image-without-alt"]),
        ("Title\n\n<p>\n<IMG src=a alt=x>\n<img\nsrc=b></p>", ["5 warning image-without-alt"]),
        ("Title\n\na <img src=a>\nb <img alt=\"\">", ["3 warning image-without-alt"]),
        ("Title\n\na <!-- <img src=a> --> `<img src=b>`", []),
        ("Title\n\n* [](https://mailer.dev)", ["3 warning link-without-text"]),
        ("Title\n\na <a href=\"https://mailer.dev\"> </a>", ["3 warning link-without-text"]),
        (
            "Title\n\n[![a view](b)](https://mailer.dev/c) <a name=\"x\"></a> [{{name | \"a\"}}](https://mailer.dev/d)",
            []
        ),
        ("Title\n\n[![](b)](https://mailer.dev/c)", ["3 warning image-without-alt"]),
        ("Title[^1]\n\n[^1]: [](https://mailer.dev)", ["3 warning link-without-text"]),
        ("---\na: b\nsubject:\n---\nText", ["2 notice unknown-key", "3 error empty-subject"]),
        ("![a](b)", ["1 error empty-subject"]),
        (
            "---\nsubjct: s\nReply_To: a\ncolour: b\n---\nText",
            ["2 warning unknown-key", "3 warning unknown-key", "4 notice unknown-key"]
        ),
        ("Title\n\nDear {{name}}, {{name}} {{city | \"x\"}} {{email}}", ["3 notice merge-field"]),
        ("Title\n\n{{First Name}} `{{Code}}` \\{{Name}}", ["3 warning unreplaced-field"]),
        ("---\nsubject: 'Hi {{Name}}'\n---\nText", ["2 warning unreplaced-field"]),
    ])
    func rulesFindWhatTheyLookFor(text: String, expected: [String]) throws {
        #expect(try findings(text) == expected)
    }

    @Test(arguments: [(1, false), (2_000, true)])
    func htmlIsTooLargeAbove102KB(paragraphs: Int, isTooLarge: Bool) throws {
        let issue = try IssueParser.parse(Array("Title".utf8), path: "a.md")
        var evidence = Evidence()
        let html = String(repeating: "<p>\(String(repeating: "word ", count: 12))</p>\n", count: paragraphs)
        evidence.message = try LayoutFixture.compile(LayoutFixture.content(html: html, text: "x", subject: "Title"))
        let found = IssueChecker.check(issue, evidence).contains { $0.ruleID == "html-too-large" }
        #expect(found == isTooLarge)
    }

    @Test func onlyDecodedTwiceCanBeFixed() throws {
        let issue = try IssueParser.parse(Array("Title\n\nKÃ¤se ![](b)".utf8), path: "a.md")
        #expect(IssueChecker.check(issue).map(\.isFixable) == [true, false])
    }

    @Test func findingReadsAsALineAndAsJSON() throws {
        let issue = try IssueParser.parse(Array("Title\n\nKÃ¤se".utf8), path: "issues/12.md")
        let finding = try #require(IssueChecker.check(issue).first)
        #expect(
            finding.text(path: "issues/12.md")
                == "issues/12.md:3: warning: Text was decoded twice: 'KÃ¤se' should read 'Käse'. Repair it with --fix. [decoded-twice]"
        )
        #expect(
            finding.json(path: "issues/12.md")
                == "{\"fixable\":true,\"line\":3,\"message\":\"Text was decoded twice: 'KÃ¤se' should read 'Käse'. "
                + "Repair it with --fix.\",\"path\":\"issues/12.md\",\"rule\":\"decoded-twice\",\"severity\":\"warning\"}"
        )
    }

    @Test func messagesShowNoControlCharacters() throws {
        let issue = try IssueParser.parse(
            Array("Title\n\nÃ\u{81}rea ![](https://example.org/{{x | \"y\"}})".utf8), path: "a.md")
        let text = IssueChecker.check(issue).map { $0.text(path: "a.md") }.joined(separator: "\n")
        #expect(text.contains("'Ã\\u{81}rea' should read 'Área'"))
        #expect(text.contains("https://example.org/{{x | \"y\"}}"))
    }

    @Test func unreadableFileIsAFindingToo() {
        let finding = Finding(IssueError(path: "a.md", line: 1, .frontMatterNotClosed))
        #expect(
            finding.text(path: "a.md").hasPrefix("a.md:1: error: The front matter that opens in line 1 is not closed."))
        #expect(Finding(IssueError(path: "a.md", line: nil, .empty)).line == 1)
    }
}
