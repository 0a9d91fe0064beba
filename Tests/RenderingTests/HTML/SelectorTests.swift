import Testing

@testable import Rendering

@Suite struct SelectorTests {
    @Test(arguments: [
        ("p", 1), ("*", 0), (".a", 1_000), ("#a", 1_000_000), ("p.a", 1_001), ("[x]", 1_000), ("div p.a", 1_002),
        ("div > p#i.a[x=y]", 1_002_002), ("* .a", 1_000),
    ])
    func specificityCountsIdsThenClassesThenTypes(text: String, specificity: Int) {
        #expect(Selector(text)?.specificity == specificity)
    }

    @Test(arguments: [
        "", " ", "p:hover", "p::before", "a + b", "a ~ b", "> p", "p >", "p > > b", "p,", ".", "#", ".1a", "[", "[x",
        "[x=]",
        "[x=y", "[x!=y]", "p{", "a|b", "p!", "[x='y]", ":root", "\\70", "p .", "a>",
    ])
    func whatCannotBeInlinedIsNoSelector(text: String) {
        #expect(Selector(text) == nil)
    }
}
