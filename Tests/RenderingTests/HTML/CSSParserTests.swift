import Testing

@testable import Rendering

@Suite struct CSSParserTests {
    @Test(arguments: [
        ("color:red", ["color:red"]),
        (" Color : Red ; ", ["color:Red"]),
        ("a:b!important", ["a:b!important"]),
        ("a:b ! important ;c:d", ["a:b!important", "c:d"]),
        ("a:url(data:x;y,z);c:d", ["a:url(data:x;y,z)", "c:d"]),
        ("a:\"x;y\";c:d", ["a:\"x;y\"", "c:d"]),
        ("a: b\n  c", ["a:b c"]),
        ("a:b;;;", ["a:b"]),
        ("nonsense", []),
        (":x", []),
        ("a:", []),
        ("a b:c", []),
        ("a:{b}", []),
        ("a:'unclosed;b:c", []),
        ("a:'cut\n;b:c", ["b:c"]),
        ("a:f(x;b:c", []),
        ("a:[x);b:c", ["b:c"]),
        ("a:x);b:c", ["b:c"]),
        ("a:x\\", []),
        ("", []),
        (";", []),
        ("\\", []),
    ])
    func declarationsAreReadAndTheMalformedLeftOut(source: String, declarations: [String]) {
        #expect(CSSParser.declarations(source).map(\.text) == declarations)
    }

    @Test(arguments: [
        "", "{", "}", "{}", "p{", "p", "@media", "@media {", "@media { p {", "/*", "/* */", "'", "\"\\", "p{a:'", "@",
        ";",
        "p{a:b}}", "@import", "(", "p[{a:b}",
    ])
    func fragmentsOfSheetsMakeNoTrouble(source: String) {
        for case .rule(let selectors, let declarations) in CSSParser.stylesheet(source) {
            #expect(!selectors.isEmpty && !declarations.isEmpty)
        }
    }

    @Test func nestedBlocksOfAnAtRuleStayTogether() {
        let media = "@media print { p { a: '}' } @supports (x) { q { b: c } } }"
        #expect(CSSParser.stylesheet(media + " i{a:b}").first == .atRule(media))
        #expect(CSSParser.stylesheet(media + " i{a:b}").count == 2)
    }
}
