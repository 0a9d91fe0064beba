import Testing

@testable import Rendering

@Suite struct LinkPolicyTests {
    private static let name = MergeField("name", fallback: "a b").placeholder
    private static let encodedName = MergeField("name", fallback: "a b", isPercentEncoded: true).placeholder
    private static let unsubscribe = MergeField("unsubscribe_url").placeholder
    private static let encodedUnsubscribe = MergeField("unsubscribe_url", isPercentEncoded: true).placeholder

    @Test(arguments: [
        ("https://x.y", "https://x.y"),
        ("https://x.y/?q=\(name)", "https://x.y/?q=\(encodedName)"),
        ("\(name)", "\(encodedName)"),
        ("\(encodedName)", "\(encodedName)"),
        ("\(unsubscribe)", "\(unsubscribe)"),
        (" \(unsubscribe) ", "\(unsubscribe)"),
        ("\(unsubscribe)?x=\(name)", "\(unsubscribe)?x=\(encodedName)"),
        ("https://x.y/?back=\(unsubscribe)", "https://x.y/?back=\(encodedUnsubscribe)"),
    ])
    func fieldsInURLsArePercentEncodedButForOurOwnWholeURLs(url: String, expected: String) {
        #expect(LinkPolicy.encodingFields(in: url) == expected)
    }

    @Test(arguments: ["\(name):alert(1)", "java\(name):x", "\(unsubscribe)script:x", "x\(name):", "javascript:\(name)"])
    func aSchemeCannotBePutTogetherFromValues(url: String) {
        #expect(!LinkPolicy.allows(link: url))
        #expect(!LinkPolicy.allows(image: url))
    }

    /// Swift sees no colon in these, browsers do.
    @Test(arguments: ["\u{E33}", "\u{301}", "\u{200D}", "\u{FE0F}"])
    func aSchemeEndsAtItsColonWhateverIsJoinedToIt(mark: String) {
        #expect(LinkPolicy.scheme(of: "javascript:\(mark)alert(1)") == "javascript")
        #expect(!LinkPolicy.allows(link: "javascript:\(mark)alert(1)"))
        #expect(!LinkPolicy.allows(link: "java\tscript:\(mark)alert(1)"))
        #expect(LinkPolicy.allows(link: "https://example.org/\(mark)"))
        #expect(LinkPolicy.allows(link: "a/\(mark)b:c"), "a slash comes first")
        #expect(LinkPolicy.cleaned("ht\ttps:\(mark)//x\n") == "https:\(mark)//x")
    }

    @Test(arguments: ["", " "])
    func anImageNeedsAnAddress(url: String) {
        #expect(!LinkPolicy.allows(image: url))
    }
}
