/// Where the marks of sections stand among the lines of the text part.
///
/// A section that is all of its lines takes their line breaks with it: for whom it is not, no empty line is left. So its
/// closing mark moves to the start of the next line that has words:
///
///     {{#city}}Events in {{city}}         {{#city}}Events in {{city}}
///     {{/city}}                     →
///                                         {{/city}}* always
///     * always
enum SectionLines {
    static func settled(_ lines: [String]) -> [String] {
        guard lines.contains(where: \.hasSectionMarks) else { return lines }
        var settled: [String] = []
        /// Of each open section, whether it begins its line.
        var open: [Bool] = []
        var carried = ""
        for (index, line) in lines.enumerated() {
            let hasNext = lines[(index + 1)...].contains { !$0.isEmpty }
            let (kept, closing) = line.isEmpty ? ("", "") : split(line, hasNext: hasNext, &open)
            settled.append(line.isEmpty ? "" : carried + kept)
            carried = line.isEmpty ? carried : closing
        }
        return settled
    }

    /// The line without the closing marks at its end, if they may move on, and those.
    private static func split(_ line: String, hasNext: Bool, _ open: inout [Bool]) -> (String, moved: String) {
        let pieces = line.mergePieces
        var isAtStart = true
        /// For each mark that ends the line, whether its section begins one.
        var trailing: [Bool] = []
        for piece in pieces {
            switch piece {
            case .opening:
                open.append(isAtStart)
                trailing = []
            case .closing: trailing.append(open.popLast() ?? false)
            case .text, .field:
                isAtStart = false
                trailing = []
            }
        }
        guard hasNext, !trailing.isEmpty, trailing.allSatisfy(\.self), pieces.count > trailing.count else {
            return (line, "")
        }
        let (kept, moved) = (pieces.dropLast(trailing.count), pieces.suffix(trailing.count))
        return (kept.map(\.placeholder).joined(), moved.map(\.placeholder).joined())
    }
}

extension String {
    /// Sections begin or end in it.
    fileprivate var hasSectionMarks: Bool {
        isPersonal
            && mergePieces.contains { piece in
                switch piece {
                case .opening, .closing: true
                case .text, .field: false
                }
            }
    }

    /// The marks of sections in front, and what follows them.
    var splitAtSectionMarks: (marks: String, words: String) {
        guard unicodeScalars.first == MergeField.opening else { return ("", self) }
        let pieces = mergePieces
        let words = pieces.drop { piece in
            switch piece {
            case .opening, .closing: true
            case .text, .field: false
            }
        }
        return (
            pieces.prefix(pieces.count - words.count).map(\.placeholder).joined(),
            words.map(\.placeholder).joined()
        )
    }
}
