import Mail

/// Reduces an issue's HTML to what a mail may hold; what is not listed here does not go out.
///
/// Elements that run, load, ask or restyle (script, style, iframe, form controls …) go with their content;
/// unknown ones go and leave their content. Event handlers and other attributes that are not listed go, and
/// so do comments, links whose scheme is not one of the web's, and declarations that could load something.
enum Sanitiser {
    static func sanitise(_ nodes: [DOMNode]) -> [DOMNode] {
        nodes.flatMap { sanitise($0, insideLink: false) }
    }

    private static func sanitise(_ node: DOMNode, insideLink: Bool) -> [DOMNode] {
        switch node {
        case .text: return [node]
        case .comment: return []
        case .element(let element):
            if element.name == "input" { return checkbox(element) }
            if removedWithContent.contains(element.name) { return [] }
            let isLink = element.name == "a"
            let children = element.children.flatMap { sanitise($0, insideLink: insideLink || isLink) }
            // A link in a link cannot be written in HTML.
            if !allowedElements.contains(element.name) || (isLink && insideLink) { return children }
            var kept = element
            kept.children = children
            kept.attributes = element.attributes.compactMap { attribute($0, of: element.name) }
            if element.name == "img" { return image(kept) }
            return [.element(OwnBackground.withReadableText(kept))]
        }
    }

    private static let allowedElements = Set(
        """
        a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del \
        details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main \
        mark nav ol p pre q s samp section small span strike strong sub summary sup table tbody td tfoot th thead \
        time tr tt u ul var wbr
        """.split(separator: " ").map(String.init))

    private static let removedWithContent = Set(
        """
        script style iframe frame frameset object embed applet template noscript noembed noframes svg math video \
        audio source track canvas input button select option optgroup datalist textarea output progress meter \
        title head link meta base xmp plaintext dialog portal
        """.split(separator: " ").map(String.init))

    private static let allowedAttributes = Set(
        """
        id class title lang dir style align valign width height bgcolor color face size border cellpadding \
        cellspacing colspan rowspan span scope headers abbr start reversed type value role alt datetime open \
        href src name target rel
        """.split(separator: " ").map(String.init))

    private static func attribute(_ attribute: DOMAttribute, of element: String) -> DOMAttribute? {
        switch attribute.name {
        case "href": return element == "a" && LinkPolicy.allows(link: attribute.value) ? cleaned(attribute) : nil
        case "src": return element == "img" && LinkPolicy.allows(image: attribute.value) ? cleaned(attribute) : nil
        case "style": return style(attribute)
        default:
            let isAllowed = allowedAttributes.contains(attribute.name) || attribute.name.isARIA
            return isAllowed ? attribute : nil
        }
    }

    private static func cleaned(_ attribute: DOMAttribute) -> DOMAttribute {
        DOMAttribute(name: attribute.name, value: LinkPolicy.cleaned(attribute.value))
    }

    private static func style(_ attribute: DOMAttribute) -> DOMAttribute? {
        let kept = CSSParser.declarations(attribute.value).filter(StylePolicy.allows)
        let text = kept.map(\.text).joined(separator: ";")
        return text.isEmpty ? nil : DOMAttribute(name: "style", value: text)
    }

    /// A task list's box as a character; any other control goes.
    private static func checkbox(_ element: DOMElement) -> [DOMNode] {
        guard element[attribute: "type"]?.lowercased() == "checkbox" else { return [] }
        return [.text(element[attribute: "checked"] == nil ? "\u{2610}" : "\u{2611}")]
    }

    /// Without a source, an image is what it would show.
    private static func image(_ element: DOMElement) -> [DOMNode] {
        if element[attribute: "src"] != nil { return [.element(element)] }
        return element[attribute: "alt"].map { $0.isEmpty ? [] : [.text($0)] } ?? []
    }
}

extension String {
    fileprivate var isARIA: Bool {
        hasBytes(prefix: "aria-") && utf8.allSatisfy { Self.isLowercaseOrHyphen($0) }
    }

    private static func isLowercaseOrHyphen(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || byte == 0x2D }
}
