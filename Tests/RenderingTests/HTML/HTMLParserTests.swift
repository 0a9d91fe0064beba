import Testing

@testable import Rendering

@Suite struct HTMLParserTests {
    @Test func whatIsMissingInAPageIsSupplied() throws {
        let page = try HTMLParser.page("hello")
        #expect(Serializer.page(page) == "<!DOCTYPE html>\n<html><head></head><body>hello</body></html>\n")
    }

    @Test func unknownElementsKeepTheirNames() throws {
        #expect(
            try HTMLParser.fragment("<My-Tag A=b></My-Tag>") == [
                .element(DOMElement("my-tag", attributes: [DOMAttribute(name: "a", value: "b")]))
            ])
    }

    @Test(arguments: ["", "\u{0}", "<", "<!", "<!--", "</", "&", "&#x110000;", "<a b", "<![CDATA[x]]>"])
    func brokenSourceGivesSomeTree(source: String) throws {
        #expect(throws: Never.self) { try HTMLParser.fragment(source) }
        #expect(try HTMLParser.page(source).name == "html")
    }

    @Test func nestingThatWouldExhaustTheStackIsRefused() {
        let deep = String(repeating: "<div>", count: 5_000)
        let error = #expect(throws: HTMLError.self) { try HTMLParser.fragment(deep) }
        #expect(error?.description.contains("nested more than 200 deep") == true)
    }

    @Test func moreTagsThanAnyMailHasAreRefused() {
        #expect(throws: HTMLError.tooManyTags(40_000)) {
            try HTMLParser.fragment(String(repeating: "<b></b>", count: 20_001))
        }
    }
}
