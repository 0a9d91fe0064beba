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

    package var line: Int {
        switch self {
        case .heading(let heading): heading.line
        case .paragraph(_, let line), .quote(_, let line), .html(_, let line), .rule(let line): line
        case .list(let list): list.line
        case .code(let code): code.line
        case .table(let table): table.line
        }
    }
}

package struct Heading: Hashable, Sendable {
    /// 1 to 6.
    package let level: Int
    package let content: [Inline]
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
