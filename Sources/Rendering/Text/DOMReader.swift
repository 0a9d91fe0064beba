import Mail

/// Reads parsed HTML as blocks and inlines of Markdown.
struct DOMReader {
    /// The line that the HTML stands on.
    let line: Int

    func blocks(_ nodes: [DOMNode]) -> [Block] {
        var blocks: [Block] = []
        var run: [Inline] = []
        func endRun() {
            if run.saysSomething { blocks.append(.paragraph(run, line: line)) }
            run = []
        }
        for node in nodes {
            if case .element(let element) = node, let own = self.blocks(element) {
                endRun()
                blocks += own
            } else {
                run += inlines(node)
            }
        }
        endRun()
        return blocks
    }

    /// Running text; what is a block in it stands on lines of its own.
    func inlines(_ nodes: [DOMNode]) -> [Inline] { nodes.flatMap(inlines) }

    // MARK: Blocks

    /// Nil if the element is part of running text.
    private func blocks(_ element: DOMElement) -> [Block]? {
        switch element.name {
        case "h1", "h2", "h3", "h4", "h5", "h6":
            let level = element.name.utf8.last.map { Int($0) - 0x30 } ?? 1
            return [.heading(Heading(level: level, content: inlines(element.children), line: line))]
        case "ul", "ol": return [.list(list(element))]
        case "blockquote": return [.quote(blocks(element.children), line: line)]
        case "pre": return [.code(CodeBlock(language: nil, text: element.children.allText, line: line))]
        case "hr": return [.rule(line: line)]
        case "table": return table(element)
        case let name where Self.containers.contains(name): return blocks(element.children)
        default: return nil
        }
    }

    private static let containers = Set(
        """
        p div section article aside main header footer nav center figure figcaption address details summary dl dt \
        dd li caption thead tbody tfoot tr td th
        """.split(separator: " ").map(String.init))

    private func list(_ element: DOMElement) -> MarkdownList {
        let items = element.children.elements.map { item in
            ListItem(task: nil, blocks: item.name == "li" ? blocks(item.children) : blocks([.element(item)]))
        }
        let start = element.name == "ol" ? element[attribute: "start"].flatMap(Int.init) ?? 1 : nil
        // As many digits as a list in Markdown may have (CommonMark §5.2).
        let bounded = start?.clamped(to: -999_999_999...999_999_999)
        let isTight = items.allSatisfy { $0.blocks.count(where: \.isParagraph) <= 1 }
        return MarkdownList(start: bounded, isTight: isTight, items: items, line: line)
    }

    /// A table of single words and sentences is a table; any other is layout, and only its content counts.
    private func table(_ element: DOMElement) -> [Block] {
        let rows = element.rows
        let cells = rows.map { $0.children.elements.filter { $0.name == "td" || $0.name == "th" } }
        let columns = cells.map(\.count).max() ?? 0
        let isLayout =
            columns < 2 || columns.multipliedSaturated(by: rows.count) > MarkdownBounds.maximumCells
            || cells.joined().contains { $0.children.elements.contains { blocks($0) != nil } }
        if isLayout { return blocks(element.children) }
        let hasHeader = cells.first?.allSatisfy { $0.name == "th" } ?? false
        let texts = cells.map { row in
            row.map { inlines($0.children) } + [[Inline]](repeating: [], count: columns - row.count)
        }
        return [
            .table(
                MarkdownTable(
                    alignments: Array(repeating: .none, count: columns),
                    header: hasHeader ? texts[0] : Array(repeating: [], count: columns),
                    rows: hasHeader ? Array(texts.dropFirst()) : texts, line: line))
        ]
    }

    // MARK: Inlines

    private func inlines(_ node: DOMNode) -> [Inline] {
        switch node {
        case .text(let text): [.text(text)]
        case .comment: []
        case .element(let element): inlines(element)
        }
    }

    private func inlines(_ element: DOMElement) -> [Inline] {
        switch element.name {
        case "br": return [.lineBreak]
        case "img": return [.image(image(element))]
        case "a": return anchor(element)
        case "em", "i", "cite", "dfn", "var": return [.emphasis(inlines(element.children))]
        case "strong", "b": return [.strong(inlines(element.children))]
        case "del", "s", "strike": return [.strikethrough(inlines(element.children))]
        case "code", "kbd", "samp": return [.code(element.children.allText)]
        case "sup" where element.children.elements.isEmpty: return [.text(element.children.allText.raised)]
        case "sub" where element.children.elements.isEmpty: return [.text(element.children.allText.lowered)]
        case "q": return [.text("\u{201C}")] + inlines(element.children) + [.text("\u{201D}")]
        default:
            guard blocks(element) != nil else { return inlines(element.children) }
            return [.lineBreak] + inlines(element.children) + [.lineBreak]
        }
    }

    private func anchor(_ element: DOMElement) -> [Inline] {
        guard let url = element[attribute: "href"] else { return inlines(element.children) }
        if let number = FootnoteAnchor.number(ofTarget: url) { return [.footnote(number: number, occurrence: 1)] }
        let title = element[attribute: "title"] ?? ""
        return [.link(Link(url: url.trimmingWhiteSpace, title: title, content: inlines(element.children), line: line))]
    }

    private func image(_ element: DOMElement) -> Image {
        Image(
            url: (element[attribute: "src"] ?? "").trimmingWhiteSpace, title: element[attribute: "title"] ?? "",
            alternative: element[attribute: "alt"] ?? "", line: line)
    }
}

extension [DOMNode] {
    fileprivate var elements: [DOMElement] {
        compactMap { node in
            guard case .element(let element) = node else { return nil }
            return element
        }
    }

    fileprivate var allText: String {
        map { node in
            switch node {
            case .text(let text): text
            case .comment: ""
            case .element(let element): element.name == "br" ? "\n" : element.children.allText
            }
        }.joined()
    }
}

extension DOMElement {
    /// A table's own rows.
    fileprivate var rows: [DOMElement] {
        children.elements.flatMap { child -> [DOMElement] in
            switch child.name {
            case "tr": [child]
            case "thead", "tbody", "tfoot": child.children.elements.filter { $0.name == "tr" }
            default: []
            }
        }
    }
}

extension [Inline] {
    /// Whether a reader would see anything.
    fileprivate var saysSomething: Bool {
        contains { inline in
            switch inline {
            case .text(let text): !text.trimmingWhiteSpace.isEmpty
            case .softBreak, .lineBreak: false
            default: true
            }
        }
    }
}

extension Block {
    fileprivate var isParagraph: Bool {
        guard case .paragraph = self else { return false }
        return true
    }
}
