/// Finds elements in a piece of raw HTML.
enum RawElements {
    /// A start tag as it stands in the source.
    struct Tag {
        /// The number of lines before it.
        let lineOffset: Int
        /// What stands between the name and `>`, lowercase.
        let attributes: String

        func hasAttribute(_ name: String) -> Bool {
            attributes.split { " \t\n/\"'".contains($0) }.contains { $0.prefix { $0 != "=" } == name }
        }
    }

    /// The elements in order, each with the number of lines before it.
    static func elements(_ name: String, in html: String) -> [(element: DOMElement, lineOffset: Int)] {
        guard html.utf8.contains(UInt8(ascii: "<")) else { return [] }
        // HTML that the parser gives up on is reported when the message is compiled.
        let found = ((try? HTMLParser.fragment(html)) ?? []).flatMap { elements(name, in: $0) }
        let tags = tags(name, in: html)
        return found.enumerated().map { ($1, $0 < tags.count ? tags[$0].lineOffset : 0) }
    }

    private static func elements(_ name: String, in node: DOMNode) -> [DOMElement] {
        guard case .element(let element) = node else { return [] }
        return (element.name == name ? [element] : []) + element.children.flatMap { elements(name, in: $0) }
    }

    /// Every `<name` outside comments and other tags' attributes.
    static func tags(_ name: String, in html: String) -> [Tag] {
        var tags: [Tag] = []
        var lines = 0
        var rest = html.lowercased()[...]
        while let open = rest.firstIndex(of: "<") {
            lines += rest[..<open].count(where: \.isNewline)
            rest = rest[open...]
            if rest.hasPrefix("<!--") {
                let end = rest.dropFirst(4).firstRange(of: "-->")?.upperBound ?? rest.endIndex
                lines += rest[..<end].count(where: \.isNewline)
                rest = rest[end...]
                continue
            }
            let inside = rest.dropFirst().prefixOfTag
            let own = inside.prefix { !$0.isWhitespace && $0 != "/" }
            if own == name { tags.append(Tag(lineOffset: lines, attributes: String(inside.dropFirst(own.count)))) }
            lines += inside.count(where: \.isNewline)
            rest = rest[inside.endIndex...]
        }
        return tags
    }
}

extension Substring {
    /// Up to the `>` that is not in quotes.
    fileprivate var prefixOfTag: Substring {
        var quote: Character?
        for index in indices {
            let character = self[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == ">" {
                return self[..<index]
            }
        }
        return self
    }
}
