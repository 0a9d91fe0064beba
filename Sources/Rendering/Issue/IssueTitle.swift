/// Finds the subject in an issue's text: the first heading, else the first line.
///
/// A heading is the issue's title if no words come before it, or if it is of level 1. `### Holiday party` in
/// the midst of an issue that opens with the line "week 2017-W51" is a section's heading, and the line is the
/// title.
struct IssueTitle {
    let subject: String
    /// The text without an opening line that only says the subject again.
    let body: [Block]

    /// - Parameter subject: the front matter's, which wins.
    init(of document: MarkdownDocument, subject given: String?) {
        let opening = document.blocks.firstIndex { !Self.firstLine(of: $0).isEmpty }
        let found = opening.map { index in
            Self.title(ofOpening: document.blocks[index]) ?? Self.topHeading(in: document.blocks)
                ?? Self.shortened(Self.firstLine(of: document.blocks[index]))
        }
        let subject = given ?? found ?? ""
        var body = document.blocks
        if let opening, Self.saysOnly(subject, body[opening]) { body.remove(at: opening) }
        self.subject = subject
        self.body = body
    }

    private static func title(ofOpening block: Block) -> String? {
        guard case .heading(let heading) = block else { return nil }
        return words(heading.content)
    }

    private static func topHeading(in blocks: [Block]) -> String? {
        blocks.lazy.compactMap { block -> String? in
            guard case .heading(let heading) = block, heading.level == 1 else { return nil }
            return words(heading.content)
        }.first { !$0.isEmpty }
    }

    /// Whether the block is a heading or a line with these words and nothing that would be lost with it.
    private static func saysOnly(_ subject: String, _ block: Block) -> Bool {
        let content: [Inline]
        switch block {
        case .heading(let heading): content = heading.content
        case .paragraph(let paragraph, _): content = paragraph
        default: return false
        }
        var holdsMore = false
        content.forEachInline { inline in
            switch inline {
            case .link, .image, .footnote, .html: holdsMore = true
            default: break
            }
        }
        return !holdsMore && words(content) == subject
    }

    /// The first words of a block, up to the end of their line; images and rules have none.
    private static func firstLine(of block: Block) -> String {
        switch block {
        case .heading(let heading): return words(heading.content)
        case .paragraph(let content, _):
            if content.contains(where: \.isHTML) { return RawHTML.resolved(block).map(plainFirstLine).first ?? "" }
            return plainFirstLine(of: block)
        case .quote(let blocks, _): return firstLine(in: blocks)
        case .list(let list): return firstLine(in: list.items.flatMap(\.blocks))
        case .table(let table):
            return (table.header + table.rows.joined()).lazy.map { words($0) }.first { !$0.isEmpty } ?? ""
        case .code(let code): return code.text.split(separator: "\n").first?.trimmingWhiteSpace ?? ""
        case .html: return firstLine(in: RawHTML.resolved(block))
        case .callout, .columns, .section: return firstLine(in: block.children)
        case .rule, .button, .contents: return ""
        }
    }

    private static func firstLine(in blocks: [Block]) -> String {
        blocks.lazy.map { firstLine(of: $0) }.first { !$0.isEmpty } ?? ""
    }

    private static func plainFirstLine(of block: Block) -> String {
        guard case .paragraph(let content, _) = block else { return firstLine(of: block) }
        return content.split { $0 == .softBreak || $0 == .lineBreak }.lazy.map { words(Array($0)) }.first {
            !$0.isEmpty
        } ?? ""
    }

    /// An image's description is no title.
    private static func words(_ content: [Inline]) -> String {
        content.withoutImages.plainText.collapsingWhiteSpace
    }

    /// A whole paragraph on one line is too much for a subject.
    private static func shortened(_ line: String) -> String {
        let limit = 120
        if line.displayWidth <= limit { return line }
        var words: [Substring] = []
        var width = 0
        for word in line.split(separator: " ") {
            // With a space in front, and the ellipsis behind the last one.
            width += String(word).displayWidth + (words.isEmpty ? 0 : 1)
            if width >= limit, !words.isEmpty { break }
            words.append(word)
        }
        return words.joined(separator: " ") + "\u{2026}"
    }
}

extension Inline {
    fileprivate var isHTML: Bool {
        guard case .html = self else { return false }
        return true
    }
}

extension [Inline] {
    fileprivate var withoutImages: [Inline] {
        compactMap { inline in
            switch inline {
            case .image: nil
            case .link(let link):
                .link(Link(url: link.url, title: link.title, content: link.content.withoutImages, line: link.line))
            default: inline
            }
        }
    }
}
