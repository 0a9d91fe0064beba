/// Writes a Markdown document as the HTML fragment that goes into the layout.
///
/// Made for mail programs: a task list's boxes are characters, alignment is a style, headings have ids. Raw
/// HTML goes through as written; it is sanitised when the message is compiled.
package struct HTMLWriter {
    private var output = ""
    private var headingIDs = HeadingIDs()

    package static func fragment(_ document: MarkdownDocument) -> String {
        var writer = HTMLWriter()
        for block in document.blocks { writer.write(block) }
        writer.write(document.footnotes)
        return writer.output
    }

    /// Running text alone.
    static func inline(_ content: [Inline]) -> String {
        var writer = HTMLWriter()
        writer.write(content)
        return writer.output
    }

    // MARK: Blocks

    private mutating func write(_ block: Block) {
        switch block {
        case .heading(let heading): write(heading)
        case .paragraph(let content, _): writeElement("p", content)
        case .quote(let blocks, _):
            output += "<blockquote>\n"
            for block in blocks { write(block) }
            output += "</blockquote>\n"
        case .list(let list): write(list)
        case .code(let code): write(code)
        case .html(let html, _):
            writeRaw(html)
            if !html.hasSuffix("\n") { output += "\n" }
        case .table(let table): write(table)
        case .rule: output += "<hr>\n"
        }
    }

    private mutating func write(_ heading: Heading) {
        let id = headingIDs.id(for: heading.content.plainText)
        writeElement("h\(heading.level)", attributes: attribute("id", id), heading.content)
    }

    private mutating func write(_ list: MarkdownList) {
        let isOrdered = list.start != nil
        let start = list.start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
        output += isOrdered ? "<ol\(start)>\n" : "<ul>\n"
        for item in list.items { write(item, isTight: list.isTight) }
        output += isOrdered ? "</ol>\n" : "</ul>\n"
    }

    private mutating func write(_ item: ListItem, isTight: Bool) {
        let box = item.task.map { $0.box + " " } ?? ""
        output += item.task == nil ? "<li>" : "<li class=\"task\">"
        var blocks = item.blocks[...]
        // The box stands in the item's first paragraph.
        if case .paragraph(let content, _)? = blocks.first {
            blocks = blocks.dropFirst()
            writeParagraph([.text(box)] + content, isTight: isTight)
        } else {
            output += box
        }
        if let first = blocks.first, !first.isParagraph || !isTight { output += "\n" }
        for block in blocks {
            if case .paragraph(let content, _) = block {
                writeParagraph(content, isTight: isTight)
                output += "\n"
            } else {
                write(block)
            }
        }
        output += "</li>\n"
    }

    private mutating func writeParagraph(_ content: [Inline], isTight: Bool) {
        if !isTight { output += "<p>" }
        write(content)
        if !isTight { output += "</p>" }
    }

    private mutating func write(_ code: CodeBlock) {
        let language = code.language.map { attribute("class", "language-" + $0) } ?? ""
        // A parser drops the line end behind <pre>, not one behind <code>.
        output += "<pre><code\(language)>\(code.text.escapingMarkup)</code></pre>\n"
    }

    private mutating func write(_ table: MarkdownTable) {
        output += "<table>\n<thead>\n"
        writeRow(table.header, cell: "th", of: table)
        output += "</thead>\n"
        if !table.rows.isEmpty {
            output += "<tbody>\n"
            for row in table.rows { writeRow(row, cell: "td", of: table) }
            output += "</tbody>\n"
        }
        output += "</table>\n"
    }

    private mutating func writeRow(_ cells: [[Inline]], cell name: String, of table: MarkdownTable) {
        output += "<tr>\n"
        for (column, content) in cells.enumerated() {
            let style = table.alignment(ofColumn: column).name.map { attribute("style", "text-align:" + $0) } ?? ""
            writeElement(name, attributes: style, content)
        }
        output += "</tr>\n"
    }

    private mutating func write(_ footnotes: [Footnote]) {
        if footnotes.isEmpty { return }
        output += "<hr>\n<ol class=\"footnotes\">\n"
        for footnote in footnotes {
            output += "<li id=\"\(FootnoteAnchor.note(footnote.number))\">\n"
            for block in footnote.blocks.withBackLinks(to: footnote) { write(block) }
            output += "</li>\n"
        }
        output += "</ol>\n"
    }

    // MARK: Inlines

    private mutating func write(_ content: [Inline]) {
        for inline in content { write(inline) }
    }

    private mutating func write(_ inline: Inline) {
        switch inline {
        case .text(let text): output += text.escapingMarkup
        case .softBreak: output += "\n"
        case .lineBreak: output += "<br>\n"
        case .code(let code): output += "<code>\(code.escapingMarkup)</code>"
        case .html(let html, _): writeRaw(html)
        case .emphasis(let content): writeSpan("em", content)
        case .strong(let content): writeSpan("strong", content)
        case .strikethrough(let content): writeSpan("del", content)
        case .link(let link):
            writeSpan(
                "a", attributes: attribute("href", LinkTarget.encoded(link.url)) + title(link.title), link.content)
        case .image(let image):
            let attributes = attribute("src", LinkTarget.encoded(image.url)) + attribute("alt", image.alternative)
            output += "<img\(attributes)\(title(image.title))>"
        case .footnote(let number, let occurrence):
            let id = FootnoteAnchor.reference(number, occurrence: occurrence)
            output += "<sup id=\"\(id)\"><a href=\"#\(FootnoteAnchor.note(number))\">\(number)</a></sup>"
        }
    }

    private mutating func writeElement(_ name: String, attributes: String = "", _ content: [Inline]) {
        writeSpan(name, attributes: attributes, content)
        output += "\n"
    }

    private mutating func writeSpan(_ name: String, attributes: String = "", _ content: [Inline]) {
        output += "<\(name)\(attributes)>"
        write(content)
        output += "</\(name)>"
    }

    /// As written, but a placeholder's inside is escaped as everywhere in HTML source.
    private mutating func writeRaw(_ html: String) {
        for piece in html.mergePieces {
            switch piece {
            case .text(let text): output += text
            case .field(let field): output += field.placeholder.escapingMarkup
            }
        }
    }

    private func title(_ title: String) -> String { title.isEmpty ? "" : attribute("title", title) }

    private func attribute(_ name: String, _ value: String) -> String { " \(name)=\"\(value.escapingMarkup)\"" }
}

extension Block {
    fileprivate var isParagraph: Bool {
        guard case .paragraph = self else { return false }
        return true
    }
}

extension MarkdownTable.Alignment {
    /// CSS's word for it.
    fileprivate var name: String? {
        switch self {
        case .none: nil
        case .left: "left"
        case .center: "center"
        case .right: "right"
        }
    }
}

extension ListItem.Task {
    /// The box as a character: mail programs drop form controls.
    package var box: String {
        switch self {
        case .open: "\u{2610}"
        case .done: "\u{2611}"
        }
    }
}
