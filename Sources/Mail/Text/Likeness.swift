/// Which known name somebody may have meant.
package enum Likeness {
    /// The known name that is closest to a misspelled one, if any is close; case does not count.
    package static func closest(to name: String, among names: some Sequence<String>) -> String? {
        let wanted = name.lowercased()
        let best = names.map { ($0, distance(wanted, $0.lowercased())) }.min { $0.1 < $1.1 }
        guard let best, best.1 <= max(2, name.count / 3), best.1 < max(name.count, 2) else { return nil }
        return best.0
    }

    /// ` Did you mean 'weekly'?`, to put behind a sentence; empty if nothing is close.
    package static func question(_ name: String, among names: some Sequence<String>) -> String {
        closest(to: name, among: names).map { " Did you mean '\($0.escapingControls)'?" } ?? ""
    }

    /// How many letters have to be changed, added, removed or swapped with a neighbour.
    package static func distance(_ left: String, _ right: String) -> Int {
        // Longer texts are no names, and the work is the product of both.
        let (a, b) = (Array(left.prefix(200)), Array(right.prefix(200)))
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
