import Testing

@testable import Rendering

@Suite struct BraceSyntaxTests {
    @Test(arguments: [
        ("{{name}}", MergeField("name")),
        ("{{ name }}", MergeField("name")),
        ("{{first_name2}}", MergeField("first_name2")),
        ("{{ name | \"reader\" }}", MergeField("name", fallback: "reader")),
        ("{{name|\"\"}}", MergeField("name", fallback: "")),
        ("{{name|\"dear *reader* | friend\"}}", MergeField("name", fallback: "dear *reader* | friend")),
    ])
    func fieldBecomesAPlaceholder(written: String, field: MergeField) {
        let replaced = BraceSyntax.replacingFields(in: "a \(written) b")
        #expect(replaced.text == "a \(field.placeholder) b")
        #expect(replaced.meanings == [.field(field)])
    }

    @Test(arguments: [
        "{{Name}}", "{{ first name }}", "{{1st}}", "{{_x}}", "{{na-me}}", "{{ .Name }}", "{{name | reader}}",
        "{{name | 'reader'}}", "{{name | \"a\" | \"b\"}}", "{{name || \"a\"}}", "{{ }}", "{{name, or}}",
    ])
    func otherBracesStayAndAreReported(written: String) {
        let replaced = BraceSyntax.replacingFields(in: "a \(written) b")
        #expect(replaced.text == "a \(written) b")
        #expect(replaced.meanings == [.literal(written)])
    }

    @Test(arguments: [
        "", "{", "{{", "{{}}", "{name}", "{{name}", "{{name} }", "{{na\nme}}", "\\{{name}}", "a}}", "{{`name`}}",
        "`{{` and `}}`", "{{name<br>}}",
    ])
    func whatIsNoPairOfBracesIsNeitherChangedNorReported(written: String) {
        let replaced = BraceSyntax.replacingFields(in: written)
        #expect(replaced.text == written)
        #expect(replaced.meanings.isEmpty)
    }

    @Test(
        arguments: [
            ("{{#city}}in {{city}}{{/city}}", [.section(MergeCondition("city")), .field(MergeField("city"))]),
            ("{{^ city }}a{{/ city }}", [.section(MergeCondition("city", isNegated: true))]),
            ("{{#plan == \"pro\"}}a{{/plan}}", [.section(MergeCondition("plan", is: "pro"))]),
            ("{{#a}}{{#b}}x{{/b}}{{/a}}", [.section(MergeCondition("a")), .section(MergeCondition("b"))]),
            ("{{#a}}x", [.unmatched("{{#a}}")]),
            ("x{{/a}}", [.unmatched("{{/a}}")]),
            ("{{#a}}{{#b}}x{{/a}}{{/b}}", [.section(MergeCondition("a")), .unmatched("{{#b}}"), .unmatched("{{/b}}")]),
            ("{{#Plan}}x{{/plan}}", [.literal("{{#Plan}}"), .unmatched("{{/plan}}")]),
        ] as [(String, [BraceUse.Meaning])])
    func sectionsEndWhereTheyAreClosed(written: String, meanings: [BraceUse.Meaning]) {
        #expect(BraceSyntax.replacingFields(in: written).meanings == meanings)
    }

    @Test func innermostBracesCount() {
        #expect(BraceSyntax.replacingFields(in: "{{{name}}}").text == "{\(MergeField("name").placeholder)}")
    }

    @Test func fieldsSideBySide() {
        let replaced = BraceSyntax.replacingFields(in: "{{a}}{{b}} {{C}}")
        #expect(replaced.text == "\(MergeField("a").placeholder)\(MergeField("b").placeholder) {{C}}")
        #expect(replaced.meanings.count == 3)
    }
}
