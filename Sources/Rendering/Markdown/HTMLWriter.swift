import Mail

/// Writes a Markdown document as the HTML fragment that goes into the layout.
///
/// Made for mail programs: a task list's boxes are characters, alignment is a style, what needs a box around it is
/// a table (`role="presentation"`, so that it is not read out as one). Raw HTML goes through as written; it is
/// sanitised when the message is compiled.
package struct HTMLWriter {
    var output = ""
    /// The way in which text runs where we are; a block that runs the other way says so.
    var direction: TextDirection
    private var outline: ArraySlice<Outline.Entry> = []
    private var contents: MarkdownList?

    private init(direction: TextDirection) { self.direction = direction }

    /// - Parameter language: as in HTML's `lang`; it says which way text runs where nothing else does.
    package static func fragment(_ document: MarkdownDocument, language: String = "en") -> String {
        var writer = HTMLWriter(direction: TextDirection(language: language))
        writer.outline = Outline(document).entries[...]
        writer.contents = document.shownContents
        for block in document.blocks { writer.write(block) }
        writer.write(document.footnotes)
        return writer.output
    }

    /// Running text alone.
    static func inline(_ content: [Inline]) -> String {
        var writer = HTMLWriter(direction: .leftToRight)
        writer.write(content)
        return writer.output
    }

    // MARK: Blocks

    mutating func write(_ block: Block) {
        switch block {
        case .heading(let heading): write(heading)
        case .paragraph(let content, _): writeElement("p", attributes: directionAttribute(of: content), content)
        case .quote(let blocks, _):
            writeContainer("blockquote", runsAs: TextDirection(of: blocks)) { writer in
                writer.output += "\n"
                for block in blocks { writer.write(block) }
            }
        case .list(let list): write(list)
        case .code(let code): write(code)
        case .html(let html, _):
            writeRaw(html)
            if !html.hasBytes(suffix: "\n") { output += "\n" }
        case .table(let table): write(table)
        case .rule: output += "<hr>\n"
        case .callout(let callout): write(callout)
        case .button(let link): write(button: link)
        case .columns(let columns): write(columns)
        case .section(let section):
            output += section.condition.opening.escapingMarkup + "\n"
            for block in section.blocks { write(block) }
            output += MergeCondition.closing + "\n"
        case .contents:
            guard let contents else { break }
            writeContainer("div", attributes: attribute("class", "contents"), runsAs: nil) { $0.write(contents) }
        }
    }

    private mutating func write(_ heading: Heading) {
        // Every heading is in the outline, in the order in which we get here.
        let entry = outline.popFirst()
        let id = entry.map { attribute("id", $0.id) } ?? ""
        let name = "h\(entry?.level ?? heading.level)"
        writeElement(name, attributes: id + directionAttribute(of: heading.content), heading.content)
    }

    private mutating func write(_ list: MarkdownList) {
        let start = list.start.map { $0 == 1 ? "" : attribute("start", String($0)) } ?? ""
        // Boxes stand where bullets would.
        let tasks = list.items.allSatisfy { $0.task != nil } ? attribute("class", "tasks") : ""
        let name = list.start == nil ? "ul" : "ol"
        let own = TextDirection(of: list.items.first?.blocks ?? [])
        writeContainer(name, attributes: start + tasks, runsAs: own) { writer in
            writer.output += "\n"
            for item in list.items { writer.write(item, isTight: list.isTight) }
        }
    }

    private mutating func write(_ item: ListItem, isTight: Bool) {
        let task = item.task == nil ? "" : attribute("class", "task")
        for condition in item.conditions { output += condition.opening.escapingMarkup }
        writeContainer("li", attributes: task, runsAs: TextDirection(of: item.blocks)) { writer in
            writer.write(item.blocks, behind: item.task.map { $0.box + " " } ?? "", isTight: isTight)
        }
        for _ in item.conditions { output += MergeCondition.closing }
    }

    private mutating func write(_ blocks: [Block], behind box: String, isTight: Bool) {
        var blocks = blocks[...]
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
    }

    private mutating func writeParagraph(_ content: [Inline], isTight: Bool) {
        if !isTight { output += "<p>" }
        write(content)
        if !isTight { output += "</p>" }
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

    /// An element that says which way its content runs if that is not the way around it.
    mutating func writeContainer(
        _ name: String, attributes: String = "", runsAs own: TextDirection?, content: (inout HTMLWriter) -> Void
    ) {
        output += "<\(name)\(attributes)\(directionAttribute(own))>"
        let outer = direction
        direction = own ?? outer
        content(&self)
        direction = outer
        output += "</\(name)>\n"
    }

    func directionAttribute(of content: [Inline]) -> String { directionAttribute(TextDirection(of: content)) }

    private func directionAttribute(_ own: TextDirection?) -> String {
        guard let own, own != direction else { return "" }
        return attribute("dir", own.rawValue)
    }

    // MARK: Inlines

    mutating func write(_ content: [Inline]) {
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

    mutating func writeElement(_ name: String, attributes: String = "", _ content: [Inline]) {
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
            if case .text(let text) = piece { output += text } else { output += piece.placeholder.escapingMarkup }
        }
    }

    private func title(_ title: String) -> String { title.isEmpty ? "" : attribute("title", title) }

    func attribute(_ name: String, _ value: String) -> String { " \(name)=\"\(value.escapingMarkup)\"" }
}

extension Block {
    fileprivate var isParagraph: Bool {
        guard case .paragraph = self else { return false }
        return true
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
