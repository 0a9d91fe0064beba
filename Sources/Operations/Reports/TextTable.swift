extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }

    func leftPadded(to width: Int) -> String { String(repeating: " ", count: Swift.max(0, width - count)) + self }

    /// Control characters, line separators and marks that reorder text spelled out, for a terminal.
    var onOneLine: String {
        guard unicodeScalars.contains(where: \.isUnsafeInLogs) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isUnsafeInLogs {
                text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

/// Lines whose columns are wide enough for their cells, two spaces apart: the first `textColumns` to the left,
/// numbers to the right.
func table(_ rows: [[String]], textColumns: Int) -> [String] {
    let columns = rows.first?.count ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
        row.indices
            .map { $0 < textColumns ? row[$0].padded(to: widths[$0]) : row[$0].leftPadded(to: widths[$0]) }
            .joined(separator: "  ")
    }
}
