import CCmark

/// Turns cmark's tree into ours. The only file that touches cmark's nodes.
///
/// Extensions' nodes have run-time type numbers, so all types are compared by name.
struct CmarkConverter {
    typealias Node = OpaquePointer

    let marks: BraceMarks
    private let firstLine: Int
    private var braces: [BraceUse] = []
    /// How often each footnote was referred to so far.
    private var references: [Int: Int] = [:]

    /// What is nested deeper loses its structure but not its words: our walks are recursive.
    private static let maximumDepth = 32

    init(marks: BraceMarks, firstLine: Int) {
        self.marks = marks
        self.firstLine = firstLine
    }

    mutating func document(_ root: Node) -> MarkdownDocument {
        var body: [Block] = []
        var notes: [(blocks: [Block], line: Int)] = []
        for child in children(of: root) {
            if type(of: child) == "footnote_definition" {
                notes.append((blocks(in: child, depth: 1), line(of: child)))
            } else {
                body += block(child, depth: 1)
            }
        }
        body = matchingSections(in: body.applyingDirectives)
        let footnotes = notes.enumerated().map { index, note in
            Footnote(
                number: index + 1, blocks: note.blocks, line: note.line, references: references[index + 1, default: 0])
        }
        return MarkdownDocument(blocks: body, footnotes: footnotes, braces: braces)
    }

    // MARK: Blocks

    private mutating func blocks(in node: Node, depth: Int) -> [Block] {
        var result: [Block] = []
        for child in children(of: node) { result += block(child, depth: depth) }
        return matchingSections(in: result.applyingDirectives)
    }

    private mutating func block(_ node: Node, depth: Int) -> [Block] {
        let line = line(of: node)
        switch type(of: node) {
        case "paragraph":
            let content = inlines(in: node, depth: depth, line: line)
            return content.buttons.map { $0.map { .button($0) } } ?? [paragraph(content, line: line)]
        case "heading":
            let level = Int(cmark_node_get_heading_level(node))
            return [.heading(Heading(level: level, content: inlines(in: node, depth: depth, line: line), line: line))]
        case "block_quote" where depth < Self.maximumDepth:
            let blocks = blocks(in: node, depth: depth + 1)
            return [Callout(quote: blocks, line: line).map { .callout($0) } ?? .quote(blocks, line: line)]
        case "list" where depth < Self.maximumDepth: return [.list(list(node, depth: depth))]
        case "table" where depth < Self.maximumDepth: return [.table(table(node, depth: depth))]
        case "code_block": return [.code(code(node))]
        case "html_block": return html(text(cmark_node_get_literal(node)), line: line)
        case "thematic_break": return [.rule(line: line)]
        default: return flattened(node, depth: depth)
        }
    }

    /// A block of raw HTML; or the marks of sections, one block each.
    private mutating func html(_ source: String, line: Int) -> [Block] {
        let alone = marks.alone(in: source)
        if alone.isEmpty { return [.html(resolve(source), line: line)] }
        return alone.map { .html(BraceMarks.mark($0), line: line) }
    }

    private mutating func list(_ node: Node, depth: Int) -> MarkdownList {
        let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
        var items: [ListItem] = []
        for child in children(of: node) {
            items.append(ListItem(task: task(child), blocks: blocks(in: child, depth: depth + 1)).liftingSection)
        }
        return MarkdownList(
            start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
            isTight: cmark_node_get_list_tight(node) != 0,
            items: items, line: line(of: node))
    }

    private func task(_ node: Node) -> ListItem.Task? {
        guard type(of: node) == "tasklist" else { return nil }
        return cmark_gfm_extensions_get_tasklist_item_checked(node) ? .done : .open
    }

    private func code(_ node: Node) -> CodeBlock {
        let words = text(cmark_node_get_fence_info(node)).split(whereSeparator: \.isWhitespace)
        return CodeBlock(
            language: words.first.map { marks.restoringSource(String($0)) },
            text: marks.restoringSource(text(cmark_node_get_literal(node))), line: line(of: node))
    }

    private mutating func table(_ node: Node, depth: Int) -> MarkdownTable {
        let columns = Int(cmark_gfm_extensions_get_table_columns(node))
        var alignments = [MarkdownTable.Alignment](repeating: .none, count: columns)
        if let letters = cmark_gfm_extensions_get_table_alignments(node) {
            for column in 0..<columns { alignments[column] = Self.alignment(letters[column]) }
        }
        var header: [[Inline]] = []
        var rows: [[[Inline]]] = []
        for row in children(of: node) {
            let line = line(of: row)
            var cells: [[Inline]] = []
            for cell in children(of: row).prefix(columns) {
                cells.append(inlines(in: cell, depth: depth + 1, line: line))
            }
            cells += [[Inline]](repeating: [], count: columns - cells.count)
            if type(of: row) == "table_header" { header = cells } else { rows.append(cells) }
        }
        return MarkdownTable(alignments: alignments, header: header, rows: rows, line: line(of: node))
    }

    private static func alignment(_ letter: UInt8) -> MarkdownTable.Alignment {
        switch letter {
        case UInt8(ascii: "l"): .left
        case UInt8(ascii: "c"): .center
        case UInt8(ascii: "r"): .right
        default: .none
        }
    }

    /// The blocks inside a container that is nested too deeply, in reading order and without the container.
    private mutating func flattened(_ container: Node, depth: Int) -> [Block] {
        var result: [Block] = []
        var waiting = Array(children(of: container).reversed())
        while let node = waiting.popLast() {
            switch type(of: node) {
            case "block_quote", "list", "item", "tasklist", "table", "table_header", "table_row":
                waiting += children(of: node).reversed()
            case "table_cell":
                let line = line(of: node)
                result.append(.paragraph(inlines(in: node, depth: depth, line: line), line: line))
            case "paragraph", "heading", "code_block", "html_block", "thematic_break":
                result += block(node, depth: depth)
            default: break
            }
        }
        return result
    }

    // MARK: Inlines

    private mutating func inlines(in node: Node, depth: Int, line: Int) -> [Inline] {
        var result: [Inline] = []
        for child in children(of: node) {
            let own = cmark_node_get_start_line(child) > 0 ? self.line(of: child) : line
            let inline = inline(child, depth: depth, line: own)
            result.append(joining: inline)
        }
        return matchingSections(in: result)
    }

    private mutating func inline(_ node: Node, depth: Int, line: Int) -> Inline {
        guard depth < Self.maximumDepth else { return .text(words(in: node)) }
        switch type(of: node) {
        case "text": return .text(resolveRun(text(cmark_node_get_literal(node))))
        case "softbreak": return .softBreak
        case "linebreak": return .lineBreak
        case "code": return .code(marks.restoringSource(text(cmark_node_get_literal(node))))
        case "html_inline": return html(text(cmark_node_get_literal(node)), line: line)
        case "emph": return .emphasis(inlines(in: node, depth: depth + 1, line: line))
        case "strong": return .strong(inlines(in: node, depth: depth + 1, line: line))
        case "strikethrough": return .strikethrough(inlines(in: node, depth: depth + 1, line: line))
        case "link": return .link(link(node, depth: depth, line: line))
        case "image": return .image(image(node, line: line))
        case "footnote_reference": return footnote(node)
        default: return .text(words(in: node))
        }
    }

    private mutating func link(_ node: Node, depth: Int, line: Int) -> Link {
        let url = resolve(text(cmark_node_get_url(node)))
        let title = resolve(text(cmark_node_get_title(node)))
        return Link(url: url, title: title, content: inlines(in: node, depth: depth + 1, line: line), line: line)
    }

    private mutating func image(_ node: Node, line: Int) -> Image {
        let url = resolve(text(cmark_node_get_url(node)))
        let title = resolve(text(cmark_node_get_title(node)))
        let alternative = words(in: node).split(whereSeparator: \.isNewline).joined(separator: " ")
        return Image(url: url, title: title, alternative: alternative, line: line)
    }

    /// cmark has replaced the label by the note's number.
    private mutating func footnote(_ node: Node) -> Inline {
        let number = Int(text(cmark_node_get_literal(node))) ?? 0
        references[number, default: 0] += 1
        return .footnote(number: number, occurrence: references[number, default: 1])
    }

    /// A tag; or a section's, where Markdown sees no block.
    private mutating func html(_ source: String, line: Int) -> Inline {
        let alone = marks.alone(in: source)
        if alone.isEmpty { return .html(resolve(source), line: line) }
        return .text(alone.map(BraceMarks.mark).joined())
    }

    /// All words below a node, without recursion.
    private mutating func words(in root: Node) -> String {
        var result = ""
        var waiting = [root]
        while let node = waiting.popLast() {
            switch type(of: node) {
            case "text": result += text(cmark_node_get_literal(node))
            case "code": result += marks.restoringSource(text(cmark_node_get_literal(node)))
            case "softbreak", "linebreak": result += "\n"
            default: waiting += children(of: node).reversed()
            }
        }
        return resolve(result)
    }

    // MARK: Access

    /// The text with placeholders; what its braces mean is noted.
    private mutating func resolve(_ text: String) -> String { note(marks.resolving(text)) }

    /// A part of a run of text, in which sections may begin that end further on.
    private mutating func resolveRun(_ text: String) -> String { note(marks.resolvingFields(text)) }

    /// What stands for the mark of a section's tag.
    mutating func meaning(of number: Int, isMatched: Bool) -> String {
        note(marks.meaning(of: number, isMatched: isMatched))
    }

    private mutating func note(_ resolved: (text: String, uses: [BraceUse])) -> String {
        braces += resolved.uses.map { BraceUse(meaning: $0.meaning, line: $0.line + firstLine - 1) }
        return resolved.text
    }

    private func children(of node: Node) -> [Node] {
        var result: [Node] = []
        var next = cmark_node_first_child(node)
        while let child = next {
            result.append(child)
            next = cmark_node_next(child)
        }
        return result
    }

    /// QUIRK: cmark-gfm has no names for the nodes of footnotes.
    private func type(of node: Node) -> String {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_FOOTNOTE_DEFINITION: "footnote_definition"
        case CMARK_NODE_FOOTNOTE_REFERENCE: "footnote_reference"
        default: text(cmark_node_get_type_string(node))
        }
    }

    private func line(of node: Node) -> Int { Int(cmark_node_get_start_line(node)) + firstLine - 1 }

    private func text(_ characters: UnsafePointer<CChar>?) -> String { characters.map { String(cString: $0) } ?? "" }
}
