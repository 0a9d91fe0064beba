extension MarkdownDocument {
    /// The document with `change` applied to every inline, inner ones first.
    func mapInlines(_ change: (Inline) -> Inline) -> MarkdownDocument {
        var document = self
        document.blocks = blocks.map { $0.mapInlines(change) }
        document.footnotes = footnotes.map { note in
            Footnote(
                number: note.number, blocks: note.blocks.map { $0.mapInlines(change) }, line: note.line,
                references: note.references)
        }
        return document
    }
}

extension Block {
    fileprivate func mapInlines(_ change: (Inline) -> Inline) -> Block {
        func blocks(_ blocks: [Block]) -> [Block] { blocks.map { $0.mapInlines(change) } }
        func inlines(_ content: [Inline]) -> [Inline] { content.map { $0.mapInlines(change) } }
        switch self {
        case .heading(let heading):
            return .heading(Heading(level: heading.level, content: inlines(heading.content), line: heading.line))
        case .paragraph(let content, let line): return .paragraph(inlines(content), line: line)
        case .quote(let inner, let line): return .quote(blocks(inner), line: line)
        case .list(let list):
            let items = list.items.map { ListItem(task: $0.task, blocks: blocks($0.blocks), conditions: $0.conditions) }
            return .list(MarkdownList(start: list.start, isTight: list.isTight, items: items, line: list.line))
        case .table(let table):
            return .table(
                MarkdownTable(
                    alignments: table.alignments, header: table.header.map(inlines),
                    rows: table.rows.map { $0.map(inlines) }, line: table.line))
        case .callout(let callout):
            return .callout(
                Callout(
                    kind: callout.kind, title: inlines(callout.title), blocks: blocks(callout.blocks),
                    line: callout.line))
        case .button(let link):
            return .button(Link(url: link.url, title: link.title, content: inlines(link.content), line: link.line))
        case .columns(let columns):
            return .columns(Columns(columns: columns.columns.map(blocks), line: columns.line))
        case .section(let section):
            return .section(
                Section(condition: section.condition, blocks: blocks(section.blocks), line: section.line))
        case .code, .html, .rule, .contents: return self
        }
    }
}

extension Inline {
    fileprivate func mapInlines(_ change: (Inline) -> Inline) -> Inline {
        func inner(_ content: [Inline]) -> [Inline] { content.map { $0.mapInlines(change) } }
        switch self {
        case .emphasis(let content): return change(.emphasis(inner(content)))
        case .strong(let content): return change(.strong(inner(content)))
        case .strikethrough(let content): return change(.strikethrough(inner(content)))
        case .link(let link):
            return change(
                .link(Link(url: link.url, title: link.title, content: inner(link.content), line: link.line)))
        case .text, .softBreak, .lineBreak, .code, .html, .image, .footnote: return change(self)
        }
    }
}
