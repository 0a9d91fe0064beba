import Foundation
import Mail

extension Timestamp {
    /// `2026-11-23 11:45:00 +01:00`: by the clock of whoever reads it, without milliseconds. JSON and the log stay UTC.
    package var forPeople: String { forPeople(in: .current) }

    func forPeople(in zone: TimeZone) -> String {
        let date = Date(timeIntervalSince1970: (Double(milliseconds) / 1_000).rounded(.down))
        return clockTime(offset: zone.secondsFromGMT(for: date))
    }
}

/// Lines for a terminal: broken between words, what follows under what it belongs to.
package enum TextWrap {
    /// Breaks lines that are longer than `width`; a word that is longer stays whole, so that it can be copied.
    ///
    ///     paused    because 20 messages in a row were refused: 451 4.7.1
    ///               Greylisted
    package static func wrapped(_ text: String, width: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.count <= width ? String(line) : wrapped(line: line, width: width)
        }.joined(separator: "\n")
    }

    private static func wrapped(line: Substring, width: Int) -> String {
        let indent = hangingIndent(of: line, width: width)
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var rest = line
        while rest.count > width - (lines.isEmpty ? 0 : indent) {
            let room = width - (lines.isEmpty ? 0 : indent)
            let start = lines.isEmpty ? rest.index(rest.startIndex, offsetBy: min(indent, rest.count)) : rest.startIndex
            let end = rest.index(rest.startIndex, offsetBy: room)
            // The last space that fits, one right behind the room included; else the first after a long word.
            let space = rest[start...end].lastIndex(of: " ") ?? rest[end...].firstIndex(of: " ")
            guard let space, space > start else { break }
            lines.append((lines.isEmpty ? "" : margin) + trimmingEnd(rest[..<space]))
            rest = rest[space...].drop { $0 == " " }
        }
        if !rest.isEmpty { lines.append((lines.isEmpty ? "" : margin) + rest) }
        return lines.joined(separator: "\n")
    }

    /// Behind a label and its two spaces, or a hyphen; else as far as the line itself is indented.
    private static func hangingIndent(of line: Substring, width: Int) -> Int {
        let own = min(line.prefix { $0 == " " }.count, width / 2)
        if line.dropFirst(own).hasPrefix("- ") { return min(own + 2, width / 2) }
        guard let gap = line.dropFirst(own).firstRange(of: "  ") else { return own }
        let column = line[..<gap.lowerBound].count + line[gap.lowerBound...].prefix { $0 == " " }.count
        return column <= width / 2 ? column : own
    }

    private static func trimmingEnd(_ text: Substring) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }
}
