import Mail

/// Puts an issue's content, which is parsed already, into the layout, so that it need not be written and parsed again.
enum ContentSlot {
    private static let name = "issue-content"

    /// What stands for the content while the layout is parsed.
    static let source = "<\(name)></\(name)>"

    /// The layout with the content in its place.
    ///
    /// - Returns: nil if the place is not one in which elements of all kinds may stand: then only the parser can say what
    ///   comes of the two.
    static func filled(_ layout: String, with content: [DOMNode]) throws(HTMLError) -> DOMElement? {
        guard layout.count(ofBytes: name) == 2 else { return nil }
        var page = try HTMLParser.page(layout)
        return fill(&page, with: content) ? page : nil
    }

    private static let parents: Set = ["td", "div", "body", "main", "section", "article"]

    private static func fill(_ element: inout DOMElement, with content: [DOMNode]) -> Bool {
        for position in element.children.indices {
            guard case .element(var child) = element.children[position] else { continue }
            if child.name == name {
                guard parents.contains(element.name), child.children.isEmpty else { return false }
                element.children.replaceSubrange(position...position, with: content)
                return true
            }
            if fill(&child, with: content) {
                element.children[position] = .element(child)
                return true
            }
        }
        return false
    }
}
