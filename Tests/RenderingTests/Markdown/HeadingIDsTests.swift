import Testing

@testable import Rendering

@Suite struct HeadingIDsTests {
    @Test(arguments: [
        ("What's new?", "whats-new"), ("Käse & Wein", "käse--wein"), ("漢字", "漢字"), ("!!!", "section"), ("", "section"),
        ("Hello \u{E000}name|you\u{E001}", "hello-name"),
    ])
    func idIsMadeOfTheWords(words: String, id: String) {
        var ids = HeadingIDs()
        #expect(ids.id(for: words) == id)
    }

    @Test func noIDIsGivenTwice() {
        var ids = HeadingIDs()
        let given = ["a", "a", "a-1", "a", "a 1"].map { ids.id(for: $0) }
        #expect(Set(given).count == given.count)
    }
}
