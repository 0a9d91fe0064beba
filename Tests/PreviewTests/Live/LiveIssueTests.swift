import Foundation
import Synchronization
import Testing

@testable import Preview

@Suite struct LiveIssueTests {
    @Test func aVersionIsRenderedOnceForEachReader() async throws {
        let sample = try SampleIssue()
        let live = LiveIssue(source: sample.source)
        for _ in 1...3 { #expect(await live.showing(for: "").issue?.reader.address == "first@example.org") }
        #expect(await live.showing(for: "b@example.org").issue?.reader.address == "b@example.org")
        #expect(sample.renderings.withLock { $0 } == 2)
    }

    @Test func aChangeOfTheIssueIsANewVersion() async throws {
        let sample = try SampleIssue("one")
        let live = LiveIssue(source: sample.source)
        let before = await live.showing(for: "")
        live.lookForChanges()
        #expect(await live.showing(for: "").version == before.version)
        try sample.write("issue.md", "another")
        live.lookForChanges()
        let after = await live.showing(for: "")
        #expect(after.version == before.version + 1)
        #expect(after.issue?.text == "another")
    }

    @Test func anErrorKeepsTheLastGoodRendering() async throws {
        let sample = try SampleIssue("good")
        let live = LiveIssue(source: sample.source)
        _ = await live.showing(for: "")
        try sample.write("issue.md", "broken")
        live.lookForChanges()
        let broken = await live.showing(for: "")
        #expect(broken.problem == "issue.md:3: It is broken. Mend it.")
        #expect(broken.issue?.text == "good")
        try sample.write("issue.md", "mended")
        live.lookForChanges()
        let mended = await live.showing(for: "")
        #expect(mended.problem == nil)
        #expect(mended.issue?.text == "mended")
    }

    @Test func anIssueThatIsBrokenFromTheStartHasNoRendering() async throws {
        let sample = try SampleIssue("broken")
        let showing = await LiveIssue(source: sample.source).showing(for: "")
        #expect(showing.issue == nil)
        #expect(showing.problem != nil)
    }

    @Test func anImageIsWatchedWhileTheIssueShowsIt() async throws {
        let sample = try SampleIssue("image.png")
        let live = LiveIssue(source: sample.source)
        let first = await live.showing(for: "").version
        live.lookForChanges()
        #expect(await live.showing(for: "").version == first)
        try sample.write("image.png", "another picture")
        live.lookForChanges()
        #expect(await live.showing(for: "").version == first + 1)
        try sample.write("issue.md", "none")
        live.lookForChanges()
        #expect(await live.showing(for: "").version == first + 2)
        try sample.write("image.png", "a third picture")
        live.lookForChanges()
        #expect(await live.showing(for: "").version == first + 2)
    }

    @Test func manyReadersAreAllShown() async throws {
        let sample = try SampleIssue()
        let live = LiveIssue(source: sample.source)
        for number in 1...120 {
            let address = "reader\(number)@example.org"
            #expect(await live.showing(for: address).issue?.reader.address == address)
        }
    }
}
