import Foundation
import Testing

@testable import Rendering

/// The repository's own issues: they show what the format can do, so all of it has to work in them.
@Suite struct SampleIssuesTests {
    private func bytes(_ name: String) throws -> [UInt8] {
        try IssueFile.read(LayoutFixture.root.appendingPathComponent("issues/\(name)").path)
    }

    private func issue(_ name: String) throws -> Rendering.Issue {
        try IssueParser.parse(try bytes(name), path: "issues/\(name)")
    }

    @Test func issueWithoutFrontMatterTakesItsFirstLine() throws {
        let issue = try issue("2026-w47.md")
        #expect(issue.subject == "week 2026-W47")
        #expect(issue.slug == "2026-w47")
        let findings = IssueChecker.check(issue)
        #expect(
            findings.map { "\($0.line) \($0.ruleID)" } == [
                "8 image-without-alt", "10 skipped-heading", "16 decoded-twice", "18 example-link", "26 decoded-twice",
                "26 decoded-twice", "61 decoded-twice", "63 decoded-twice",
            ])
    }

    @Test func repairedIssueSaysWhatWasMeantInBothParts() throws {
        let repaired = try #require(TextRepair.repair(try bytes("2026-w47.md")))
        let issue = try IssueParser.parse(repaired, path: "issues/2026-w47.md")
        #expect(IssueChecker.check(issue).map(\.ruleID) == ["image-without-alt", "skipped-heading", "example-link"])
        let content = issue.messageContent
        for words in ["Göran", "Sjöström", "borrower’s", "Harbour®", "😀"] {
            #expect(content.htmlFragment.contains(words) && content.text.contains(words))
        }
    }

    @Test func richIssueHasNothingToComplainAbout() throws {
        let findings = IssueChecker.check(try issue("2026-w48.md"))
        #expect(
            findings.map { $0.text(path: "a") } == [
                "a:9: notice: Front matter key 'season' is not known; templates can use it. [unknown-key]",
                "a:31: notice: The link to "
                    + "https://news.example.org/ink/notebook/2026/autumn/drying-times-on-tidewater-stock.html "
                    + "and 3 more lead to a host for examples (RFC 2606). [example-link]",
            ])
    }

    @Test(arguments: ["2026-w47.md", "2026-w48.md"])
    func textHasEveryLinkAndFits(name: String) throws {
        let content = try issue(name).messageContent
        for match in content.htmlFragment.matches(of: /(?:href|src)="(https[^"]*)"/) {
            #expect(content.text.contains(match.1.replacing("&amp;", with: "&")))
        }
        for line in content.text.split(separator: "\n").map(String.init) {
            #expect(line.displayWidth <= 73 || line.contains("https://"), "\(line)")
        }
    }

    @Test(arguments: ["2026-w47.md", "2026-w48.md"])
    func issueCompiles(name: String) throws {
        let message = try LayoutFixture.compile(try issue(name).messageContent)
        #expect(message.encodedHTMLSize < 102 * 1024)
        #expect(message.textPart(for: try LayoutFixture.recipient(name: nil)).contains("The Printing Room"))
    }
}
