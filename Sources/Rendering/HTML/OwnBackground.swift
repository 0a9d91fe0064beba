/// Gives words a colour where raw HTML gives them a background and no colour: in dark mode the layout's words are light,
/// and would not be seen on a light background.
enum OwnBackground {
    static func withReadableText(_ element: DOMElement) -> DOMElement {
        let style = CSSParser.declarations(element[attribute: "style"] ?? "")
        if style.contains(where: { $0.property == "color" }) || element[attribute: "color"] != nil { return element }
        guard let background = background(of: element, style) else { return element }
        let colour = choices.max { one, other in
            background.contrast(with: one.colour) < background.contrast(with: other.colour)
        }
        var element = element
        element[attribute: "style"] = (style.map(\.text) + (colour.map { ["color:\($0.text)"] } ?? []))
            .joined(separator: ";")
        return element
    }

    private static func background(of element: DOMElement, _ style: [CSSDeclaration]) -> Colour? {
        let declared = style.last { ["background", "background-color"].contains($0.property) }
        if let declared { return declared.value.split(separator: " ").compactMap { Colour($0) }.first }
        return element[attribute: "bgcolor"].flatMap { Colour($0.trimmingWhiteSpace) }
    }

    private static let choices = ["#1f2429", "#ffffff"].compactMap { text in
        Colour(text).map { (text: text, colour: $0) }
    }
}
