import Mail
import Testing

@testable import Rendering

@Suite struct MessageDiffTests {
    private func side(_ markdown: String) throws -> MessageDiff.Side {
        let issue = try IssueParser.parse(Array(markdown.utf8), path: "w51.md")
        return MessageDiff.Side(
            message: try LayoutFixture.compile(issue.messageContent), preheader: issue.preheader)
    }

    private func diff(_ old: String, _ new: String) throws -> MessageDiff {
        try MessageDiff(from: try side(old), to: try side(new))
    }

    private func changes(_ diff: LineDiff) -> [String] {
        diff.lines.filter { $0.change != .kept }.map { ($0.change == .added ? "+" : "-") + $0.text.trimmingSpaces }
    }

    @Test func theSameIssueHasNoDifferences() throws {
        #expect(try diff("# A\n\nText", "# A\n\nText").isEmpty)
        #expect(try diff("# A\n\nText", "---\nslug: other\n---\n# A\n\nText").isEmpty)
    }

    @Test func aWordChangesInTextAndPage() throws {
        let diff = try diff("# A\n\nOne *fine* day.\n\nSame", "# A\n\nOne *great* day.\n\nSame")
        #expect(changes(diff.text) == ["-One fine day.", "+One great day."] || changes(diff.text).count == 2)
        #expect(changes(diff.html) == ["-One <em>fine</em> day.", "+One <em>great</em> day."])
        #expect(diff.subject == nil && diff.preheader == nil)
        #expect(diff.addedLinks.isEmpty && diff.removedLinks.isEmpty)
    }

    @Test func theStructureCountsWhereTheWordsAreTheSame() throws {
        let diff = try diff("# A\n\nOne\n\nTwo", "# A\n\n- One\n- Two")
        #expect(changes(diff.html).contains("+<ul>"))
        #expect(changes(diff.html).contains("-<p>"))
    }

    @Test func subjectAndPreheaderShowTheirFields() throws {
        let diff = try diff(
            "---\nsubject: 'Hi {{name | \"you\"}}'\npreheader: a\n---\nText", "---\nsubject: Hello\n---\nText")
        #expect(diff.subject == MessageDiff.Pair(old: "Hi {{name | \"you\"}}", new: "Hello"))
        #expect(diff.preheader == MessageDiff.Pair(old: "a", new: ""))
    }

    @Test func linksAreCountedOnce() throws {
        let diff = try diff(
            "# A\n\n[a](https://x.org/1) [b](https://x.org/2)",
            "# A\n\n[a](https://x.org/2) [b](https://x.org/3?e={{email}})")
        #expect(diff.removedLinks == ["https://x.org/1"])
        #expect(diff.addedLinks == ["https://x.org/3?e={{email}}"])
    }

    @Test func anImageIsALinkToo() throws {
        let diff = try diff("# A\n\n![a](https://x.org/1.png)", "# A\n\n![a](https://x.org/2.png)")
        #expect(diff.addedLinks == ["https://x.org/2.png"])
    }

    @Test func aTaskThatIsDoneShows() throws {
        let diff = try diff("# A\n\n- [ ] one", "# A\n\n- [x] one")
        #expect(!diff.html.isEmpty && !diff.text.isEmpty)
    }
}
