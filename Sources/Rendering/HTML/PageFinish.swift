/// Last touches on a whole page: what mail programs need of images and links, and Outlook's comments.
enum PageFinish {
    /// The width of the layout's content in pixels: Outlook ignores `max-width`.
    static let contentWidth = 536

    static func finish(_ page: DOMElement) -> DOMElement {
        withoutComments(page).mapped { element in
            var element = element
            switch element.name {
            case "img": finishImage(&element)
            case "a": encodeFields(in: "href", of: &element)
            default: break
            }
            return element
        }
    }

    private static func finishImage(_ image: inout DOMElement) {
        encodeFields(in: "src", of: &image)
        // Without alt, screen readers read the URL out.
        if image[attribute: "alt"] == nil { image[attribute: "alt"] = "" }
        if let width = image[attribute: "width"].flatMap(Int.init), width > contentWidth {
            image[attribute: "width"] = String(contentWidth)
            image[attribute: "height"] = nil
        }
        var style = CSSParser.declarations(image[attribute: "style"] ?? "")
        if !style.contains(where: { $0.property == "max-width" }) {
            style.append(CSSDeclaration(property: "max-width", value: "100%", isImportant: false))
        }
        image[attribute: "style"] = style.map(\.text).joined(separator: ";")
    }

    private static func encodeFields(in attribute: String, of element: inout DOMElement) {
        guard let url = element[attribute: attribute] else { return }
        element[attribute: attribute] = LinkPolicy.encodingFields(in: url)
    }

    /// Keeps `<!--[if mso]> … <![endif]-->`, which the layout may need.
    private static func withoutComments(_ element: DOMElement) -> DOMElement {
        element.mapped { element in
            var element = element
            element.children.removeAll { child in
                guard case .comment(let text) = child else { return false }
                return !text.trimmingWhiteSpace.hasPrefix("[if") && !text.trimmingWhiteSpace.hasSuffix("[endif]")
            }
            return element
        }
    }
}
