import CGumbo
import Mail

/// Parses HTML as browsers do (the HTML standard's tree construction), with gumbo.
///
/// gumbo's tree lives only within these functions; what leaves is a tree of our own.
enum HTMLParser {
    /// A whole page; what is missing (html, head, body) is supplied. Comments outside html are dropped.
    static func page(_ source: String) throws(HTMLError) -> DOMElement {
        let root = try parse(source, context: GUMBO_TAG_LAST)
        guard case .element(let html) = root else { throw HTMLError.unparsable }
        return html
    }

    /// Content of a page's body; what it leaves open is closed and what it did not open is dropped.
    static func fragment(_ source: String) throws(HTMLError) -> [DOMNode] {
        let root = try parse(source, context: GUMBO_TAG_BODY)
        guard case .element(let html) = root else { throw HTMLError.unparsable }
        return html.children
    }

    /// More than ten times what fits a message that Gmail shows whole.
    private static let maximumTags = 40_000
    /// Our passes are recursive, and so is gumbo's clean-up.
    private static let maximumDepth = 200

    private static func parse(_ source: String, context: GumboTag) throws(HTMLError) -> DOMNode {
        guard source.utf8.count(where: { $0 == 0x3C }) <= maximumTags else { throw HTMLError.tooManyTags(maximumTags) }
        // gumbo walks over what is open for every tag, and opens again for each block what formats text.
        guard OpenTags.deepest(in: source, upTo: 2 * maximumDepth) <= 2 * maximumDepth else {
            throw HTMLError.nestedTooDeeply(maximumDepth)
        }
        var options = kGumboDefaultOptions
        options.fragment_context = context
        options.max_errors = 0
        var source = source
        let result = source.withUTF8 { buffer -> Result<DOMNode, HTMLError> in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress,
                    let output = gumbo_parse_with_options(&options, start, characters.count)
                else { return .failure(.unparsable) }
                defer { gumbo_destroy_output(&options, output) }
                return Result { () throws(HTMLError) in try convert(output.pointee.root, depth: 0) ?? .text("") }
            }
        }
        return try result.get()
    }

    private static func convert(_ node: UnsafeMutablePointer<GumboNode>, depth: Int) throws(HTMLError) -> DOMNode? {
        guard depth < maximumDepth else { throw HTMLError.nestedTooDeeply(maximumDepth) }
        switch node.pointee.type {
        case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
            return .element(try element(node.pointee.v.element, depth: depth))
        case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA:
            return .text(String(cString: node.pointee.v.text.text))
        case GUMBO_NODE_COMMENT:
            return .comment(String(cString: node.pointee.v.text.text))
        default:
            return nil
        }
    }

    private static func element(_ source: GumboElement, depth: Int) throws(HTMLError) -> DOMElement {
        var element = DOMElement(name(of: source))
        for index in 0..<Int(source.attributes.length) {
            guard let item = source.attributes.data[index] else { continue }
            let attribute = item.assumingMemoryBound(to: GumboAttribute.self).pointee
            element.attributes.append(
                DOMAttribute(
                    name: String(cString: attribute.name).lowercased(), value: String(cString: attribute.value)))
        }
        for index in 0..<Int(source.children.length) {
            guard let item = source.children.data[index] else { continue }
            if let child = try convert(item.assumingMemoryBound(to: GumboNode.self), depth: depth + 1) {
                element.children.append(child)
            }
        }
        return element
    }

    /// Elements that gumbo has no number for are named by their source.
    private static func name(of element: GumboElement) -> String {
        guard element.tag == GUMBO_TAG_UNKNOWN else { return String(cString: gumbo_normalized_tagname(element.tag)) }
        var piece = element.original_tag
        gumbo_tag_from_original_text(&piece)
        guard let start = piece.data else { return "unknown" }
        let bytes = UnsafeRawBufferPointer(start: start, count: piece.length)
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }
}

/// How deeply tags are nested, roughly and fast: what the parser would take long for is to be seen beforehand.
private enum OpenTags {
    /// Those that have no inside, and those that end by themselves where the next one begins.
    private static let unnested = Set(
        """
        area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot \
        colgroup caption option optgroup rt rp
        """.split(separator: " ").map { Array($0.utf8) })

    /// Those that go on behind the end of the block they stand in, if nobody closes them (HTML standard, "the list of
    /// active formatting elements"): each is there anew in every block that follows.
    private static let formatting = Set(
        "a b big code em font i nobr s small strike strong tt u".split(separator: " ").map { Array($0.utf8) })
    private static let maximumReopened = 400_000

    /// - Returns: the depth of the deepest tag; a little more than the limit if it is beyond, or if too much is opened anew.
    static func deepest(in source: String, upTo limit: Int) -> Int {
        var source = source
        return source.withUTF8 { bytes in
            var open: [[UInt8]] = []
            var (deepest, formats, reopened) = (0, 0, 0)
            var rest = bytes[...]
            while let mark = rest.firstIndex(of: UInt8(ascii: "<")), deepest <= limit {
                rest = bytes[(mark + 1)...]
                let isEnd = rest.first == UInt8(ascii: "/")
                let name = rest.dropFirst(isEnd ? 1 : 0).prefix { Byte.isLetterOrDigit($0) }.map { $0 | 0x20 }
                if name.isEmpty { continue }
                reopened += formats
                if reopened > maximumReopened { return limit + 1 }
                if unnested.contains(name) { continue }
                if !isEnd {
                    open.append(name)
                    formats += formatting.contains(name) ? 1 : 0
                } else if let partner = open.lastIndex(of: name) {
                    formats -= open[partner...].count { formatting.contains($0) }
                    open.removeSubrange(partner...)
                }
                deepest = max(deepest, open.count)
            }
            return deepest
        }
    }
}

/// Why a text cannot be made into a page.
package enum HTMLError: Error, Hashable, CustomStringConvertible {
    case tooManyTags(Int)
    case nestedTooDeeply(Int)
    case unparsable

    package var description: String {
        switch self {
        case .tooManyTags(let limit):
            "The HTML has more than \(limit) tags: no mail program would show it. Shorten the issue."
        case .nestedTooDeeply(let limit):
            "The HTML has elements nested more than \(limit) deep. Look for tags that are opened and never closed."
        case .unparsable: "The HTML could not be parsed: memory ran out. Shorten the issue."
        }
    }
}
