import Testing

@testable import Rendering

@Suite struct SerializerTests {
    @Test(arguments: [
        ("<p>a &amp; b &lt; c</p>", "<p>a &amp; b &lt; c</p>"),
        ("<p title='\"&amp;<'>a</p>", "<p title=\"&quot;&amp;&lt;\">a</p>"),
        ("a<br>b<hr>", "a<br>b<hr>"),
        ("a&nbsp;b&zwnj;c", "a&nbsp;b&zwnj;c"),
        ("<p>a   b\n\n c</p>", "<p>a b\nc</p>"),
        ("<pre>a   b\n\n c</pre>", "<pre>a   b\n\n c</pre>"),
        ("<pre>\n\n two</pre>", "<pre>\n\n two</pre>"),
        ("<p style=\"white-space:pre-wrap\">a   b</p>", "<p style=\"white-space:pre-wrap\">a   b</p>"),
        ("<img src=x alt>", "<img src=\"x\" alt=\"\">"),
        ("<p>é漢😀</p>", "<p>é漢😀</p>"),
    ])
    func treeIsWrittenAsSource(html: String, expected: String) throws {
        #expect(Serializer.fragment(try HTMLParser.fragment(html)) == expected)
    }

    @Test func longTextAndManyAttributesAreBrokenIntoLines() throws {
        let text = (0..<500).map { "word\($0)" }.joined(separator: " ")
        let attributes = (0..<20).map { "data-attribute-\($0)=\"value\"" }.joined(separator: " ")
        let source = Serializer.fragment(try HTMLParser.fragment("<p \(attributes)>\(text)</p>"))
        #expect(source.split(separator: "\n").allSatisfy { $0.count < 130 })
    }

    @Test func aPlaceholderIsNeitherBrokenNorCollapsed() throws {
        let field = MergeField("x", fallback: (0..<60).map { "w\($0)  " }.joined()).placeholder
        #expect(Serializer.fragment(try HTMLParser.fragment("<p>\(field)</p>")) == "<p>\(field)</p>")
    }

    @Test func aFallbackIsEscapedInSourceAndReadBack() throws {
        let field = MergeField("x", fallback: "<b> & \"c\" &amp;")
        let source = Serializer.fragment([.text(field.placeholder)])
        #expect(!source.contains("<b>"))
        #expect(source.mergeFields.map(\.unescapingMarkup) == [field])
        #expect(try HTMLParser.fragment(source) == [.text(field.placeholder)])
    }
}
