import Testing

@testable import Rendering

@Suite struct SelectorTests {
    @Test(arguments: [
        ("p", 1), ("*", 0), (".a", 1_000), ("#a", 1_000_000), ("p.a", 1_001), ("[x]", 1_000), ("div p.a", 1_002),
        ("div > p#i.a[x=y]", 1_002_002), ("* .a", 1_000), (":root", 1_000), ("p:first-child", 1_001),
        ("p:not(.a)", 1_001), ("p:not(#a, .b)", 1_000_001), (":not(*)", 0), ("a + b ~ c", 3),
    ])
    func specificityCountsIdsThenClassesThenTypes(text: String, specificity: Int) {
        #expect(Selector(text)?.specificity == specificity)
    }

    @Test(arguments: [
        "", " ", "p:hover", "p::before", "a +", "+ b", "a + + b", "> p", "p >", "p > > b", "p,", ".", "#", ".1a", "[",
        "[x",
        "[x=]",
        "[x=y", "[x!=y]", "p{", "a|b", "p!", "[x='y]", "\\70", "p .", "a>", ":", "p:not", "p:not()", "p:not(a b)",
        "p:not(:hover)", "p:not(:not(a))", "p:not(a",
        ":nth-child()", ":nth-child(x)", ":nth-child(2n1)", ":nth-child(n+)", ":nth-child(99999999999999999999)",
        ":nth-child(-9223372036854775808n)", ":nth-child(2n + 1", ":first-child()", ":lang(de)", ":is(a)",
    ])
    func whatCannotBeInlinedIsNoSelector(text: String) {
        #expect(Selector(text) == nil)
    }
}
