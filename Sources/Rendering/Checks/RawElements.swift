/// Finds elements in a piece of raw HTML.
enum RawElements {
    /// The elements in order, each with the number of lines before it.
    static func elements(_ name: String, in html: String) -> [(element: DOMElement, lineOffset: Int)] {
        guard html.utf8.contains(UInt8(ascii: "<")) else { return [] }
        // HTML that the parser gives up on is reported when the message is compiled.
        let found = ((try? HTMLParser.fragment(html)) ?? []).flatMap { elements(name, in: $0) }
        let lines = lines(ofTag: name, in: html)
        return found.enumerated().map { ($1, $0 < lines.count ? lines[$0] : 0) }
    }

    private static func elements(_ name: String, in node: DOMNode) -> [DOMElement] {
        guard case .element(let element) = node else { return [] }
        return (element.name == name ? [element] : []) + element.children.flatMap { elements(name, in: $0) }
    }

    /// How many line ends stand before each `<name`.
    private static func lines(ofTag name: String, in html: String) -> [Int] {
        let tag = Array("<\(name)".utf8)
        let bytes = html.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        var lines: [Int] = []
        var lineEnds = 0
        for position in bytes.indices {
            if bytes[position] == 0x0A { lineEnds += 1 }
            if bytes[position] == tag[0], bytes[position...].starts(with: tag) { lines.append(lineEnds) }
        }
        return lines
    }
}
