extension TextWriter {
    /// Aligned columns if they fit, else one `Header: value` line per cell.
    ///
    /// So are words that run from right to left: programs would put the columns of each line in another order.
    mutating func lines(_ table: MarkdownTable, in frame: Frame) -> [String] {
        var rows: [[[TextPiece]]] = []
        for row in [table.header] + table.rows {
            var cells: [[TextPiece]] = []
            for cell in row { cells.append(pieces(cell, links: .numbered)) }
            rows.append(cells)
        }
        let texts = rows.map { $0.map { LineWrapper.lines($0, width: .max).joined(separator: " / ") } }
        let widths = (texts.first ?? []).indices.map { column in
            texts.map { column < $0.count ? $0[column].displayWidth : 0 }.max() ?? 0
        }
        let total = widths.reduce(0, +) + Self.columnGap.count * max(0, widths.count - 1)
        let isRightToLeft = texts.joined().contains { TextDirection(of: $0) == .rightToLeft }
        return total <= frame.width && !isRightToLeft
            ? aligned(texts, widths: widths, in: table) : records(rows, in: frame)
    }

    private static let columnGap = "  "

    private func aligned(_ rows: [[String]], widths: [Int], in table: MarkdownTable) -> [String] {
        let lines = rows.map { row in
            row.enumerated().map { column, text in
                text.padded(to: widths[column], table.alignment(ofColumn: column))
            }.joined(separator: Self.columnGap).trimmingTrailingSpaces
        }
        let hasHeader = rows.first?.contains { !$0.isEmpty } ?? false
        let stroke = widths.map { String(repeating: "-", count: $0) }.joined(separator: Self.columnGap)
        return (hasHeader ? [lines[0], stroke] : []) + lines.dropFirst()
    }

    private func records(_ rows: [[[TextPiece]]], in frame: Frame) -> [String] {
        let headers = rows.first ?? []
        var lines: [String] = []
        for row in rows.dropFirst() {
            var record: [String] = []
            for (column, cell) in row.enumerated() where !cell.isEmpty {
                let header = column < headers.count ? Self.label(headers[column]) : []
                let wrapped = LineWrapper.lines(header + cell, width: frame.width - 2)
                record += wrapped.enumerated().map { $0 == 0 ? $1 : "  " + $1 }
            }
            lines += (lines.isEmpty || record.isEmpty ? [] : [""]) + record
        }
        // A table without rows still says what its columns are.
        return lines.isEmpty ? headers.flatMap { LineWrapper.lines($0, width: frame.width) } : lines
    }

    /// No colon touches a URL.
    private static func label(_ header: [TextPiece]) -> [TextPiece] {
        guard let last = header.last else { return [] }
        if case .url = last { return header + [.text(" ")] }
        return header + [.text(": ")]
    }
}

extension String {
    fileprivate func padded(to width: Int, _ alignment: MarkdownTable.Alignment) -> String {
        let missing = max(0, width - displayWidth)
        let before =
            switch alignment {
            case .none, .left: 0
            case .center: missing / 2
            case .right: missing
            }
        return String(repeating: " ", count: before) + self + String(repeating: " ", count: missing - before)
    }
}
