import Mail

/// Last touches on a whole page: what mail programs need of images and links, and Outlook's comments.
enum PageFinish {
    /// The width of the layout's content in CSS pixels: Outlook ignores `max-width`.
    static let contentWidth = 536

    static func finish(_ page: DOMElement) -> DOMElement { finish(page, width: contentWidth) }

    /// - Parameter width: the room for images.
    private static func finish(_ element: DOMElement, width: Int) -> DOMElement {
        var element = element
        switch element.name {
        case "img": finishImage(&element, room: width)
        case "a": encodeFields(in: "href", of: &element)
        case "p": fillWithImage(&element, width: width)
        default: break
        }
        let columns = OutlookColumns(element)
        let inside = room(inside: element, width: width)
        element.children = element.children.compactMap { child in
            guard case .element(let inner) = child else { return isIdle(child) ? nil : child }
            return .element(finish(inner, width: columns?.width ?? inside))
        }
        return columns?.framed(element) ?? element
    }

    /// What a container's padding and bars leave.
    private static func room(inside element: DOMElement, width: Int) -> Int {
        switch element.name {
        case "li": width - 26
        case "blockquote": width - 21
        default: element.hasClass("callout") ? width - 40 : width
        }
    }

    private static func finishImage(_ image: inout DOMElement, room: Int) {
        encodeFields(in: "src", of: &image)
        // Without alt, screen readers read the URL out.
        if image[attribute: "alt"] == nil { image[attribute: "alt"] = "" }
        if let width = image[attribute: "width"].flatMap(Int.init), width > room {
            image[attribute: "width"] = String(max(room, 1))
            image[attribute: "height"] = nil
        }
        var style = CSSParser.declarations(image[attribute: "style"] ?? "")
        if !style.contains(where: { $0.property == "max-width" }) {
            style.append(CSSDeclaration(property: "max-width", value: "100%", isImportant: false))
        }
        image[attribute: "style"] = style.map(\.text).joined(separator: ";")
    }

    /// An image alone in its paragraph, of a width that nobody told us: Outlook would show it in its own size, however
    /// large. It gets the room there is; everywhere else the style wins, and the image keeps its size.
    private static func fillWithImage(_ paragraph: inout DOMElement, width: Int) {
        let shown = paragraph.children.filter { child in
            guard case .text(let text) = child else { return true }
            return !text.trimmingWhiteSpace.isEmpty
        }
        guard shown.count == 1, let index = paragraph.children.firstIndex(of: shown[0]),
            case .element(var only) = shown[0]
        else { return }
        if only.name == "a" {
            fillWithImage(&only, width: width)
        } else if only.name == "img", only[attribute: "width"] == nil {
            only[attribute: "width"] = String(width)
            only[attribute: "style"] = (only[attribute: "style"].map { $0 + ";" } ?? "") + "width:auto"
        }
        paragraph.children[index] = .element(only)
    }

    private static func encodeFields(in attribute: String, of element: inout DOMElement) {
        guard let url = element[attribute: attribute] else { return }
        element[attribute: attribute] = LinkPolicy.encodingFields(in: url)
    }

    /// Comments but for `<!--[if mso]> … <![endif]-->`, which the layout may need.
    private static func isIdle(_ node: DOMNode) -> Bool {
        guard case .comment(let text) = node else { return false }
        return !text.trimmingWhiteSpace.hasBytes(prefix: "[if") && !text.trimmingWhiteSpace.hasBytes(suffix: "[endif]")
    }
}
