/// Moves a style sheet into the elements' `style` attributes, because many mail programs drop `<style>`.
///
/// The cascade is CSS 2.1 §6.4.1 for one author sheet: importance, then specificity, then order; an
/// element's own `style` attribute wins over everything that is not `!important`. What only a style sheet
/// can say (`@media`, `:hover`, siblings) stays in a `<style>` element at the end of the head; since inlined
/// styles win over a sheet, such rules need `!important`, and inlined ones lose theirs so that this works.
struct Inliner {
    private struct InlineRule {
        let selector: Selector
        let declarations: [CSSDeclaration]
    }

    private let rules: [InlineRule]
    /// The source of what stays in `<style>`; empty for nothing.
    let keptSheet: String

    init(stylesheet: String) {
        var rules: [InlineRule] = []
        var kept: [String] = []
        for item in CSSParser.stylesheet(stylesheet) {
            switch item {
            case .atRule(let text):
                if !Self.isDropped(text) { kept.append(text) }
            case .rule(let selectors, let declarations):
                for text in selectors {
                    if let selector = Selector(text) {
                        rules.append(InlineRule(selector: selector, declarations: declarations))
                    } else {
                        kept.append("\(text) { \(declarations.map(\.text).joined(separator: "; ")) }")
                    }
                }
            }
        }
        self.rules = rules
        keptSheet = kept.joined(separator: "\n").replacing("</", with: "<\\/")
    }

    /// The page with styles inlined in its body and the rest of the sheet in its head.
    func inline(_ page: DOMElement) -> DOMElement {
        var page = page
        page.children = page.children.map { child in
            guard case .element(var element) = child else { return child }
            if element.name == "head", !keptSheet.isEmpty {
                element.children.append(.element(DOMElement("style", children: [.text("\n\(keptSheet)\n")])))
                element.children.append(.text("\n"))
            } else if element.name == "body" {
                element = inline(element, ancestors: [page])
            }
            return .element(element)
        }
        return page
    }

    private func inline(_ element: DOMElement, ancestors: [DOMElement]) -> DOMElement {
        var styled = element
        if let style = style(of: element, ancestors: ancestors) { styled[attribute: "style"] = style }
        let below = ancestors + [element]
        styled.children = element.children.map { child in
            guard case .element(let inner) = child else { return child }
            return .element(inline(inner, ancestors: below))
        }
        return styled
    }

    /// The `style` attribute an element gets; nil to leave it as it is.
    private func style(of element: DOMElement, ancestors: [DOMElement]) -> String? {
        let matching = rules.enumerated()
            .filter { $0.element.selector.matches(element, ancestors: ancestors) }
            .sorted { left, right in
                (left.element.selector.specificity, left.offset) < (right.element.selector.specificity, right.offset)
            }
            .flatMap(\.element.declarations)
        guard !matching.isEmpty else { return nil }
        let own = CSSParser.declarations(element[attribute: "style"] ?? "")
        var style = InlineStyle()
        matching.filter { !$0.isImportant }.forEach { style.set($0) }
        own.filter { !$0.isImportant }.forEach { style.set($0) }
        matching.filter(\.isImportant).forEach { style.set($0.unimportant) }
        own.filter(\.isImportant).forEach { style.set($0) }
        return style.text
    }

    /// Nothing that loads another sheet, and no encoding: the message says it.
    private static func isDropped(_ atRule: String) -> Bool {
        let lowercased = atRule.lowercased()
        return lowercased.hasPrefix("@import") || lowercased.hasPrefix("@charset")
    }
}

/// The declarations of one element, the last for each property, in the order in which they win.
private struct InlineStyle {
    private var declarations: [CSSDeclaration] = []

    /// Put at the end even if the property was there: a shorthand set in between must not win over it.
    mutating func set(_ declaration: CSSDeclaration) {
        declarations.removeAll { $0.property == declaration.property }
        declarations.append(declaration)
    }

    var text: String { declarations.map(\.text).joined(separator: ";") }
}

extension CSSDeclaration {
    fileprivate var unimportant: CSSDeclaration {
        CSSDeclaration(property: property, value: value, isImportant: false)
    }
}
