import Testing

@testable import Rendering

/// The HTML part says all that the library for Markdown says by itself, in the same elements and the same order.
@Suite struct ReferenceHTMLTests {
    private func ours(_ markdown: String) throws -> DocumentSigns {
        try DocumentSigns(html: HTMLWriter.fragment(MarkdownParser.parse(markdown)))
    }

    /// What is ours alone, or said otherwise on purpose: merge fields, call-outs, buttons, columns, contents; notes stand
    /// in a list with other marks, and what was raw HTML is sanitised.
    private static let otherwise: Set = [
        "Merge field", "Call-out", "Button", "Columns", "Contents", "Footnote", "Raw HTML", "HTML block",
    ]

    @Test(arguments: ElementSamples.all.filter { !otherwise.contains($0.element) })
    func everyElementOfTheSpecificationIsThere(sample: ElementSample) throws {
        let (ours, reference) = (try ours(sample.markdown), try DocumentSigns.reference(sample.markdown))
        #expect(!reference.signs.isEmpty)
        #expect(ours.signs == reference.signs)
    }

    /// Words that were in raw HTML are all there, but for scripts and styles.
    @Test(arguments: ElementSamples.all.filter { ["Raw HTML", "HTML block", "Footnote"].contains($0.element) })
    func noWordOfTheOthersIsLost(sample: ElementSample) throws {
        let ours = try ours(sample.markdown).signs
        for word in try DocumentSigns.reference(sample.markdown).signs
        where !word.hasPrefix("<") && word.first?.isLetter == true {
            #expect(ours.contains(word), "\(word) in \(ours)")
        }
    }

    /// The comparison sees each of these differences.
    @Test(arguments: [
        ("a *b*", "a b"), ("**a**", "*a*"), ("3. a", "4. a"), ("- a\n  - b", "- a\n- b"), ("- [x] a", "- [ ] a"),
        ("[a](https://e.org \"t\")", "[a](https://e.org)"), ("[a](https://e.org)", "[a](https://e.net)"),
        ("![a](https://e.org/i.png)", "![b](https://e.org/i.png)"), ("    a  b", "    a b"), ("a\\\nb", "a\nb"),
        ("| a |\n|--:|\n| b |", "| a |\n|:--|\n| b |"), ("| a |\n|---|\n| b |", "| a |\n|---|\n| b |\n| c |"),
        ("# a", "a"), ("> a", "a"), ("a\n\n***", "a"), ("a\n\nb", "a b"), ("~~a~~", "a"), ("`a`", "a"),
    ])
    func aDifferenceShows(_ one: String, _ other: String) throws {
        #expect(try ours(one) == DocumentSigns.reference(one))
        #expect(try ours(one) != DocumentSigns.reference(other))
    }

    @Test func theExceptionsAreSamples() {
        #expect(Self.otherwise.isSubset(of: Set(ElementSamples.all.map(\.element))))
    }
}
