extension MarkdownDocument {
    /// Calls `visit` for every inline of the document, outer before inner, in reading order.
    package func forEachInline(_ visit: (Inline) -> Void) {
        for block in blocks + footnotes.flatMap(\.blocks) { block.forEachInline(visit) }
    }

    /// Calls `visit` for every piece of raw HTML, with the line on which it starts.
    package func forEachRawHTML(_ visit: (String, _ line: Int) -> Void) {
        for block in blocks + footnotes.flatMap(\.blocks) { block.forEachHTMLBlock(visit) }
        forEachInline { inline in
            if case .html(let html, let line) = inline { visit(html, line) }
        }
    }
}

extension Block {
    func forEachInline(_ visit: (Inline) -> Void) {
        switch self {
        case .heading(let heading): heading.content.forEachInline(visit)
        case .paragraph(let content, _): content.forEachInline(visit)
        case .table(let table): for cell in table.header + table.rows.joined() { cell.forEachInline(visit) }
        case .callout(let callout):
            callout.title.forEachInline(visit)
            for child in children { child.forEachInline(visit) }
        case .button(let link): [Inline.link(link)].forEachInline(visit)
        case .quote, .list, .columns, .section: for child in children { child.forEachInline(visit) }
        case .code, .html, .rule, .contents: break
        }
    }

    func forEachHTMLBlock(_ visit: (String, _ line: Int) -> Void) {
        if case .html(let html, let line) = self { visit(html, line) }
        for child in children { child.forEachHTMLBlock(visit) }
    }
}

extension [Inline] {
    func forEachInline(_ visit: (Inline) -> Void) {
        for inline in self {
            visit(inline)
            switch inline {
            case .emphasis(let content), .strong(let content), .strikethrough(let content):
                content.forEachInline(visit)
            case .link(let link): link.content.forEachInline(visit)
            case .text, .softBreak, .lineBreak, .code, .html, .image, .footnote: break
            }
        }
    }
}
