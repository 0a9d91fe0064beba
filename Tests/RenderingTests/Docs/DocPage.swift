import Foundation

/// A page of docs/, read as people read it: tables, and blocks between fences of four backticks.
struct DocPage {
    /// A block: what stands behind the opening fence, and the lines up to the closing one.
    struct Fence {
        let kind: String
        let text: String
        /// Counted from 1, of the opening fence.
        let line: Int
    }

    let file: URL
    let text: String

    init(_ name: String) throws {
        file = LayoutFixture.root.appendingPathComponent("docs/\(name)")
        text = try String(contentsOf: file, encoding: .utf8)
    }

    /// Every block of the page, in order.
    var fences: [Fence] {
        var found: [Fence] = []
        var open: (kind: String, lines: [Substring], line: Int)?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let block = open {
                if line == "````" {
                    let text = block.lines.map { $0 + "\n" }.joined()
                    found.append(Fence(kind: block.kind, text: text, line: block.line))
                    open = nil
                } else {
                    open?.lines.append(line)
                }
            } else if line.hasPrefix("````") {
                open = (String(line.dropFirst(4)), [], index + 1)
            }
        }
        return found
    }

    /// The rows of the first table behind a line, each cell without the backticks around it.
    func table(behind start: String) -> [[String]] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let line = lines.firstIndex(where: { $0.hasPrefix(start) }) else { return [] }
        let rows = lines[(line + 1)...].drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
        return rows.dropFirst(2).map(Self.cells)
    }

    /// A pipe that belongs to a cell is written `\|`.
    private static func cells(_ row: String) -> [String] {
        row.replacing("\\|", with: "\u{1}").split(separator: "|").map { cell in
            let text = cell.trimmingCharacters(in: .whitespaces).replacing("\u{1}", with: "|")
            let isCode = text.hasPrefix("`") && text.hasSuffix("`") && text.count(where: { $0 == "`" }) == 2
            return isCode ? String(text.dropFirst().dropLast()) : text
        }
    }

    /// The page with the text of its blocks changed.
    func replacing(_ texts: [Int: String]) -> String {
        var lines: [String] = []
        var skips = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if skips, line != "````" { continue }
            skips = false
            lines.append(String(line))
            if let text = texts[index + 1] {
                lines.append(
                    contentsOf: text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
                        String.init))
                skips = true
            }
        }
        return lines.joined(separator: "\n")
    }
}
