import Mail

/// What a text would grow to, estimated before the Markdown parser sees it.
///
/// The parser copies a reference link's destination for each of its uses, and fills the rows of a table up to its number
/// of columns: some kilobytes of source can ask for gigabytes. Both estimates may be too high for strange texts (they look
/// into code, too), never too low, and take time and memory in proportion to the source.
package enum MarkdownBounds {
    /// What all uses of reference links may come to, in bytes: forty times what Gmail shows of a message.
    package static let maximumReferences = 4 << 20
    /// Of all tables together; as HTML each cell has two tags, and `HTMLParser` takes 40,000.
    package static let maximumCells = 20_000

    /// - Parameter firstLine: the number of the text's first line in its file.
    static func check(_ markdown: String, path: String, firstLine: Int) throws(IssueError) {
        let bytes = Array(markdown.utf8)
        if let table = tableOverBound(bytes) {
            throw IssueError(path: path, line: firstLine + table, .tableTooLarge)
        }
        if let offset = ReferenceUses(bytes).definitionOverBound {
            let line = bytes[..<offset].count { $0 == Byte.lf }
            throw IssueError(path: path, line: firstLine + line, .referencesTooLarge)
        }
    }

    // MARK: Tables

    /// The line, from 0, of the table with which the cells become too many; nil if they do not.
    private static func tableOverBound(_ bytes: [UInt8]) -> Int? {
        var cells = 0
        var columns = 1
        for (number, line) in bytes.split(separator: Byte.lf, omittingEmptySubsequences: false).enumerated() {
            // A table ends with an empty line, also of a quote.
            if line.allSatisfy({ $0 <= Byte.space || $0 == UInt8(ascii: ">") }) {
                columns = 1
                continue
            }
            let own = delimiters(of: line)
            // The line above is the table's head.
            if columns == 1, own > 1 { cells += own }
            columns = max(columns, own)
            if columns > 1 { cells += columns }
            if cells > maximumCells { return number }
        }
        return nil
    }

    /// How many columns a line declares as a table's second: `| --- | :-: |`; 1 for any other line.
    private static func delimiters(of line: ArraySlice<UInt8>) -> Int {
        var pipes = 0
        var hasHyphen = false
        for byte in line {
            switch byte {
            case UInt8(ascii: "|"): pipes += 1
            case UInt8(ascii: "-"): hasHyphen = true
            // Behind a list's or quote's mark, too.
            case UInt8(ascii: ":"), UInt8(ascii: ">"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."),
                UInt8(ascii: ")"), 0x30...0x39, ...Byte.space:
                break
            default: return 1
            }
        }
        return hasHyphen ? pipes + 1 : 1
    }
}

/// What reference links come to: `[label]: destination "title"` times the uses of `[label]`.
private struct ReferenceUses {
    /// Where the definition stands that costs the most, if all together cost too much.
    private(set) var definitionOverBound: Int?

    private struct Definition {
        let offset: Int
        let size: Int
        var total = 0
    }

    private let bytes: [UInt8]
    private var definitions: [[UInt8]: Definition] = [:]
    /// The longest of all, and of those whose label can equal one in other letters (case folding outside ASCII).
    private var longest: (any: [UInt8]?, beyondASCII: [UInt8]?)
    /// Where each closing mark of a title was found last, so that looking for it again costs nothing.
    private var closings: [UInt8: Int] = [:]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var labels: [Range<Int>] = []
        var open: Int?
        var position = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\\"): position += 1
            case UInt8(ascii: "["): open = position + 1
            case UInt8(ascii: "]"):
                if let start = open, position - start <= 1_000 { labels.append(start..<position) }
                open = nil
            default: break
            }
            position += 1
        }
        for label in labels where label.upperBound + 1 < bytes.count && bytes[label.upperBound + 1] == Byte.colon {
            define(label)
        }
        if !definitions.isEmpty { count(labels) }
    }

    private mutating func define(_ label: Range<Int>) {
        let key = Self.key(bytes[label])
        let definition = Definition(offset: label.lowerBound, size: size(from: label.upperBound + 2))
        if let known = definitions[key], known.size >= definition.size { return }
        definitions[key] = definition
        if longest.any.flatMap({ definitions[$0]?.size }) ?? -1 <= definition.size { longest.any = key }
        let isBeyond = key.contains { $0 >= 0x80 }
        if isBeyond, longest.beyondASCII.flatMap({ definitions[$0]?.size }) ?? -1 <= definition.size {
            longest.beyondASCII = key
        }
    }

    private mutating func count(_ labels: [Range<Int>]) {
        var sum = 0
        for label in labels {
            let key = Self.key(bytes[label])
            let isBeyond = key.contains { $0 >= 0x80 }
            let candidates = [definitions[key] == nil ? nil : key, isBeyond ? longest.any : longest.beyondASCII]
            let found = candidates.compactMap(\.self).max { definitions[$0]?.size ?? 0 < definitions[$1]?.size ?? 0 }
            guard let found, let size = definitions[found]?.size else { continue }
            definitions[found]?.total += size
            sum += size
        }
        guard sum > MarkdownBounds.maximumReferences else { return }
        definitionOverBound = definitions.values.max { $0.total < $1.total }?.offset
    }

    /// ASCII in lowercase, white space as one space (CommonMark §4.7).
    private static func key(_ label: ArraySlice<UInt8>) -> [UInt8] {
        let words = label.split { $0 <= Byte.space }
        return Array(
            words.map { $0.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } }.joined(separator: [Byte.space]))
    }

    /// The bytes of the destination and the title that begin here.
    private mutating func size(from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] <= Byte.space { end += 1 }
        let isBracketed = end < bytes.count && bytes[end] == UInt8(ascii: "<")
        while end < bytes.count, bytes[end] != Byte.lf, isBracketed || bytes[end] > Byte.space {
            end += 1
            if isBracketed, bytes[end - 1] == UInt8(ascii: ">") { break }
        }
        let destination = end - start
        while end < bytes.count, bytes[end] <= Byte.space { end += 1 }
        guard end < bytes.count else { return destination }
        let closing: UInt8
        switch bytes[end] {
        case UInt8(ascii: "("): closing = UInt8(ascii: ")")
        case UInt8(ascii: "\""), UInt8(ascii: "'"): closing = bytes[end]
        default: return destination
        }
        return destination + max(0, place(of: closing, after: end) - end)
    }

    /// Where the mark stands next, or the end: titles of many definitions may all end at one.
    private mutating func place(of mark: UInt8, after start: Int) -> Int {
        if let known = closings[mark], known > start { return known == .max ? start : known }
        var position = start + 1
        while position < bytes.count, bytes[position] != mark {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        // Without one there is no title.
        closings[mark] = position < bytes.count ? position : .max
        return position < bytes.count ? position : start
    }
}
