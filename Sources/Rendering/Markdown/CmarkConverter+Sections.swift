// Sections begin and end beside each other: in the same run of text or in the same run of blocks. So one can be left out
// without a tag being left over.
extension CmarkConverter {
    /// A run of text with the marks of sections as placeholders.
    mutating func matchingSections(in content: [Inline]) -> [Inline] {
        var numbers: [Int] = []
        for case .text(let text) in content where text.isPersonal {
            numbers += text.mergePieces.compactMap(marks.number)
        }
        if numbers.isEmpty { return content }
        let matched = numbers.map { marks.places[$0].tag }.matched
        var position = 0
        return content.map { inline in
            guard case .text(let text) = inline, text.isPersonal else { return inline }
            let pieces = text.mergePieces.map { piece in
                guard let number = marks.number(of: piece) else { return piece.placeholder }
                defer { position += 1 }
                return meaning(of: number, isMatched: matched.contains(position))
            }
            return .text(pieces.joined())
        }
    }

    /// A run of blocks with what stands between the tags of a section in a block of its own.
    mutating func matchingSections(in blocks: [Block]) -> [Block] {
        let numbers = blocks.compactMap(number)
        let matched = numbers.map { marks.places[$0].tag }.matched
        var position = 0
        var open: [(condition: MergeCondition, line: Int, blocks: [Block])] = []
        var result: [Block] = []
        func add(_ block: Block) {
            if open.isEmpty { result.append(block) } else { open[open.count - 1].blocks.append(block) }
        }
        for block in blocks {
            guard let number = number(block) else {
                add(columnsMatched(block))
                continue
            }
            let text = meaning(of: number, isMatched: matched.contains(position))
            switch marks.places[number].tag {
            case .opening(let condition) where matched.contains(position): open.append((condition, block.line, []))
            case .closing where matched.contains(position):
                guard let section = open.popLast(), !section.blocks.isEmpty else { break }
                add(.section(Section(condition: section.condition, blocks: section.blocks, line: section.line)))
            default: add(.paragraph([.text(text)], line: block.line))
            }
            position += 1
        }
        return result.joiningLists
    }

    /// The blocks that a paragraph is: a section of its own if nothing stands outside of one.
    func paragraph(_ content: [Inline], line: Int) -> Block {
        guard case .text(let first)? = content.first, case .text(let last)? = content.last,
            case .opening(let condition)? = first.mergePieces.first, last.mergePieces.last == .closing
        else { return .paragraph(content, line: line) }
        var depth = 0
        var ends = 0
        for case .text(let text) in content where text.isPersonal {
            for piece in text.mergePieces {
                if case .opening = piece { depth += 1 }
                if piece == .closing { depth -= 1 }
                if piece == .closing, depth == 0 { ends += 1 }
            }
        }
        guard ends == 1 else { return .paragraph(content, line: line) }
        var inner = content
        inner[0] = .text(first.mergePieces.dropFirst().map(\.placeholder).joined())
        if case .text(let last)? = inner.last {
            inner[inner.count - 1] = .text(last.mergePieces.dropLast().map(\.placeholder).joined())
        }
        return .section(
            Section(
                condition: condition, blocks: [.paragraph(inner.filter { $0 != .text("") }, line: line)], line: line))
    }

    private mutating func columnsMatched(_ block: Block) -> Block {
        guard case .columns(let columns) = block else { return block }
        return .columns(
            Columns(
                columns: columns.columns.map { matchingSections(in: $0) }.filter { !$0.isEmpty }, line: columns.line))
    }

    private func number(_ block: Block) -> Int? {
        guard case .html(let html, _) = block, html.isPersonal, html.mergePieces.count == 1 else { return nil }
        return html.mergePieces.first.flatMap(marks.number)
    }
}

extension ListItem {
    /// The item of which nothing is left where its only section is left out.
    var liftingSection: ListItem {
        guard blocks.count == 1, case .section(let section)? = blocks.first else { return self }
        var item = ListItem(task: task, blocks: section.blocks)
        item.conditions = conditions + [section.condition]
        return item.liftingSection
    }
}

extension [Block] {
    /// Bullet lists with only sections of bullet lists between them are one list, some items of which are conditional.
    fileprivate var joiningLists: [Block] {
        var result: [Block] = []
        var rest = self[...]
        while let block = rest.first {
            let run = rest.prefix { $0.conditionalItems != nil }
            guard run.count > 1, run.contains(where: \.isSection) else {
                result.append(block)
                rest = rest.dropFirst()
                continue
            }
            let items = run.compactMap(\.conditionalItems).flatMap(\.self)
            let isTight = run.allSatisfy(\.isTight)
            result.append(.list(MarkdownList(start: nil, isTight: isTight, items: items, line: block.line)))
            rest = rest.dropFirst(run.count)
        }
        return result
    }
}

extension Block {
    /// The items of a bullet list, also of one that is all of a section; nil for anything else.
    fileprivate var conditionalItems: [ListItem]? {
        switch self {
        case .list(let list): return list.start == nil ? list.items : nil
        case .section(let section):
            guard section.blocks.count == 1, let items = section.blocks.first?.conditionalItems else { return nil }
            return items.map { item in
                var item = item
                item.conditions.insert(section.condition, at: 0)
                return item
            }
        default: return nil
        }
    }

    fileprivate var isTight: Bool {
        if case .list(let list) = self { return list.isTight }
        return children.allSatisfy(\.isTight)
    }

    fileprivate var isSection: Bool {
        guard case .section = self else { return false }
        return true
    }
}
