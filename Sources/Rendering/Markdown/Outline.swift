/// The headings of a document in the order in which they are written, with the levels and ids that they get.
///
/// Levels are made to follow one upon the other: readers who listen go from heading to heading, and an author who
/// writes `###` below a title means the look, not two levels that are missing. What stood below a heading stays below
/// it, and headings of one level under the same heading stay of one level.
struct Outline {
    struct Entry {
        /// 1 to 6.
        let level: Int
        let id: String
        let words: String
        /// Whether only some readers get it.
        let isConditional: Bool
    }

    private(set) var entries: [Entry] = []
    private var ids = HeadingIDs()
    /// The headings that the next one could be below: the author's levels, ascending.
    private var open: [Int] = []

    init(_ document: MarkdownDocument) {
        for block in document.blocks + document.footnotes.flatMap(\.blocks) { add(block) }
    }

    private mutating func add(_ block: Block, isConditional: Bool = false) {
        guard case .heading(let heading) = block else {
            var isConditional = isConditional
            if case .section = block { isConditional = true }
            return block.children.forEach { add($0, isConditional: isConditional) }
        }
        open.removeAll { $0 >= heading.level }
        open.append(heading.level)
        let words = heading.content.plainText.collapsingWhiteSpace
        entries.append(
            Entry(
                level: open.count, id: ids.id(for: heading.content.plainText), words: words,
                isConditional: isConditional))
    }
}

extension MarkdownDocument {
    /// The table of contents, if the document has a place for it.
    var shownContents: MarkdownList? { blocks.contains(where: \.showsContents) ? contents : nil }

    /// The sections and their subsections as a list of links to them; nil if there are none.
    package var contents: MarkdownList? {
        let entries = Outline(self).entries.filter { !$0.words.isEmpty && !$0.isConditional }
        // A single heading at the top is the title.
        let top = entries.count(where: { $0.level == 1 }) > 1 ? 1 : 2
        var sections: [(title: Outline.Entry, subsections: [Outline.Entry])] = []
        for entry in entries {
            if entry.level == top {
                sections.append((entry, []))
            } else if entry.level == top + 1, !sections.isEmpty {
                sections[sections.count - 1].subsections.append(entry)
            }
        }
        if sections.isEmpty { return nil }
        return Self.list(
            sections.map { [$0.title.paragraph] + ($0.subsections.isEmpty ? [] : [.list(Self.list($0.subsections))]) })
    }

    private static func list(_ entries: [Outline.Entry]) -> MarkdownList { list(entries.map { [$0.paragraph] }) }

    private static func list(_ items: [[Block]]) -> MarkdownList {
        MarkdownList(
            start: nil, isTight: true, items: items.map { ListItem(task: nil, blocks: $0) }, line: 1)
    }
}

extension Block {
    fileprivate var showsContents: Bool {
        if case .contents = self { return true }
        return children.contains(where: \.showsContents)
    }
}

extension Outline.Entry {
    fileprivate var paragraph: Block {
        .paragraph([.link(Link(url: "#" + id, title: "", content: [.text(words)], line: 1))], line: 1)
    }
}
