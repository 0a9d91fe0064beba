import Testing

@testable import Rendering

@Suite struct LinkTargetTests {
    @Test(arguments: [
        ("https://e.org/a?b=c&d=%20#e", "https://e.org/a?b=c&d=%20#e"),
        ("https://e.org/a b\"c<d>", "https://e.org/a%20b%22c%3Cd%3E"),
        ("https://e.org/ä", "https://e.org/%C3%A4"),
        ("https://e.org/\u{E000}x|a b\u{E001}/é", "https://e.org/\u{E000}x|a b\u{E001}/%C3%A9"),
        ("http://[::1]/", "http://[::1]/"),
        ("https://e.org/a\nb\\c`", "https://e.org/a%0Ab%5Cc%60"),
        ("", ""),
    ])
    func onlyWhatAURLCannotHoldIsEncoded(url: String, expected: String) {
        #expect(LinkTarget.encoded(url) == expected)
    }
}
