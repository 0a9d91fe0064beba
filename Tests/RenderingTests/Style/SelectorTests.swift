import Testing

@testable import Rendering

@Suite struct SelectorTests {
    @Test(arguments: [
        ("p", 1), ("*", 0), (".a", 1_000), ("#a", 1_000_000), ("p.a", 1_001), ("[x]", 1_000), ("div p.a", 1_002),
        ("div > p#i.a[x=y]", 1_002_002), ("* .a", 1_000), (":root", 1_000), ("p:first-child", 1_001),
        ("p:not(.a)", 1_001), ("p:not(#a, .b)", 1_000_001), (":not(*)", 0), ("a + b ~ c", 3),
        ("p:hover", 1_001), ("p::before", 2), ("p:before", 2), (":is(a, .b)", 1_000), (":where(#a)", 0),
        ("p:not(a b)", 3), (":has(> #a)", 1_000_000), (":nth-child(2 of .a)", 2_000), (":only-child", 1_000),
    ])
    func specificityCountsIdsThenClassesThenTypes(text: String, specificity: Int) {
        #expect(Selector(text)?.specificity == specificity)
    }

    @Test(arguments: ["p:hover", "p::before", "p:not(:hover)", ":lang(de)", ":has(b)", "p:first-line", ":is(a:focus)"])
    func whatTheDocumentDoesNotSayStaysInTheSheet(text: String) {
        #expect(Selector(text)?.needsSheet == true)
    }

    @Test(arguments: ["\\70", "p:not(a b)", "p:not(:not(a))", ":is(a)", ":only-of-type", ":visited", ".w-1\\/2"])
    func whatTheDocumentSaysIsInlined(text: String) { #expect(Selector(text)?.needsSheet == false) }

    @Test(arguments: [
        "", " ", "a +", "+ b", "a + + b", "> p", "p >", "p > > b", "p,", ".", "#", ".1a", "[", "[x", "[x=]", "[x=y",
        "[x!=y]", "p{", "a|b", "p!", "[x='y]", "p .", "a>", ":", "p:not", "p:not()", "p:not(a", ":bogus", "::bogus",
        "p::before b", "p::before.a", "p::before::after", "p:first-line:lang(de)", "p::before:hover b",
        ":not(::before)", "\\", ".a\\\n",
        ":nth-child()", ":nth-child(x)", ":nth-child(2n1)", ":nth-child(n+)", ":nth-child(99999999999999999999)",
        ":nth-child(-9223372036854775808n)", ":nth-child(2n + 1", ":first-child()", ":has()",
        String(repeating: ":not(", count: 40) + "a" + String(repeating: ")", count: 40),
        Array(repeating: "a", count: 30).joined(separator: " "),
    ])
    func whatBrowsersDoNotTakeIsNoSelector(text: String) { #expect(Selector(text) == nil) }
}
