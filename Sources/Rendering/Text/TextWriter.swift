/// Writes a Markdown document as text that people like to read: 72 columns, every link in it.
///
/// Headings are underlined, quotes have `> `, lists hang. A short link stands behind its words, a long one is
/// numbered and listed at the end of its section. Nothing but a URL and code goes beyond 78 columns. The lines are
/// those of `format=flowed` (see `FlowedText`). docs/text-part.md shows every element.
package struct TextWriter {
    /// Lines of text are filled up to here.
    static let width = 72

    var references = References()
    /// How many sections we are in. A link in one stands beside its words: the list of links is for everybody.
    var sectionDepth = 0
    /// The levels of the document's headings in order: the highest gets the strongest underline.
    private let headingLevels: [Int]
    private let contents: MarkdownList?

    package static func text(_ document: MarkdownDocument) -> String {
        let document = RawHTML.resolved(document)
        var writer = TextWriter(document)
        let lines = SectionLines.settled(writer.sections(document.blocks) + writer.notes(document.footnotes))
        let text = lines.joined(separator: "\n")
        return text.isEmpty ? "" : text + "\n"
    }

    private init(_ document: MarkdownDocument) {
        headingLevels = document.blocks.headingLevels
        contents = document.shownContents
    }

    /// The blocks of the document itself: each heading begins a section.
    private mutating func sections(_ blocks: [Block]) -> [String] {
        var lines: [String] = []
        for block in blocks.flatMap(\.withoutColumns) {
            let isHeading = block.isHeading
            if isHeading { lines.append(separated: references.takeLines()) }
            let own = stuffed(block, self.lines(block, in: Frame()))
            if own.isEmpty { continue }
            if isHeading, !lines.isEmpty { lines.append("") }
            lines.append(separated: own)
        }
        lines.append(separated: references.takeLines())
        return lines
    }

    private func stuffed(_ block: Block, _ lines: [String]) -> [String] {
        switch block {
        // A quote's lines have a mark and a space in front.
        case .quote: lines
        case .paragraph: FlowedText.stuffed(text: lines)
        case .list, .contents: FlowedText.stuffed(all: lines)
        default: FlowedText.stuffed(block: lines)
        }
    }

    private mutating func notes(_ footnotes: [Footnote]) -> [String] {
        if footnotes.isEmpty { return [] }
        var lines = ["", String(repeating: "-", count: 12)]
        for footnote in footnotes {
            let frame = Frame()
            let marker = "[^\(footnote.number)] "
            let own = self.lines(footnote.blocks, in: frame.indented(by: marker.count), separator: [""])
            lines += FlowedText.stuffed(all: frame.hanging(own.isEmpty ? [""] : own, marker: marker))
        }
        return lines + [""].filter { _ in references.isPending } + references.takeLines()
    }

    // MARK: Blocks

    mutating func lines(_ blocks: [Block], in frame: Frame, separator: [String]) -> [String] {
        var lines: [String] = []
        for block in blocks {
            let own = self.lines(block, in: frame)
            if own.isEmpty { continue }
            lines += (lines.isEmpty ? [] : separator) + own
        }
        return lines
    }

    mutating func lines(_ block: Block, in frame: Frame) -> [String] {
        switch block {
        case .heading(let heading): return underlined(heading, in: frame)
        case .paragraph(let content, _): return paragraph(content, in: frame)
        case .quote(let blocks, _): return quote(blocks, in: frame)
        case .list(let list): return lines(list, in: frame)
        case .code(let code): return CodeLines.lines(code.text)
        case .html: return []
        case .table(let table): return lines(table, in: frame)
        case .rule: return [String(repeating: " ", count: max(0, (frame.width - 5) / 2)) + "* * *"]
        case .callout(let callout): return lines(callout, in: frame)
        case .button(let link): return button(link, in: frame)
        case .columns: return lines(block.children, in: frame, separator: [""])
        case .section(let section):
            return conditional([section.condition]) { $0.lines(section.blocks, in: frame, separator: [""]) }
        case .contents: return contents.map { lines($0, in: frame) } ?? []
        }
    }

    private mutating func quote(_ blocks: [Block], in frame: Frame) -> [String] {
        var lines: [String] = []
        for block in blocks {
            let own = self.lines(block, in: frame.quoted)
            if own.isEmpty { continue }
            if !lines.isEmpty { lines += frame.quoting([""], isQuote: false) }
            lines += frame.quoting(own, isQuote: block.isQuote)
        }
        return lines
    }

    /// Lines that only readers get for whom all conditions hold.
    private mutating func conditional(
        _ conditions: [MergeCondition], _ lines: (inout TextWriter) -> [String]
    ) -> [String] {
        sectionDepth += conditions.count
        var own = lines(&self)
        sectionDepth -= conditions.count
        if own.isEmpty { return [] }
        own[0] = conditions.map(\.opening).joined() + own[0]
        own[own.count - 1] += conditions.map { _ in MergeCondition.closing }.joined()
        return own
    }

    private mutating func underlined(_ heading: Heading, in frame: Frame) -> [String] {
        let lines = LineWrapper.lines(pieces(heading.content, links: .numbered), width: frame.width)
        let width = lines.map(\.displayWidth).max() ?? 0
        if width == 0 { return [] }
        let strokes: [Character] = ["=", "-", "~"]
        let stroke = strokes[min(headingLevels.firstIndex(of: heading.level) ?? 2, strokes.count - 1)]
        // A stroke has no direction of its own and would stand at the wrong side.
        let mark = TextDirection(of: heading.content) == .rightToLeft ? "\u{200F}" : ""
        return lines + [mark + String(repeating: stroke, count: min(width, frame.width))]
    }

    private mutating func paragraph(_ content: [Inline], in frame: Frame) -> [String] {
        if let images = content.onlyImages { return images.flatMap { picture($0, in: frame) } }
        let pieces = pieces(content, links: .besideWhenShort)
        return frame.flows
            ? LineWrapper.flowedLines(pieces, width: frame.width) : LineWrapper.lines(pieces, width: frame.width)
    }

    /// An image that stands alone has its URL beside it, or below if that is too long.
    private func picture(_ image: Image, in frame: Frame) -> [String] {
        let title = image.title.collapsingWhiteSpace
        let label = image.label + (title.isEmpty ? "" : " (\(title))")
        let lines = LineWrapper.lines([.text(label)], width: frame.width)
        guard let url = image.shownURL else { return lines }
        if lines.count == 1, label.displayWidth + url.displayWidth + 3 <= frame.width { return ["\(label) <\(url)>"] }
        return lines + [url]
    }

    private mutating func lines(_ list: MarkdownList, in frame: Frame) -> [String] {
        let last = (list.start ?? 1) + list.items.count - 1
        var lines: [String] = []
        for (index, item) in list.items.enumerated() {
            let marker = marker(of: item, number: list.start.map { $0 + index }, widest: last, in: frame)
            let inner = frame.indented(by: marker.displayWidth, isList: true)
            if !list.isTight, !lines.isEmpty { lines.append("") }
            lines += conditional(item.conditions) { writer in
                let own = writer.lines(item.blocks, in: inner, separator: list.isTight ? [] : [""])
                return frame.hanging(own.isEmpty ? [""] : own, marker: marker)
            }
        }
        return lines
    }

    private func marker(of item: ListItem, number: Int?, widest: Int, in frame: Frame) -> String {
        let box = item.task.map { $0 == .done ? "[x] " : "[ ] " }
        guard let number else { return box ?? (frame.listDepth % 2 == 0 ? "* " : "- ") }
        let padding = String(repeating: " ", count: max(0, String(widest).count - String(number).count))
        return "\(padding)\(number). \(box ?? "")"
    }
}

extension [String] {
    /// Adds a blank line and the others; nothing is put beside an empty list.
    fileprivate mutating func append(separated others: [String]) {
        if !isEmpty, !others.isEmpty { append("") }
        append(contentsOf: others)
    }
}

extension [Block] {
    fileprivate var headingLevels: [Int] {
        Set(
            compactMap { block -> Int? in
                guard case .heading(let heading) = block else { return nil }
                return heading.level
            }
        ).sorted()
    }
}

extension [Inline] {
    /// The images of a paragraph of nothing else; nil if there is no image or if there are words.
    fileprivate var onlyImages: [Image]? {
        var images: [Image] = []
        for inline in self {
            switch inline {
            case .image(let image): images.append(image)
            case .softBreak, .lineBreak: break
            case .text(let text) where text.trimmingWhiteSpace.isEmpty: break
            default: return nil
            }
        }
        return images.isEmpty ? nil : images
    }
}

extension Block {
    /// What stands side by side in HTML stands one below the other here.
    fileprivate var withoutColumns: [Block] {
        guard case .columns = self else { return [self] }
        return children.flatMap(\.withoutColumns)
    }

    fileprivate var isQuote: Bool {
        guard case .quote = self else { return false }
        return true
    }

    fileprivate var isHeading: Bool {
        guard case .heading = self else { return false }
        return true
    }
}
