import Mail

/// A comment that asks for something Markdown has no words for. Where nobody knows it, on GitHub for instance, it
/// does not show, and the text around it reads on:
///
///     <!-- columns -->
///     left
///     <!-- column -->
///     right
///     <!-- /columns -->
enum Directive: String {
    case columns
    case column
    case endOfColumns = "/columns"
    case contents = "toc"

    /// Nil for any other comment and for other HTML.
    init?(_ html: String) {
        let text = html.trimmingWhiteSpace
        guard let inside = text.droppingBytes(prefix: "<!--"), inside.hasBytes(suffix: "-->") else { return nil }
        self.init(rawValue: Substring(inside.utf8.dropLast(3)).trimmingWhiteSpace.asciiLowercased)
    }
}

extension [Block] {
    /// The blocks with directives carried out; one that stands where it means nothing is left out, and columns that
    /// are not closed end with their container.
    var applyingDirectives: [Block] {
        var result: [Block] = []
        var open: (columns: [[Block]], line: Int)?
        for block in self {
            switch (block.directive, open) {
            case (.columns, nil): open = ([[]], block.line)
            case (.column, _): open?.columns.append([])
            case (.endOfColumns, _):
                result += Self.closed(open)
                open = nil
            case (.columns, _): break
            case (.contents, nil): result.append(.contents(line: block.line))
            case (.contents, let columns?):
                open?.columns[columns.columns.count - 1].append(.contents(line: block.line))
            case (nil, nil): result.append(block)
            case (nil, let columns?): open?.columns[columns.columns.count - 1].append(block)
            }
        }
        return result + Self.closed(open)
    }

    private static func closed(_ open: (columns: [[Block]], line: Int)?) -> [Block] {
        let columns = open?.columns.filter { !$0.isEmpty } ?? []
        guard let open, !columns.isEmpty else { return [] }
        return [.columns(Columns(columns: columns, line: open.line))]
    }
}

extension Block {
    fileprivate var directive: Directive? {
        guard case .html(let html, _) = self else { return nil }
        return Directive(html)
    }
}
