import Testing

@testable import Rendering

@Suite struct SpellingTests {
    private let known = IssueKey.allCases.map(\.rawValue)

    @Test(arguments: [
        ("subjct", "subject"), ("Subject", "subject"), ("sbuject", "subject"), ("reply_to", "reply-to"),
        ("replyto", "reply-to"),
        ("pre-header", "preheader"), ("preheder", "preheader"), ("lists", "list"), ("fron", "from"),
        ("langauge", "language"),
    ])
    func misspellingIsUnderstood(word: String, meant: String) {
        #expect(Spelling.nearest(to: word, among: known) == meant)
    }

    @Test(arguments: ["", "author", "title", "tags", "layout", "season", "x", "form-letter", "objects"])
    func otherWordIsNoMisspelling(word: String) {
        #expect(Spelling.nearest(to: word, among: known) == nil)
    }
}
