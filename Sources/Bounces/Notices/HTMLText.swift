/// HTML to text, as far as a bounce notice needs it: tags away, lines at blocks, the five entities.
enum HTMLText {
    static func plain(_ html: String) -> String {
        guard html.contains("<") else { return html }
        var text = ""
        var rest = Substring(html)
        while let open = rest.firstIndex(of: "<") {
            text += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: ">") else { break }
            let tag = rest[rest.index(after: open)..<close].lowercased()
            if blocks.contains(where: tag.hasPrefix) { text += "\n" }
            // QUIRK: some servers write <reader@example.com> into HTML without escaping it.
            if tag.contains("@"), !tag.contains("=") { text += "<\(tag)>" }
            rest = rest[rest.index(after: close)...]
            if tag.hasPrefix("style") || tag.hasPrefix("script"), let end = rest.firstRange(of: "</") {
                rest = rest[end.lowerBound...]
            }
        }
        text += rest
        return entities.reduce(text) { $0.replacing($1.key, with: $1.value) }
    }

    private static let blocks = ["br", "p", "/p", "div", "/div", "tr", "li", "h1", "h2", "h3", "td", "/title"]
    private static let entities: KeyValuePairs = [
        "&nbsp;": " ", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&amp;": "&",
    ]
}
