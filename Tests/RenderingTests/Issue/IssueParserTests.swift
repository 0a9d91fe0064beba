import Mail
import Testing

@testable import Rendering

@Suite struct IssueParserTests {
    private func parse(_ text: String, path: String = "issues/2026-w01.md") throws -> Rendering.Issue {
        try IssueParser.parse(Array(text.utf8), path: path)
    }

    @Test func everyKnownKeyIsRead() throws {
        let issue = try parse(
            #"""
            ---
            subject: "Week 1: for {{name | \"reader\"}}"
            preheader: >
              Two lines
              of {{city}}
            from: Works on Ärm <news@example.org>
            reply-to: editor@example.org
            date: 2026-01-05
            list: weekly
            slug: first
            language: pt-BR
            colour: 'for {{name}}'
            draft: no
            tags: [a, 2, {b: c}]
            ---
            Text
            """#)
        #expect(issue.subject == "Week 1: for \(MergeField("name", fallback: "reader").placeholder)")
        #expect(issue.preheader == "Two lines of \(MergeField("city").placeholder)")
        #expect(issue.from?.description == "Works on Ärm <news@example.org>")
        #expect(issue.replyTo?.description == "editor@example.org")
        #expect(issue.date == "2026-01-05")
        #expect(issue.list == "weekly")
        #expect(issue.slug == "first")
        #expect(issue.language == "pt-BR")
        #expect(
            issue.extra == [
                "colour": .text("for \(MergeField("name").placeholder)"), "draft": .flag(false),
                "tags": .list([.text("a"), .text("2"), .table(["b": .text("c")])]),
            ])
        #expect(issue.source.braces.map(\.line) == [2, 3, 12])
    }

    @Test func withoutFrontMatterTheTextIsAll() throws {
        let issue = try parse("Title\n\nText\n")
        #expect(issue.subject == "Title")
        #expect(issue.slug == "2026-w01")
        #expect(issue.body.blocks == [.paragraph([.text("Text")], line: 3)])
        #expect(issue.source.keys.isEmpty)
        #expect([issue.preheader, issue.date, issue.list, issue.language] == [nil, nil, nil, nil])
    }

    @Test(arguments: ["---\n---\nText", "---\n\n# comment\n---\nText", "---  \n...\nText", "---\n~\n---\nText"])
    func emptyFrontMatterIsNone(text: String) throws {
        #expect(try parse(text).subject == "Text")
    }

    @Test func linesCountFromTheFilesStart() throws {
        let issue = try parse("---\nsubject: s\n\nkey: v\n---\n\nText\n\n[a](b)\n")
        #expect(issue.source.keys == [FrontMatterKey(name: "subject", line: 2), FrontMatterKey(name: "key", line: 4)])
        #expect(issue.body.blocks.map(\.line) == [7, 9])
    }

    @Test(arguments: [
        "\u{FEFF}---\nsubject: s\n---\nText", "---\r\nsubject: s\r\n---\r\nText\r\n", "---\rsubject: s\r---\rText",
    ])
    func byteOrderMarkAndForeignLineEndsAreTolerated(text: String) throws {
        let issue = try parse(text)
        #expect(issue.subject == "s")
        #expect(issue.body.blocks == [.paragraph([.text("Text")], line: 4)])
    }

    @Test func charactersThatNoMailMayHoldAreRemoved() throws {
        let issue = try parse("Title\n\na\u{8}b\u{81}c\u{FFFE}d\u{FEFF}e\u{E000}f\u{E001}\tg")
        #expect(issue.body.blocks == [.paragraph([.text("abcdef\tg")], line: 3)])
        #expect(issue.source.text.contains("b\u{81}c"))
    }

    @Test(arguments: [
        ("issues/2017-W51.md", "2017-w51"), ("a b/My Issue (final).markdown", "my-issue-final"), ("x", "x"),
        ("-", "issue"),
        ("dir/.md", "issue"), ("Ä.md", "ä"), ("A\u{308}.md", "ä"), ("2026.01.md", "2026.01"),
        ("週刊 十二号.md", "週刊-十二号"), ("Новости №5.md", "новости-5"), ("العدد ٣.md", "العدد-٣"),
        ("हिन्दी.md", "हिन्दी"), ("😀.md", "issue"), ("\u{202E}x\u{200B}y.md", "x-y"), ("\u{301}a.md", "a"),
        ("ＩＳＳＵＥ.md", "ｉｓｓｕｅ"), ("a\nb=c.md", "a-b-c"),
    ])
    func slugIsMadeFromTheFilesName(path: String, slug: String) throws {
        let made = try parse("Text", path: path).slug
        #expect(Array(made.utf8) == Array(slug.utf8))
    }

    /// What is typed on one system and read on another means the same.
    @Test(arguments: ["W51", "w51", "NOVÉ", "NOVE\u{301}", "новости"])
    func aSlugInTheFrontMatterMayBeWrittenInAnyCaseAndForm(text: String) throws {
        let slug = try parse("---\nslug: \(text)\n---\n# T").slug
        #expect(slug == slug.lowercased() && slug == Slug.make(from: text))
    }

    @Test(arguments: [
        ("2026", "2026"), ("2026-01-05", "2026-01-05"), ("'yes'", "yes"), ("''", ""), ("", ""), ("~", ""),
    ])
    func anyScalarIsASubject(yaml: String, subject: String) throws {
        #expect(try parse("---\nsubject: \(yaml)\n---\n# Title").subject == subject)
    }
}
