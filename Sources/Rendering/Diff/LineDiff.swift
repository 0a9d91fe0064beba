/// What has to be removed and added to make one text of another, line by line (Myers, "An O(ND) Difference Algorithm
/// and Its Variations", 1986: the fewest changes there can be).
package struct LineDiff: Hashable, Sendable {
    package enum Change: String, Hashable, Sendable, Codable {
        case kept
        case removed
        case added
    }

    package struct Line: Hashable, Sendable {
        package let change: Change
        package let text: String
    }

    /// Changes with the lines around them.
    package struct Hunk: Hashable, Sendable {
        /// The first line's number in each text, from 1.
        package let oldStart: Int
        package let newStart: Int
        package let lines: [Line]
    }

    /// Both texts in one, in order; what is removed stands before what is added.
    package let lines: [Line]

    package var isEmpty: Bool { lines.allSatisfy { $0.change == .kept } }

    package init(from old: [String], to new: [String]) {
        let prefix = zip(old, new).prefix { $0 == $1 }.count
        let (oldRest, newRest) = (old.dropFirst(prefix), new.dropFirst(prefix))
        let suffix = zip(oldRest.reversed(), newRest.reversed()).prefix { $0 == $1 }.count
        let middle = Self.middle(Array(oldRest.dropLast(suffix)), Array(newRest.dropLast(suffix)))
        lines = old.prefix(prefix).map(Self.kept) + middle + old.suffix(suffix).map(Self.kept)
    }

    /// - Parameter context: how many unchanged lines to show around changes.
    package func hunks(context: Int = 3) -> [Hunk] {
        let changed = lines.indices.filter { lines[$0].change != .kept }
        var ranges: [Range<Int>] = []
        for index in changed {
            let range = max(0, index - context)..<min(lines.count, index + context + 1)
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        return ranges.map { range in
            let before = lines[..<range.lowerBound]
            return Hunk(
                oldStart: before.count { $0.change != .added } + 1,
                newStart: before.count { $0.change != .removed } + 1,
                lines: Array(lines[range]))
        }
    }

    // MARK: The algorithm

    /// Beyond so many changes the texts have little in common, and the search would take long for a diff nobody reads.
    private static let mostChanges = 1_000

    private static func kept(_ text: String) -> Line { Line(change: .kept, text: text) }

    private static func middle(_ old: [String], _ new: [String]) -> [Line] {
        guard let trace = trace(old, new) else {
            return old.map { Line(change: .removed, text: $0) } + new.map { Line(change: .added, text: $0) }
        }
        return ordered(walkBack(trace, old, new))
    }

    /// For each number of changes, how far each diagonal reaches into `old`; nil if there are too many changes.
    private static func trace(_ old: [String], _ new: [String]) -> [[Int: Int]]? {
        var reach = [1: 0]
        var trace: [[Int: Int]] = []
        for changes in 0...min(old.count + new.count, mostChanges) {
            trace.append(reach)
            for diagonal in stride(from: -changes, through: changes, by: 2) {
                var x = start(diagonal, changes, reach)
                while x < old.count, x - diagonal < new.count, old[x] == new[x - diagonal] { x += 1 }
                reach[diagonal] = x
                if x >= old.count, x - diagonal >= new.count { return trace }
            }
        }
        return nil
    }

    /// Where a diagonal begins: below the one above it (a line added), or beside the one below it (a line removed),
    /// whichever reaches farther.
    private static func start(_ diagonal: Int, _ changes: Int, _ reach: [Int: Int]) -> Int {
        comesFromAbove(diagonal, changes, reach) ? reach[diagonal + 1] ?? 0 : (reach[diagonal - 1] ?? 0) + 1
    }

    private static func comesFromAbove(_ diagonal: Int, _ changes: Int, _ reach: [Int: Int]) -> Bool {
        if diagonal == -changes { return true }
        return diagonal != changes && (reach[diagonal - 1] ?? 0) < (reach[diagonal + 1] ?? 0)
    }

    private static func walkBack(_ trace: [[Int: Int]], _ old: [String], _ new: [String]) -> [Line] {
        var (x, y) = (old.count, new.count)
        var lines: [Line] = []
        for (changes, reach) in trace.enumerated().reversed() {
            let diagonal = x - y
            let start = start(diagonal, changes, reach)
            while x > start {
                (x, y) = (x - 1, y - 1)
                lines.append(kept(old[x]))
            }
            if changes == 0 { break }
            if comesFromAbove(diagonal, changes, reach) {
                y -= 1
                lines.append(Line(change: .added, text: new[y]))
            } else {
                x -= 1
                lines.append(Line(change: .removed, text: old[x]))
            }
        }
        return lines.reversed()
    }

    /// Within a run of changes, what is removed comes first.
    private static func ordered(_ lines: [Line]) -> [Line] {
        var result: [Line] = []
        var added: [Line] = []
        for line in lines {
            if line.change == .added {
                added.append(line)
                continue
            }
            if line.change == .kept {
                result += added
                added = []
            }
            result.append(line)
        }
        return result + added
    }
}
