/// Reads raw HTML in a document as the Markdown that would say the same, for the text part.
///
/// It goes through the same parser and sanitiser as the HTML part, so that both parts say the same.
enum RawHTML {
    /// The document without raw HTML.
    static func resolved(_ document: MarkdownDocument) -> MarkdownDocument {
        var document = document
        document.blocks = resolved(document.blocks)
        document.footnotes = document.footnotes.map { note in
            Footnote(number: note.number, blocks: resolved(note.blocks), line: note.line, references: note.references)
        }
        return document
    }

    private static func resolved(_ blocks: [Block]) -> [Block] { blocks.flatMap(resolved) }

    /// A block's worth of blocks.
    static func resolved(_ block: Block) -> [Block] {
        switch block {
        case .html(let html, let line): return read(HTMLWriter.inline([.html(html, line: line)]), line: line)
        case .paragraph(let content, let line):
            return content.hasRawHTML ? read(HTMLWriter.inline(content), line: line) : [block]
        case .heading(let heading):
            let content = resolved(heading.content, line: heading.line)
            return [.heading(Heading(level: heading.level, content: content, line: heading.line))]
        case .quote(let blocks, let line): return [.quote(resolved(blocks), line: line)]
        case .list(let list):
            let items = list.items.map {
                ListItem(task: $0.task, blocks: resolved($0.blocks), conditions: $0.conditions)
            }
            return [.list(MarkdownList(start: list.start, isTight: list.isTight, items: items, line: list.line))]
        case .table(let table):
            return [
                .table(
                    MarkdownTable(
                        alignments: table.alignments, header: table.header.map { resolved($0, line: table.line) },
                        rows: table.rows.map { $0.map { resolved($0, line: table.line) } }, line: table.line))
            ]
        case .callout(let callout):
            let title = resolved(callout.title, line: callout.line)
            let blocks = resolved(callout.blocks)
            return [.callout(Callout(kind: callout.kind, title: title, blocks: blocks, line: callout.line))]
        case .columns(let columns):
            return [.columns(Columns(columns: columns.columns.map(resolved), line: columns.line))]
        case .section(let section):
            let blocks = resolved(section.blocks)
            return [.section(Section(condition: section.condition, blocks: blocks, line: section.line))]
        case .code, .rule, .button, .contents: return [block]
        }
    }

    private static func resolved(_ content: [Inline], line: Int) -> [Inline] {
        content.hasRawHTML ? DOMReader(line: line).inlines(nodes(HTMLWriter.inline(content))) : content
    }

    private static func read(_ html: String, line: Int) -> [Block] { DOMReader(line: line).blocks(nodes(html)) }

    /// HTML that the parser gives up on stops the compiling of the message with a better error than we
    /// could give here.
    private static func nodes(_ html: String) -> [DOMNode] {
        ((try? HTMLParser.fragment(html)).map(Sanitiser.sanitise)) ?? []
    }
}

extension [Inline] {
    fileprivate var hasRawHTML: Bool {
        var found = false
        forEachInline { inline in
            if case .html = inline { found = true }
        }
        return found
    }
}
