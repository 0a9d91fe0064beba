/// A block of a Markdown document, with the line of the file on which it starts.
package indirect enum Block: Hashable, Sendable {
    case heading(Heading)
    case paragraph([Inline], line: Int)
    case quote([Block], line: Int)
    case list(MarkdownList)
    case code(CodeBlock)
    /// Raw HTML, as written.
    case html(String, line: Int)
    case table(MarkdownTable)
    case rule(line: Int)
    /// A quote that opens with `[!NOTE]` or one of its kin.
    case callout(Callout)
    /// A paragraph of links titled "button", one block for each.
    case button(Link)
    /// What stands between `<!-- columns -->` and `<!-- /columns -->`.
    case columns(Columns)
    /// What stands between the lines `{{#city}}` and `{{/city}}`.
    case section(Section)
    /// `<!-- toc -->`: the document's headings (see `MarkdownDocument.contents`).
    case contents(line: Int)

    package var line: Int {
        switch self {
        case .heading(let heading): heading.line
        case .paragraph(_, let line), .quote(_, let line), .html(_, let line), .rule(let line),
            .contents(let line):
            line
        case .list(let list): list.line
        case .code(let code): code.line
        case .table(let table): table.line
        case .callout(let callout): callout.line
        case .button(let link): link.line
        case .columns(let columns): columns.line
        case .section(let section): section.line
        }
    }

    /// The blocks inside a container, in reading order.
    package var children: [Block] {
        switch self {
        case .quote(let blocks, _): blocks
        case .list(let list): list.items.flatMap(\.blocks)
        case .callout(let callout): callout.blocks
        case .columns(let columns): columns.columns.flatMap(\.self)
        case .section(let section): section.blocks
        case .heading, .paragraph, .code, .html, .table, .rule, .button, .contents: []
        }
    }
}

package struct Heading: Hashable, Sendable {
    /// 1 to 6.
    package let level: Int
    package let content: [Inline]
    package let line: Int
}

/// A note set apart from the text, as GitHub writes alerts:
///
///     > [!WARNING]
///     > The press is hot.
package struct Callout: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable { case note, tip, important, warning, caution }

    package let kind: Kind
    /// What stands behind the mark, `> [!TIP] Good to know`; else the kind's own word.
    package let title: [Inline]
    package let blocks: [Block]
    package let line: Int
}

/// Blocks side by side on a wide screen, one below the other on a narrow one and in text.
package struct Columns: Hashable, Sendable {
    /// At least one; none is empty.
    package let columns: [[Block]]
    package let line: Int
}

/// Blocks that only some readers get.
package struct Section: Hashable, Sendable {
    package let condition: MergeCondition
    /// At least one.
    package let blocks: [Block]
    package let line: Int
}

package struct CodeBlock: Hashable, Sendable {
    /// The first word behind the fence: ```` ```swift ````.
    package let language: String?
    /// The lines, each ended by a line feed.
    package let text: String
    package let line: Int
}

package struct MarkdownList: Hashable, Sendable {
    /// The number of the first item; nil for a bullet list.
    package let start: Int?
    /// Whether the items follow each other without blank lines.
    package let isTight: Bool
    package let items: [ListItem]
    package let line: Int
}

package struct ListItem: Hashable, Sendable {
    package enum Task: Hashable, Sendable { case open, done }

    /// What the box of a task list says; nil for an ordinary item.
    package let task: Task?
    package let blocks: [Block]
    /// What has to be true of readers who get the item.
    package var conditions: [MergeCondition] = []
}

package struct MarkdownTable: Hashable, Sendable {
    package enum Alignment: Hashable, Sendable { case none, left, center, right }

    package let alignments: [Alignment]
    package let header: [[Inline]]
    /// As many cells in each row as there are alignments.
    package let rows: [[[Inline]]]
    package let line: Int

    package func alignment(ofColumn column: Int) -> Alignment {
        column < alignments.count ? alignments[column] : .none
    }
}
