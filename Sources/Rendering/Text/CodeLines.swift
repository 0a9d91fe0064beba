/// Code in the text part: indented, verbatim, tabs as spaces.
enum CodeLines {
    /// A line that does not fit is folded, with a backslash where it goes on; a URL in it is kept whole.
    static func lines(_ code: String, indent: Int, width: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.flatMap { line in
            fold(expandingTabs(line), width: max(width - indent, 10)).map { $0.isEmpty ? "" : margin + $0 }
        }
    }

    private static func expandingTabs(_ line: Substring) -> String {
        var result = ""
        var column = 0
        for character in line {
            let columns = character == "\t" ? 4 - column % 4 : character.displayWidth
            result += character == "\t" ? String(repeating: " ", count: columns) : String(character)
            column += columns
        }
        return result
    }

    private static func fold(_ line: String, width: Int) -> [String] {
        if line.displayWidth <= width { return [line] }
        var lines: [String] = []
        var current = ""
        var column = 0
        for unit in units(of: line) {
            if !current.isEmpty, column + unit.displayWidth > width - 1 {
                lines.append(current + "\\")
                current = ""
                column = 0
            }
            current += unit
            column += unit.displayWidth
        }
        return lines + [current]
    }

    /// The characters, but a word with a URL in it as one.
    private static func units(of line: String) -> [String] {
        var result: [String] = []
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            if !result.isEmpty { result.append(" ") }
            if word.contains("://") { result.append(String(word)) } else { result += word.map { String($0) } }
        }
        return result
    }
}
