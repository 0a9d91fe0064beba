import Foundation
import Mail
import Testing

@testable import Rendering

/// Every rule, with a text that it complains about and one that is nearly the same and good.
@Suite struct RuleTests {
    private static func findings(_ text: String, _ gather: (inout Evidence) throws -> Void = { _ in }) throws
        -> [Finding]
    {
        let issue = try IssueParser.parse(Array(text.utf8), path: "issues/12.md")
        var evidence = Evidence()
        try gather(&evidence)
        return IssueChecker.check(issue, evidence)
    }

    private static let long = String(repeating: "many words ", count: 7)

    /// (rule, a text with it, one without)
    static let ofTheText: [(String, String, String)] = [
        ("empty-subject", "---\nsubject:\n---\nText", "---\nsubject: S\n---\nText"),
        ("section-not-closed", "Title\n\n{{#a}} b", "Title\n\n{{#a}} b{{/a}}"),
        ("decoded-twice", "Title\n\nKÃ¤se", "Title\n\nKäse"),
        ("unreplaced-field", "Title\n\nDear *|FNAME|*", "Title\n\nDear {{name | \"reader\"}}"),
        ("broken-link", "Title\n\n[a](http:///x)", "Title\n\n[a](https://mailer.dev/x)"),
        ("broken-link", "Title\n\n[a](http://192.168.1.1/x)", "Title\n\n[a](https://1.1.1.1/x)"),
        ("broken-link", "Title\n\n[a](mailto:nobody)", "Title\n\n[a](mailto:ann@mailer.dev)"),
        ("dead-anchor", "Title\n\n## There\n\n[a](#here)", "Title\n\n## There\n\n[a](#there)"),
        ("http-link", "Title\n\n[a](http://mailer.dev/x)", "Title\n\n[a](https://mailer.dev/x)"),
        ("link-without-text", "Title\n\na [](https://mailer.dev/x)", "Title\n\na [b](https://mailer.dev/x)"),
        (
            "vague-link-text", "Title\n\n[Click here](https://mailer.dev/x)",
            "Title\n\n[Here they come](https://mailer.dev/x)"
        ),
        (
            "ambiguous-link-text", "Title\n\n[The press](https://mailer.dev/x) [The press](https://mailer.dev/y)",
            "Title\n\n[The press](https://mailer.dev/x) [The press](https://mailer.dev/x)"
        ),
        ("image-without-alt", "Title\n\n![](b.png)", "Title\n\n![A press](b.png)"),
        ("file-name-alt", "Title\n\n![IMG_0042.JPG](b.png)", "Title\n\n![A press](b.png)"),
        ("shouting-subject", "NEWS OF THE PRESS\n\nText", "News of the press\n\nText"),
        ("shouting-subject", "Re: your press\n\nText", "Read: your press\n\nText"),
        ("long-subject", "\(long)\n\nText", "Some words\n\nText"),
        ("unknown-key", "---\nsubject: S\ncolour: red\n---\nText", "---\nsubject: S\nlanguage: de\n---\nText"),
        (
            "unknown-check", "---\nsubject: S\nchecks: { silence: [http-links] }\n---\nText",
            "---\nsubject: S\nchecks: { silence: [http-link] }\n---\nText"
        ),
        (
            "unknown-check", "---\nsubject: S\nchecks: { silence: [empty-subject] }\n---\nText",
            "---\nsubject: S\nchecks: { silence: [long-subject] }\n---\nText"
        ),
        ("merge-field", "Title\n\n{{name}}", "Title\n\n{{name | \"you\"}} {{email}}"),
        ("example-link", "Title\n\n[a](https://example.org/x)", "Title\n\n[a](https://example.dev/x)"),
        (
            "repeated-link", "Title\n\n" + String(repeating: "[the press](https://mailer.dev/x) ", count: 4),
            "Title\n\n" + String(repeating: "[the press](https://mailer.dev/x) ", count: 3)
        ),
        ("skipped-heading", "Title\n\n## A\n\n#### B", "Title\n\n## A\n\n### B"),
        ("several-titles", "---\nsubject: S\n---\n# A\n\n# B", "---\nsubject: S\n---\n# A\n\n## B"),
    ]

    @Test(arguments: ofTheText)
    func ruleFindsWhatItIsForAndNothingElse(id: String, bad: String, good: String) throws {
        let found = try Self.findings(bad).filter { $0.ruleID == id }
        let rule = try #require(IssueChecker.rules.first { $0.id == id })
        #expect(!found.isEmpty && found.allSatisfy { $0.severity >= rule.severity }, "\(bad)")
        #expect(try Self.findings(good).allSatisfy { $0.ruleID != id }, "\(good)")
    }

    /// (rule, evidence for it, evidence that is good)
    private static let ofEvidence:
        [(String, @Sendable (inout Evidence) throws -> Void, @Sendable (inout Evidence) throws -> Void)] = [
            (
                "not-sendable", { $0.failure = CompileFailure(CompileError.brokenSection("{{#x}}")) },
                { $0.message = try message(html: "<p>a</p>", text: "a") }
            ),
            (
                "missing-field", { $0.readers = try survey(name: nil) }, { $0.readers = try survey(name: "Ann") }
            ),
            (
                "unknown-field", { $0.readers = try survey(using: "town", having: ["city"]) },
                { $0.readers = try survey(using: "city", having: ["city"]) }
            ),
            (
                "parts-differ",
                { $0.message = try message(html: "<p><a href=\"https://mailer.dev/only\">a</a></p>", text: "a") },
                {
                    $0.message = try message(
                        html: "<p><a href=\"https://mailer.dev/both\">a</a></p>", text: "a https://mailer.dev/both")
                }
            ),
            (
                "html-too-large",
                { $0.message = try message(html: String(repeating: "<p>\(long)</p>", count: 2_000), text: "a") },
                { $0.message = try message(html: String(repeating: "<p>\(long)</p>", count: 200), text: "a") }
            ),
            (
                "heavy-image", { $0.images = ["b.png": ImageWeight(bytes: 600_000)] },
                { $0.images = ["b.png": ImageWeight(bytes: 400_000)] }
            ),
            (
                "unreachable-link", { $0.answers = ["https://mailer.dev/x": .failed("404 Not Found")] },
                { $0.answers = ["https://mailer.dev/x": .found] }
            ),
            (
                "redirected-link", { $0.answers = ["https://mailer.dev/x": .moved(to: "https://mailer.dev/y")] },
                { $0.answers = ["https://mailer.dev/x": .found] }
            ),
            (
                "spam-score", { $0.spamScores = [SpamScore(filter: "f", score: 6, threshold: 5, hits: [])] },
                { $0.spamScores = [SpamScore(filter: "f", score: 1, threshold: 5, hits: [])] }
            ),
            (
                "missing-unsubscribe", { $0.message = try messageWithoutUnsubscribe() },
                { $0.message = try message(html: "<p>a</p>", text: "a") }
            ),
        ]

    private static let text = "Title\n\n{{name}} ![A press](b.png) [the press](https://mailer.dev/x)"

    @Test(arguments: ofEvidence.map(\.0))
    func ruleReadsItsEvidence(id: String) throws {
        let (_, bad, good) = try #require(Self.ofEvidence.first { $0.0 == id })
        #expect(try Self.findings(Self.text, bad).contains { $0.ruleID == id })
        #expect(try Self.findings(Self.text, good).allSatisfy { $0.ruleID != id })
        #expect(try Self.findings(Self.text).allSatisfy { $0.ruleID != id })
    }

    /// A file that cannot be read never comes as far as the rules; `Finding(IssueError)` speaks for it.
    @Test func everyRuleIsTried() {
        let tried = Set(Self.ofTheText.map(\.0) + Self.ofEvidence.map(\.0) + ["unreadable"])
        #expect(tried == Set(IssueChecker.rules.map(\.id)))
    }

    @Test func silencedRulesSayNothing() throws {
        let text = "Title\n\n[Click here](http://mailer.dev/x)"
        let silenced =
            "---\nsubject: S\nchecks: { silence: [http-link, vague-link-text] }\n---\n[Click here](http://mailer.dev/x)"
        #expect(try Self.findings(text).map(\.ruleID) == ["http-link", "vague-link-text"])
        #expect(try Self.findings(silenced).isEmpty)
    }

    @Test func errorsCannotBeSilenced() throws {
        let found = try Self.findings("---\nsubject:\nchecks: { silence: [empty-subject] }\n---\nText")
        #expect(found.map(\.ruleID) == ["empty-subject", "unknown-check"])
    }

    /// docs/checks.md has each rule, in its own words.
    @Test func thePageSaysWhatTheRulesSay() throws {
        let page = try String(contentsOf: LayoutFixture.root.appendingPathComponent("docs/checks.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") && !$0.hasPrefix("| `--") }.map(String.init)
        let expected = IssueChecker.rules.map { rule in
            let cells = ["`\(rule.id)`", rule.severity.rawValue, rule.what, rule.why]
            return "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |"
        }
        #expect(Set(rows) == Set(expected))
        #expect(rows.count == expected.count)
    }

    private static func message(html: String, text: String) throws -> CompiledMessage {
        let footer = "\nhttps://news.example.org\nhttps://news.example.org/help"
        return try LayoutFixture.compile(LayoutFixture.content(html: html, text: text + footer, subject: "Title"))
    }

    private static func messageWithoutUnsubscribe() throws -> CompiledMessage {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("templates-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let bare = folder.appendingPathComponent("bare")
        try FileManager.default.createDirectory(at: bare, withIntermediateDirectories: true)
        try Data("<html><body>{{{content}}}<p>{{newsletter}}</p></body></html>".utf8)
            .write(to: bare.appendingPathComponent("newsletter.html"))
        try Data().write(to: bare.appendingPathComponent("newsletter.css"))
        try Data("{{{content}}}".utf8).write(to: bare.appendingPathComponent("newsletter.txt"))
        let compiler = MessageCompiler(
            templates: try MessageTemplates(.find("bare", in: [folder.path])), identity: try LayoutFixture.identity())
        return try compiler.compile(
            LayoutFixture.content(html: "<p>a</p>", text: "a", subject: "Title"), boundary: MIMEBoundary(token: "w51"),
            offersBrowserView: false)
    }

    @Test(arguments: [
        ("town", ["Town"], "Town"), ("citi", ["city"], "city"), ("citty", ["name_day", "city"], "city"),
        ("signed_up", ["Signed up"], "Signed up"), ("nmae", ["city"], "name"), ("cuntry", ["country"], "country"),
    ])
    func aFieldThatResemblesOneThatReadersHaveIsAnError(used: String, had: [String], meant: String) throws {
        let found = try Self.findings("Title\n\nText\n\n{{#\(used)}}x{{/\(used)}}") {
            $0.readers = try Self.survey(using: used, having: had)
        }.filter { $0.ruleID == "unknown-field" }
        #expect(found.map(\.severity) == [.error] && found.map(\.line) == [5])
        #expect(found.allSatisfy { $0.message.contains("'\(meant)'") && $0.message.contains("list 'weekly'") })
    }

    @Test(arguments: [("town", ["city"]), ("day2", ["day1"]), ("x", ["y"]), ("plan", []), ("street", ["strength"])])
    func aFieldThatIsJustNotThereIsAWarning(used: String, had: [String]) throws {
        let found = try Self.findings("Title\n\nText") { $0.readers = try Self.survey(using: used, having: had) }
        #expect(found.filter { $0.ruleID == "unknown-field" }.map(\.severity) == [.warning])
    }

    /// Nobody sees an empty place within a section that only those with a value read.
    @Test(arguments: [
        ("city", false, false), ("city", true, true), ("plan", false, true),
    ])
    func aFieldWithinItsOwnSectionIsNeverEmpty(section: String, isNegated: Bool, mayBeEmpty: Bool) throws {
        let condition = MergeCondition(section, isNegated: isNegated)
        let mark = condition.opening + MergeField("city").placeholder + MergeCondition.closing
        let sign = isNegated ? "^" : "#"
        let found = try Self.findings("Title\n\n{{\(sign)\(section)}}in {{city}}{{/\(section)}}") {
            $0.message = try Self.message(html: "<p>\(mark)</p>", text: mark)
        }
        #expect(found.contains { $0.ruleID == "merge-field" } == mayBeEmpty)
    }

    private static func survey(using field: String, having names: [String]) throws -> ReaderSurvey {
        let mark = MergeCondition(field).opening + "x" + MergeCondition.closing
        var survey = ReaderSurvey(try message(html: "<p>\(mark)</p>", text: mark))
        survey.lists = [ReaderSurvey.KnownFields(list: "weekly", names: Set(names))]
        return survey
    }

    private static func survey(name: String?) throws -> ReaderSurvey {
        let field = MergeField("name").placeholder
        var survey = ReaderSurvey(try message(html: "<p>\(field)</p>", text: field))
        survey.add(reader: "ann@example.net", name: name, values: ["city": "Rome"])
        return survey
    }
}
