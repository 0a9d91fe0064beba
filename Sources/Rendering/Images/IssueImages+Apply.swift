extension IssueImages {
    /// The content with every image as readers get it.
    ///
    /// - Parameter contentID: of a part, by its number, without angle brackets.
    func applied(to nodes: [DOMNode], contentID: (Int) -> String) -> [DOMNode] {
        if uses.isEmpty { return nodes }
        return nodes.map { node in
            guard case .element(var element) = node else { return node }
            element.children = applied(to: element.children, contentID: contentID)
            guard element.name == "img", let use = element[attribute: "src"].flatMap({ use(of: $0) }) else {
                return .element(element)
            }
            switch use.target {
            case .part(let number) where parts[number].isAttachment:
                return .text(Self.label(element[attribute: "alt"] ?? "", parts[number]))
            case .part(let number): element[attribute: "src"] = "cid:" + contentID(number)
            case .web(let url): element[attribute: "src"] = LinkTarget.encoded(url)
            }
            if element[attribute: "width"] == nil, element[attribute: "height"] == nil {
                element[attribute: "width"] = use.width.map(String.init)
                element[attribute: "height"] = use.height.map(String.init)
            }
            return .element(element)
        }
    }

    /// The document with every image as the text part shows it; raw HTML in it has to be resolved.
    func applied(to document: MarkdownDocument) -> MarkdownDocument {
        if uses.isEmpty { return document }
        return document.mapInlines { inline in
            guard case .image(let image) = inline, let use = use(of: image.url) else { return inline }
            var url = "cid:"
            var alternative = image.alternative
            switch use.target {
            case .web(let address): url = address
            case .part(let number):
                if parts[number].isAttachment { alternative = Self.label(alternative, parts[number]) }
            }
            return .image(Image(url: url, title: image.title, alternative: alternative, line: image.line))
        }
    }

    private static func label(_ alternative: String, _ part: Part) -> String {
        let words = alternative.trimmingWhiteSpace
        return words.isEmpty ? "(attached: \(part.name))" : "\(words) (attached: \(part.name))"
    }
}
