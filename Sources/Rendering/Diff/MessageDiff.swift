/// What is different between two messages before recipients' values are in them.
package struct MessageDiff: Sendable {
    package struct Side: Sendable {
        package let message: CompiledMessage
        package let preheader: String?

        package init(message: CompiledMessage, preheader: String?) {
            self.message = message
            self.preheader = preheader
        }
    }

    /// An old and a new value that differ.
    package struct Pair: Hashable, Sendable {
        package let old: String
        package let new: String
    }

    package let subject: Pair?
    package let preheader: Pair?
    package let text: LineDiff
    /// Of the page's structure and words, without its style.
    package let html: LineDiff
    /// In order of their appearance, each once.
    package let addedLinks: [String]
    package let removedLinks: [String]
    /// Whether the pages differ in what `html` leaves out.
    package let differsInStyle: Bool

    package init(from old: Side, to new: Side) throws(HTMLError) {
        subject = Self.pair(old.message.subject, new.message.subject)
        preheader = Self.pair(old.preheader ?? "", new.preheader ?? "")
        text = LineDiff(from: Self.lines(old.message.textPart), to: Self.lines(new.message.textPart))
        let pages = [old.message.htmlPage, new.message.htmlPage].map(\.showingMergeFields)
        html = LineDiff(from: try PageOutline.lines(of: pages[0]), to: try PageOutline.lines(of: pages[1]))
        let links = (try Self.links(in: pages[0]), try Self.links(in: pages[1]))
        addedLinks = links.1.filter { !links.0.contains($0) }
        removedLinks = links.0.filter { !links.1.contains($0) }
        differsInStyle = html.isEmpty && pages[0] != pages[1]
    }

    package var isEmpty: Bool {
        subject == nil && preheader == nil && text.isEmpty && html.isEmpty && !differsInStyle
    }

    private static func pair(_ old: String, _ new: String) -> Pair? {
        let (old, new) = (old.showingMergeFields, new.showingMergeFields)
        return old == new ? nil : Pair(old: old, new: new)
    }

    private static func lines(_ text: String) -> [String] {
        var lines = text.showingMergeFields.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private static func links(in html: String) throws(HTMLError) -> [String] {
        var links: [String] = []
        _ = try HTMLParser.page(html).mapped { element in
            let link = element.name == "a" ? element[attribute: "href"] : element[attribute: "src"]
            if let link, !links.contains(link) { links.append(link) }
            return element
        }
        return links
    }
}
