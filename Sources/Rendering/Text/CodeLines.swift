/// Code in the text part: indented, never wrapped, tabs as spaces.
enum CodeLines {
    private static let margin = "    "
    private static let tabStop = 4

    static func lines(_ code: String) -> [String] {
        var lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { (margin + expandingTabs($0)).trimmingTrailingSpaces }
    }

    private static func expandingTabs(_ line: Substring) -> String {
        var result = ""
        var column = 0
        for character in line {
            let columns = character == "\t" ? tabStop - column % tabStop : character.displayWidth
            result += character == "\t" ? String(repeating: " ", count: columns) : String(character)
            column += columns
        }
        return result
    }
}
