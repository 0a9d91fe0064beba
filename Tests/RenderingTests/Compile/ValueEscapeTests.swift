import Mail
import Testing

@testable import Rendering

@Suite struct ValueEscapeTests {
    @Test(arguments: [
        ("a<b>&\"'c", ValueEscape.markup, false, "a&lt;b&gt;&amp;&quot;&#39;c"),
        ("a<b>&\"'c", .none, false, "a<b>&\"'c"),
        ("a b/c:d?e&f=g#h%", .markup, true, "a%20b%2Fc%3Ad%3Fe%26f%3Dg%23h%25"),
        ("ä-._~", .none, true, "%C3%A4-._~"),
        ("", .markup, false, ""),
    ])
    func valueIsEscapedForItsPlace(value: String, escape: ValueEscape, isPercentEncoded: Bool, expected: String) {
        var output: [UInt8] = []
        escape.append(value, isPercentEncoded: isPercentEncoded, to: &output)
        #expect(output.string == expected)
    }

    @Test(arguments: [
        ("plain", "plain"),
        ("Jané 😀", "Jané 😀"),
        ("a\r\nb", "a  b"),
        ("a\tb\u{0}c\u{7F}d\u{9F}e", "a b c d e"),
        ("a\u{2028}b\u{2029}c\u{85}d", "a b c d"),
        ("a\u{E000}name\u{E001}b", "anameb"),
        ("a\u{202E}b\u{2066}c\u{2069}", "abc"),
        ("שלום\u{200F}", "שלום\u{200F}"),
        ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"),
    ])
    func valueStaysOnOneLine(value: String, expected: String) {
        #expect(value.onOneLine == expected)
    }
}
