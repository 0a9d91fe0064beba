import Testing

@testable import Mail

@Suite struct FeedbackIDTests {
    @Test(arguments: [
        ("2017-w51", "news", "example.org", "2017-w51:news:newsletter:example.org"),
        ("a:b c", "é", "x.y", "a-b-c:--:newsletter:x.y--"),
        ("", "", "", "-:-:newsletter:-----"),
        ("w", "n", "a-very-long-domain.example.org", "w:n:newsletter:a-very-long-dom"),
        ("a\r\nB: c", "n", "example.org", "a--B--c:n:newsletter:example.org"),
        ("2026-новости", "n", "example.org", "2026-fad1736a:n:newsletter:example.org"),
        ("週刊一", "n", "example.org", "8ffc68b4:n:newsletter:example.org"),
    ])
    func partsAreCleanedAndTheSenderHas5To15Characters(mailing: String, list: String, sender: String, expected: String)
    {
        #expect(FeedbackID(mailing: mailing, list: list, sender: sender).description == expected)
    }
}
