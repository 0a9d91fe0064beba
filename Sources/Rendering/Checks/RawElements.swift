import Mail

/// Finds elements in a piece of raw HTML.
enum RawElements {
    /// A start tag as it stands in the source.
    struct Tag {
        /// The number of lines before it.
        let lineOffset: Int
        /// What stands between the name and `>`, lowercase.
        let attributes: String

        func hasAttribute(_ name: String) -> Bool {
            attributes.unicodeScalars.split { " \t\n/\"'".unicodeScalars.contains($0) }
                .contains { $0.prefix { $0 != "=" }.elementsEqual(name.unicodeScalars) }
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
        var rest = html.asciiLowercased[...]
        while let open = rest.firstIndex(ofASCII: "<") {
            lines += rest[..<open].lineEnds
            rest = rest[open...]
            if let comment = rest.droppingBytes(prefix: "<!--") {
                let end = comment.rangeOfBytes("-->")?.upperBound ?? rest.endIndex
                lines += rest[..<end].lineEnds
                rest = rest[end...]
                continue
            }
            let inside = Substring(rest.utf8.dropFirst()).prefixOfTag
            let own = inside.utf8.prefix { !" \t\n\r\u{0C}/".utf8.contains($0) }
            if own.elementsEqual(name.utf8) {
                tags.append(Tag(lineOffset: lines, attributes: String(Substring(inside.utf8[own.endIndex...]))))
            }
            lines += inside.lineEnds
            rest = rest[inside.endIndex...]
        }
        return tags
    }
}

extension Substring {
    /// How many lines end in the text, which has `\n` for that.
    fileprivate var lineEnds: Int { utf8.count { $0 == Byte.lf } }

    /// Up to the `>` that is not in quotes.
    fileprivate var prefixOfTag: Substring {
        var quote: UInt8?
        for index in utf8.indices {
            let byte = utf8[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return self[..<index]
            }
        }
        return self
    }
}
