import Mail

extension Callout {
    /// The callout that a quote means; nil if its first line is not `[!NOTE]` or one of its kin.
    init?(quote blocks: [Block], line: Int) {
        guard case .paragraph(let content, let start)? = blocks.first, case .text(let opening)? = content.first,
            opening.hasBytes(prefix: "[!"), let end = opening.firstIndex(ofASCII: "]"),
            let kind = Kind(
                rawValue: opening[opening.utf8.index(opening.startIndex, offsetBy: 2)..<end].asciiLowercased)
        else { return nil }
        let firstLineEnd = content.firstIndex { $0 == .softBreak || $0 == .lineBreak } ?? content.endIndex
        let titleStart = opening[opening.utf8.index(after: end)...].trimmingLeadingSpaces
        var title = Array(content[..<firstLineEnd])
        title[0] = .text(titleStart)
        if titleStart.isEmpty { title.removeFirst() }
        let rest = Array(content[firstLineEnd...].dropFirst())
        let opensWithWords: [Block] = rest.isEmpty ? [] : [.paragraph(rest, line: start + 1)]
        self.init(kind: kind, title: title, blocks: opensWithWords + blocks.dropFirst(), line: line)
    }

    /// What stands above the text.
    package var shownTitle: [Inline] { title.isEmpty ? [.text(kind.word)] : title }
}

extension Callout.Kind {
    /// The title of a callout that has none of its own.
    package var word: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

extension Substring {
    fileprivate var trimmingLeadingSpaces: String { String(drop { $0 == " " || $0 == "\t" }) }
}
