extension Rule {
    /// Double braces that are no field, and the fields of other programs.
    static let unreplacedField = Rule(
        "unreplaced-field", .warning,
        what: "Something looks like a merge field, but is none, or one of another program.",
        why: "Readers get \"Dear {{First Name}}\" or \"Dear *|FNAME|*\"."
    ) { checked in
        var seen: Set<String> = []
        let braces = checked.issue.source.braces.compactMap { use -> Spot? in
            guard case .literal(let source) = use.meaning, seen.insert(source).inserted else { return nil }
            return Spot(
                use.line,
                "\(source) is no merge field and goes out as it is. "
                    + "Write {{name}} or {{name | \"reader\"}}; names are lowercase. For literal braces write \\{{.")
        }
        return braces + foreign(in: checked.issue.body, &seen)
    }

    private static func foreign(in document: MarkdownDocument, _ seen: inout Set<String>) -> [Spot] {
        var found: [(text: String, line: Int)] = []
        for block in (document.blocks + document.footnotes.flatMap(\.blocks)).flatMap(\.leaves) {
            var line = block.line
            block.forEachPiece { inline in
                switch inline {
                case .text(let text): found += tags(text).map { ($0, line) }
                // Markdown takes the stars of *|FNAME|* for emphasis.
                case .emphasis(let content): found += tags("*\(content.plainText)*").map { ($0, line) }
                case .softBreak, .lineBreak: line += 1
                case .link(let link): found += tags(link.url).map { ($0, link.line) }
                case .html(let html, let start): found += tags(html).map { ($0, start) }
                default: break
                }
            }
        }
        return found.filter { seen.insert($0.text).inserted }.map { text, line in
            Spot(
                line,
                "\(text) is a field of another program and goes out as it is. Write {{name}} or {{name | \"reader\"}}.")
        }
    }

    /// Mailchimp's `*|FNAME|*`, Mailgun's `%recipient.name%`, Campaign Monitor's `[firstname,fallback=you]`.
    private static func tags(_ text: String) -> [String] {
        // Reading the patterns takes longer than all other checks together.
        guard
            text.utf8.contains(UInt8(ascii: "|")) || text.utf8.contains(UInt8(ascii: "%")) || text.contains("fallback=")
        else { return [] }
        let patterns = [
            /\*\|[A-Z0-9_:]+\|\*/, /%recipient\.[a-z_]+%/, /%%[A-Za-z_]+%%/, /\[[a-z]+,\s?fallback=[^\]]*\]/,
        ]
        return patterns.flatMap { pattern in text.matches(of: pattern).map { String($0.output) } }
    }
}
