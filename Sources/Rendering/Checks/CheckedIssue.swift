/// What the rules look at.
struct CheckedIssue {
    let issue: Issue
    let evidence: Evidence
    let links: [CheckedLink]
    let images: [CheckedImage]
    let headings: [CheckedHeading]
    /// The finished HTML part; nil if there is none.
    let page: DOMElement?

    init(_ issue: Issue, _ evidence: Evidence) {
        self.issue = issue
        self.evidence = evidence
        let leaves = (issue.body.blocks + issue.body.footnotes.flatMap(\.blocks)).flatMap(\.leaves)
        links = leaves.flatMap(Self.links)
        images = leaves.flatMap(Self.images)
        headings = leaves.flatMap(Self.headings)
        // A page that cannot be parsed was never made.
        page = evidence.message.flatMap { try? HTMLParser.page($0.htmlPage) }
    }
}

struct CheckedLink {
    /// As the author wrote it, without the readers' values.
    let url: String
    /// What a reader sees of it, with the descriptions of images.
    let words: String
    let hasImage: Bool
    let line: Int

    /// The URL as most readers get it, and as its author would recognise it.
    var shownURL: String { url.showingMergeFields }
}

struct CheckedImage {
    let url: String
    /// Nil if raw HTML has none.
    let alternative: String?
    let isRawHTML: Bool
    let line: Int
}

struct CheckedHeading {
    /// As the author wrote it, 1 to 6.
    let level: Int
    let words: String
    let line: Int
}

extension CheckedIssue {
    /// The links of a block that holds no blocks, raw HTML included.
    private static func links(_ block: Block) -> [CheckedLink] {
        var links: [CheckedLink] = []
        for resolved in RawHTML.resolved(block).flatMap(\.leaves) {
            resolved.forEachInline { inline in
                guard case .link(let link) = inline else { return }
                let words = link.content.plainText.collapsingWhiteSpace
                links.append(
                    CheckedLink(url: link.url, words: words, hasImage: link.content.hasImage, line: link.line))
            }
        }
        // Raw HTML loses its lines when it is parsed; its links keep their order.
        let lines = block.lines(of: "a")
        guard lines.count == links.count else { return links }
        return zip(links, lines).map {
            CheckedLink(url: $0.url, words: $0.words, hasImage: $0.hasImage, line: $1)
        }
    }

    private static func images(_ block: Block) -> [CheckedImage] {
        var images: [CheckedImage] = []
        block.forEachPiece { inline in
            switch inline {
            case .image(let image):
                images.append(
                    CheckedImage(
                        url: image.url, alternative: image.alternative, isRawHTML: false, line: image.line))
            case .html(let html, let line):
                for image in RawElements.elements("img", in: html) {
                    let url = image.element[attribute: "src"] ?? ""
                    images.append(
                        CheckedImage(
                            url: url, alternative: image.element[attribute: "alt"], isRawHTML: true,
                            line: line + image.lineOffset))
                }
            default: break
            }
        }
        return images
    }

    private static func headings(_ block: Block) -> [CheckedHeading] {
        switch block {
        case .heading(let heading):
            let words = heading.content.plainText.collapsingWhiteSpace
            return [CheckedHeading(level: heading.level, words: words, line: heading.line)]
        case .html(let html, let line):
            let found = (1...6).flatMap { level in
                RawElements.elements("h\(level)", in: html).map { element in
                    CheckedHeading(
                        level: level, words: element.element.words.collapsingWhiteSpace,
                        line: line + element.lineOffset)
                }
            }
            return found.sorted { $0.line < $1.line }
        default: return []
        }
    }
}

extension Block {
    /// The blocks that hold text, in reading order.
    var leaves: [Block] {
        let inner = children
        if inner.isEmpty { return [self] }
        guard case .callout(let callout) = self, !callout.title.isEmpty else { return inner.flatMap(\.leaves) }
        return [.paragraph(callout.title, line: callout.line)] + inner.flatMap(\.leaves)
    }

    /// Every inline of a block without blocks inside, and raw HTML, which is one.
    func forEachPiece(_ visit: (Inline) -> Void) {
        if case .html(let html, let line) = self { return visit(.html(html, line: line)) }
        forEachInline(visit)
    }

    /// The lines of the links as they come.
    fileprivate func lines(of tag: String) -> [Int] {
        var lines: [Int] = []
        forEachPiece { inline in
            switch inline {
            case .link(let link): lines.append(link.line)
            case .html(let html, let line):
                lines += RawElements.tags(tag, in: html).filter { $0.hasAttribute("href") }.map { line + $0.lineOffset }
            default: break
            }
        }
        return lines
    }
}

extension [Inline] {
    var hasImage: Bool {
        var found = false
        forEachInline { inline in
            if case .image = inline { found = true }
        }
        return found
    }
}

extension DOMElement {
    /// All text below, in order.
    var words: String {
        children.map { node in
            switch node {
            case .text(let text): text
            case .element(let element): element.name == "style" ? "" : element.words
            case .comment: ""
            }
        }.joined()
    }
}
