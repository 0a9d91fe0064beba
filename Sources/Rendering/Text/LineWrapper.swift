/// Fills lines with words, by display width.
///
/// Breaks stand at spaces and between East Asian characters. A word that is wider than a line is cut, but
/// not a URL and not a merge field.
struct LineWrapper {
    /// What ended a line.
    private enum LineEnd {
        /// The text wants it.
        case wanted
        /// A space stood there.
        case space
        /// Nothing stood there: between East Asian characters, or inside a word that is too long.
        case seam
    }

    private let width: Int
    private var lines: [(text: String, end: LineEnd)] = []
    private var line = ""
    private var lineWidth = 0

    static func lines(_ pieces: [TextPiece], width: Int) -> [String] { filled(pieces, width: width).map(\.text) }

    /// The same with a space at the end of each line that goes on in the next (see `FlowedText`).
    ///
    /// Joining such lines makes a space. A text that was also broken where there is none must not be joined.
    static func flowedLines(_ pieces: [TextPiece], width: Int) -> [String] {
        let lines = filled(pieces, width: width)
        if lines.contains(where: { $0.end == .seam }) { return lines.map(\.text) }
        return lines.map { line in
            let marked = line.text + " "
            return line.end == .space && marked != FlowedText.signatureSeparator ? marked : line.text
        }
    }

    private static func filled(_ pieces: [TextPiece], width: Int) -> [(text: String, end: LineEnd)] {
        var wrapper = LineWrapper(width: width)
        var splitter = WordSplitter()
        for piece in pieces {
            if piece == .lineBreak {
                wrapper.place(splitter.finish())
                wrapper.endLine(.wanted)
            } else {
                splitter.add(piece)
            }
        }
        wrapper.place(splitter.finish())
        if !wrapper.line.isEmpty { wrapper.endLine(.wanted) }
        // Line breaks at the start and the end of a text mean nothing.
        let lines = wrapper.lines
        guard let first = lines.firstIndex(where: { !$0.text.isEmpty }),
            let last = lines.lastIndex(where: { !$0.text.isEmpty })
        else { return [] }
        return Array(lines[first...last])
    }

    private init(width: Int) { self.width = max(width, 2) }

    private mutating func place(_ words: [Word]) {
        for word in words {
            let gap = word.followsSpace && !line.isEmpty ? 1 : 0
            if !line.isEmpty, lineWidth + gap + word.width > width {
                endLine(word.followsSpace ? .space : .seam)
            }
            if word.width > width, word.isBreakable {
                cut(word)
            } else {
                append(word.text, width: word.width, afterSpace: gap == 1)
            }
        }
    }

    private mutating func append(_ text: String, width: Int, afterSpace: Bool) {
        if afterSpace, !line.isEmpty {
            line += " "
            lineWidth += 1
        }
        line += text
        lineWidth += width
    }

    private mutating func cut(_ word: Word) {
        for character in word.text {
            let columns = character.displayWidth
            if lineWidth + columns > width, !line.isEmpty { endLine(.seam) }
            append(String(character), width: columns, afterSpace: false)
        }
    }

    private mutating func endLine(_ end: LineEnd) {
        lines.append((line, end))
        line = ""
        lineWidth = 0
    }
}
