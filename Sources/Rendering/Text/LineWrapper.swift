/// Fills lines with words, by display width.
///
/// Breaks stand at spaces and between East Asian characters. A word that is wider than a line is cut, but
/// not a URL and not a merge field.
struct LineWrapper {
    private let width: Int
    private var lines: [String] = []
    private var line = ""
    private var lineWidth = 0

    static func lines(_ pieces: [TextPiece], width: Int) -> [String] {
        var wrapper = LineWrapper(width: width)
        var splitter = WordSplitter()
        for piece in pieces {
            if piece == .lineBreak {
                wrapper.place(splitter.finish())
                wrapper.endLine()
            } else {
                splitter.add(piece)
            }
        }
        wrapper.place(splitter.finish())
        if !wrapper.line.isEmpty { wrapper.endLine() }
        return wrapper.lines.trimmingBlankLines
    }

    private init(width: Int) { self.width = max(width, 2) }

    private mutating func place(_ words: [Word]) {
        for word in words {
            let gap = word.followsSpace && !line.isEmpty ? 1 : 0
            if !line.isEmpty, lineWidth + gap + word.width > width { endLine() }
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
            if lineWidth + columns > width, !line.isEmpty { endLine() }
            append(String(character), width: columns, afterSpace: false)
        }
    }

    private mutating func endLine() {
        lines.append(line)
        line = ""
        lineWidth = 0
    }
}

extension [String] {
    /// Line breaks at the start and the end of a text mean nothing.
    fileprivate var trimmingBlankLines: [String] {
        guard let first = firstIndex(where: { !$0.isEmpty }), let last = lastIndex(where: { !$0.isEmpty }) else {
            return []
        }
        return Array(self[first...last])
    }
}
