import Mail

extension HTMLWriter {
    /// What every table that only holds things together says of itself.
    private static let layout = "role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\""

    mutating func write(_ code: CodeBlock) {
        let language = code.language.map { attribute("class", "language-" + $0) } ?? ""
        // Outlook pads cells only. Code runs from left to right in every language.
        let box = direction == .rightToLeft ? " dir=\"ltr\"" : ""
        output += "<table class=\"code\" \(Self.layout) width=\"100%\"><tr><td\(box)>"
        // A parser drops the line end behind <pre>, not one behind <code>.
        output += "<pre><code\(language)>\(code.text.escapingMarkup)</code></pre></td></tr></table>\n"
    }

    mutating func write(_ callout: Callout) {
        output += "<table class=\"callout \(callout.kind.rawValue)\" \(Self.layout) width=\"100%\"><tr>"
        let own = TextDirection(of: callout.title) ?? TextDirection(of: callout.blocks)
        writeContainer("td", runsAs: own) { writer in
            writer.output += "\n"
            writer.writeElement("p", attributes: writer.attribute("class", "callout-title"), callout.shownTitle)
            for block in callout.blocks { writer.write(block) }
        }
        output += "</tr></table>\n"
    }

    /// The link in a cell of its own: a background that Outlook paints, without VML.
    mutating func write(button link: Link) {
        output += "<table class=\"button\" \(Self.layout)><tr><td>"
        writeElement("a", attributes: attribute("href", LinkTarget.encoded(link.url)), link.content)
        output += "</td></tr></table>\n"
    }

    /// No white space between the columns: they stand side by side like words, and a space would not fit.
    mutating func write(_ columns: Columns) {
        output += "<div class=\"columns columns-\(columns.columns.count)\">"
        for column in columns.columns {
            output += "<div class=\"column\">\n"
            for block in column { write(block) }
            output += "</div>"
        }
        output += "</div>\n"
    }

    /// In a box of its own, so that a table too wide for the screen scrolls alone.
    mutating func write(_ table: MarkdownTable) {
        output += "<div class=\"table\"><table class=\"data\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n"
        output += "<thead>\n"
        writeRow(table.header, cell: "th", of: table)
        output += "</thead>\n"
        if !table.rows.isEmpty {
            output += "<tbody>\n"
            for row in table.rows { writeRow(row, cell: "td", of: table) }
            output += "</tbody>\n"
        }
        output += "</table></div>\n"
    }

    private mutating func writeRow(_ cells: [[Inline]], cell name: String, of table: MarkdownTable) {
        output += "<tr>\n"
        for (column, content) in cells.enumerated() {
            let alignment = table.alignment(ofColumn: column).word.map { attribute("align", $0) } ?? ""
            let scope = name == "th" ? " scope=\"col\"" : ""
            writeElement(name, attributes: scope + alignment + directionAttribute(of: content), content)
        }
        output += "</tr>\n"
    }
}

extension MarkdownTable.Alignment {
    /// HTML's word for it.
    fileprivate var word: String? {
        switch self {
        case .none: nil
        case .left: "left"
        case .center: "center"
        case .right: "right"
        }
    }
}
