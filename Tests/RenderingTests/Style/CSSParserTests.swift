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
        let inner = CSSItem.group(prelude: "@supports (x)", items: [rule("q", "b:c")])
        let items = CSSParser.stylesheet(media + " i{a:b}")
        #expect(items == [.group(prelude: "@media print", items: [rule("p", "a:'}'"), inner]), rule("i", "a:b")])
    }

    @Test(arguments: [
        (".a{color:red;& b{margin:0}}", ["a { }", ".a b"]), (".a{&.b{margin:0}}", [".a.b"]),
        (".a, #i{b{margin:0}}", [":is(.a, #i) b"]), (".a{.b &{margin:0}}", [".b :is(.a)"]),
        (".a{> b{margin:0}}", [".a > b"]), (".a{& + &{margin:0}}", [":is(.a) + :is(.a)"]),
        (".a{b{i{margin:0}}}", [".a b i"]), (".a{&:not(&.b){margin:0}}", [":is(.a):not(:is(.a).b)"]),
        (".a{[title='&']{margin:0}}", [".a [title='&']"]), (".a{:bogus{margin:0}}", []),
        (".a, :bogus{b{margin:0}}", []),
    ])
    func nestedRulesAreWrittenOut(source: String, expected: [String]) {
        let selectors = CSSParser.stylesheet(source).flatMap { item -> [String] in
            guard case .rule(let selectors, let declarations) = item, declarations != [red] else { return [] }
            return selectors
        }
        #expect(selectors == expected.filter { !$0.hasSuffix("{ }") })
    }

    @Test func nestingDoesNotGrowWithoutEnd() {
        let deep = String(repeating: "& &, & & { ", count: 40) + "margin:0" + String(repeating: "}", count: 40)
        for case .rule(let selectors, _) in CSSParser.stylesheet("a { \(deep) }") {
            #expect(selectors.allSatisfy { $0.utf8.count <= 2_000 })
        }
    }

    @Test func aCustomPropertyKeepsItsCaseAndItsBlocks() {
        #expect(
            CSSParser.stylesheet("a{--Accent: { b: c };color:red}") == [
                .rule(
                    selectors: ["a"],
                    declarations: [
                        CSSDeclaration(property: "--Accent", value: "{ b: c }", isImportant: false), red,
                    ])
            ])
    }

    private var red: CSSDeclaration { CSSDeclaration(property: "color", value: "red", isImportant: false) }

    private func rule(_ selector: String, _ declarations: String) -> CSSItem {
        .rule(selectors: [selector], declarations: CSSParser.declarations(declarations))
    }
}
