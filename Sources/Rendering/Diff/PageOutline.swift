/// A page as lines that can be compared: an element's beginning, or a stretch of text, each on its own, indented.
///
/// Style is left out, and what only lays out: it is not what the page says. Layout tables are seen through.
enum PageOutline {
    static func lines(of html: String) throws(HTMLError) -> [String] {
        let page = try HTMLParser.page(html)
        var outline = Outline()
        for case .element(let child) in page.children where child.name == "body" { outline.append(child.children) }
        return outline.finish()
    }

    /// Elements that stand within a line of text.
    private static let inline: Set<String> = [
        "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q",
        "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
    ]
    private static let layout: Set<String> = ["tbody", "thead", "tr", "div", "center", "span"]
    private static let shown: Set<String> = ["href", "src", "alt", "title", "start", "lang", "dir", "align"]

    private struct Outline {
        private var lines: [String] = []
        private var text = ""
        private var depth = 0

        mutating func finish() -> [String] {
            endText()
            return lines
        }

        mutating func append(_ nodes: [DOMNode]) {
            for node in nodes {
                switch node {
                case .comment: continue
                case .text(let words): text += words
                case .element(let element): append(element)
                }
            }
        }

        private mutating func append(_ element: DOMElement) {
            if inline.contains(element.name) { return appendInline(element) }
            endText()
            let isSeenThrough = layout.contains(element.name) || element[attribute: "role"] == "presentation"
            if !isSeenThrough {
                lines.append(indentation + Self.tag(element))
                depth += 1
            }
            append(element.children)
            endText()
            if !isSeenThrough { depth -= 1 }
        }

        private mutating func appendInline(_ element: DOMElement) {
            if element.name == "br" { return endText() }
            let isShown = element.name != "span"
            if isShown { text += Self.tag(element) }
            append(element.children)
            if isShown, element.name != "img", element.name != "wbr" { text += "</\(element.name)>" }
        }

        private mutating func endText() {
            let words = text.collapsingWhiteSpace
            if !words.isEmpty { lines.append(indentation + words) }
            text = ""
        }

        private var indentation: String { String(repeating: "  ", count: depth) }

        private static func tag(_ element: DOMElement) -> String {
            let attributes = element.attributes.filter { shown.contains($0.name) }
            return "<" + ([element.name] + attributes.map { "\($0.name)=\"\($0.value)\"" }).joined(separator: " ") + ">"
        }
    }
}
