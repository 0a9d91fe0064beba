import Testing

@testable import Preview

@Suite struct ChangeFeedTests {
    @Test func aListenerGetsTheVersionNowAndLaterOnes() async {
        let feed = ChangeFeed(version: 3)
        var versions = feed.versions().makeAsyncIterator()
        #expect(await versions.next() == 3)
        feed.publish(4)
        #expect(await versions.next() == 4)
    }

    @Test func aSlowListenerGetsTheNewestOnly() async {
        let feed = ChangeFeed(version: 1)
        var versions = feed.versions().makeAsyncIterator()
        for version in 2...9 { feed.publish(version) }
        #expect(await versions.next() == 9)
    }

    @Test func theEndEndsStreamsThatAreOpenAndThoseThatComeLater() async {
        let feed = ChangeFeed(version: 1)
        var early = feed.versions().makeAsyncIterator()
        feed.end()
        var late = feed.versions().makeAsyncIterator()
        for expected in [1, nil] {
            #expect(await early.next() == expected)
            #expect(await late.next() == expected)
        }
    }
}
