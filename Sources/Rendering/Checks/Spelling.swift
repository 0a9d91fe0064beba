/// Finds what somebody meant to write.
enum Spelling {
    /// The known word that is at most two slips away, but no more than a third of the word; nil if none is.
    static func nearest(to word: String, among known: [String]) -> String? {
        let written = normalized(word)
        let nearest = known.map { (word: $0, slips: distance(written, normalized($0))) }.min { $0.slips < $1.slips }
        guard let nearest, nearest.slips <= min(2, max(1, nearest.word.count / 3)) else { return nil }
        return nearest.word
    }

    /// Letter case and the kind of hyphen are no slips.
    private static func normalized(_ word: String) -> [Character] {
        word.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 }
    }

    /// Letters added, lost, mistaken or swapped with their neighbour (optimal string alignment distance).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var rows = [Array(0...right.count)]
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var slips = min(
                    rows[row][column + 1] + 1, current[column] + 1, rows[row][column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    slips = min(slips, rows[row - 1][column - 1] + 1)
                }
                current.append(slips)
            }
            rows.append(current)
        }
        return rows[left.count][right.count]
    }
}
