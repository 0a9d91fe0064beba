import Templates
import Testing

@Suite struct TemplatesTests {
    private func rendered(_ value: String, _ template: String = "<p title='{{x}}' lang=\"{{x}}\">{{x}}</p>") throws
        -> String
    {
        var library = TemplateLibrary()
        try library.add(template, named: "page", escaping: .markup)
        return try #require(library.render("page", ["x": value]))
    }

    /// U+0600 is joined to what follows; the others to what comes before.
    @Test(arguments: ["\u{600}", "\u{301}", "\u{E33}", "\u{200D}", "\u{FE0F}", ""])
    func aValueNeverBecomesMarkupWhateverIsJoinedToIt(joined: String) throws {
        for sign in ["<", ">", "\"", "'", "&"] {
            let page = try rendered("a\(joined)\(sign)\(joined)b", "{{x}}")
            #expect(
                !page.unicodeScalars.dropFirst().dropLast().contains { "<>\"'".unicodeScalars.contains($0) }, "\(page)")
            #expect(page.unicodeScalars.contains("&"), "\(page)")
        }
    }

    @Test func aScriptBehindAJoiningCharacterIsText() throws {
        let page = try rendered("\u{600}<script x\u{600}>alert(1)</script>")
        #expect(!page.unicodeScalars.split(separator: "<").contains { $0.starts(with: "script".unicodeScalars) })
        #expect(page.hasSuffix("&lt;/script&gt;</p>"))
    }

    @Test func whatSaysSoStandsAsItIs() throws {
        #expect(try rendered("<b>", "{{{x}}}") == "<b>")
        var library = TemplateLibrary()
        try library.add("{{x}}", named: "text", escaping: .none)
        #expect(library.render("text", ["x": "a < b & 'c'"]) == "a < b & 'c'")
    }

    @Test func anIncludedTemplateEscapesToo() throws {
        var library = TemplateLibrary()
        try library.add("<i>{{x}}</i>", named: "part", escaping: .markup)
        try library.add("{{> part}}", named: "page", escaping: .markup)
        #expect(library.render("page", ["x": "\u{600}<"]) == "<i>\u{600}&lt;</i>")
    }

    @Test func aDamagedTemplateIsNamedWithItsLine() {
        var library = TemplateLibrary()
        let error = #expect(throws: TemplateSyntaxError.self) {
            try library.add("one\n{{#open}}", named: "page", escaping: .markup)
        }
        #expect(error?.line == 2)
        #expect(library.render("page", [:]) == nil)
    }
}
