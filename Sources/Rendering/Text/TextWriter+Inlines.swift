import Mail

extension TextWriter {
    /// Where a link's URL goes.
    enum LinkStyle: Hashable, Sendable {
        /// Behind the words if it is short, else numbered.
        case besideWhenShort
        /// Always numbered: in headings and tables, which a URL would tear apart.
        case numbered
    }

    private static let shortURL = 40

    mutating func pieces(_ content: [Inline], links: LinkStyle) -> [TextPiece] {
        var pieces: [TextPiece] = []
        for (index, inline) in content.enumerated() {
            if case .text(let text) = inline { sectionDepth += text.sectionBalance }
            if let part = inline.markedWords, content.isInsideWord(at: index) {
                pieces += self.pieces(part, links: links)
            } else {
                pieces += self.pieces(inline, links: links)
            }
        }
        return pieces
    }

    private mutating func pieces(_ inline: Inline, links: LinkStyle) -> [TextPiece] {
        switch inline {
        case .text(let text): return [.text(text)]
        case .softBreak: return [.text(" ")]
        case .lineBreak: return [.lineBreak]
        case .code(let code): return [.text("`\(code)`")]
        case .html: return []
        case .emphasis(let content): return marked(pieces(content, links: links), "_")
        case .strong(let content): return marked(pieces(content, links: links), "*")
        case .strikethrough(let content): return marked(pieces(content, links: links), "~")
        case .link(let link): return pieces(link, links: links)
        case .image(let image):
            return [.text(image.label)] + reference(to: image.shownURL, title: image.title, links: links)
        case .footnote(let number, _): return [.attached("[^\(number)]")]
        }
    }

    /// No mark touches a URL, which mail programs would take for a part of it.
    private func marked(_ pieces: [TextPiece], _ mark: String) -> [TextPiece] {
        let touchesURL = [pieces.first, pieces.last].contains { piece in
            guard case .url(let url)? = piece else { return false }
            return !url.hasBytes(suffix: ">")
        }
        if pieces.isEmpty || touchesURL { return pieces }
        return [.text(mark)] + pieces + [.attached(mark)]
    }

    private mutating func pieces(_ link: Link, links: LinkStyle) -> [TextPiece] {
        let words = pieces(link.content, links: links)
        guard let url = link.shownURL else { return words }
        let shown = link.content.plainText.trimmingWhiteSpace
        if words.isEmpty || (shown.isEmpty && !link.content.containsImage) || link.isNamedByItsURL(shown) {
            return [.url(url)] + title(of: link)
        }
        return words + reference(to: url, title: link.title, links: links)
    }

    /// Where the words lead. A title, which browsers show beside the pointer, stands in parentheses behind the URL.
    private mutating func reference(to url: String?, title: String, links: LinkStyle) -> [TextPiece] {
        let title = title.collapsingWhiteSpace
        guard let url else { return title.isEmpty ? [] : [.text(" (\(title))")] }
        let isBeside = links == .besideWhenShort && url.displayWidth <= Self.shortURL
        if isBeside || sectionDepth > 0 {
            return [.text(" "), .url("<\(url)>")] + (title.isEmpty ? [] : [.text(" (\(title))")])
        }
        return [.attached(" [\(references.number(of: url, title: title))]")]
    }

    private func title(of link: Link) -> [TextPiece] {
        let title = link.title.collapsingWhiteSpace
        return title.isEmpty ? [] : [.text(" (\(title))")]
    }
}

extension Inline {
    /// What marks would stand around, if the text says the same without them.
    fileprivate var markedWords: [Inline]? {
        switch self {
        case .emphasis(let content), .strong(let content): content
        default: nil
        }
    }
}

extension [Inline] {
    /// Whether a letter or digit touches the inline: `foo_bar_baz` would look like a name, not like an emphasis. East
    /// Asian characters always touch.
    fileprivate func isInsideWord(at index: Int) -> Bool {
        let before = index > 0 ? [self[index - 1]].plainText.last : nil
        let after = index + 1 < count ? [self[index + 1]].plainText.first : nil
        return [before, after].compactMap(\.self).contains { ($0.isLetter || $0.isNumber) && $0.displayWidth == 1 }
    }
}

extension String {
    /// How many more sections begin in the text than end in it.
    fileprivate var sectionBalance: Int {
        guard isPersonal else { return 0 }
        return mergePieces.reduce(0) { sum, piece in
            switch piece {
            case .opening: sum + 1
            case .closing: sum - 1
            case .text, .field: sum
            }
        }
    }
}

extension Link {
    /// The URL as the text part shows it; nil if there is none, or none outside the message.
    var shownURL: String? {
        let target = LinkPolicy.encodingFields(in: LinkTarget.encoded(url))
        if target.isEmpty || LinkTarget.isAnchor(target) { return nil }
        if target.containsASCII("?") { return target }
        return target.droppingBytes(prefix: "mailto:").map(String.init) ?? target
    }

    /// Whether the words say the same as the URL: `example.org` or `https://example.org/`.
    fileprivate func isNamedByItsURL(_ words: String) -> Bool {
        [url, LinkTarget.encoded(url)].contains { url in
            ["", "http://", "https://", "mailto:"].contains { scheme in
                url == scheme + words || url == scheme + words + "/"
            }
        }
    }
}

extension Image {
    var label: String {
        alternative.trimmingWhiteSpace.isEmpty ? "[Image]" : "[Image: \(alternative.trimmingWhiteSpace)]"
    }

    /// Nil for an image that is no place on the web.
    var shownURL: String? {
        let isInside = ["data:", "cid:"].contains { url.asciiLowercased.hasBytes(prefix: $0) }
        return isInside || url.isEmpty ? nil : LinkPolicy.encodingFields(in: LinkTarget.encoded(url))
    }
}

extension [Inline] {
    fileprivate var containsImage: Bool {
        var found = false
        forEachInline { inline in
            if case .image = inline { found = true }
        }
        return found
    }
}
