/// Moves a style sheet into the elements' `style` attributes, because many mail programs drop `<style>`.
///
/// The cascade is CSS 2.1 §6.4.1 for one author sheet: importance, then specificity, then order; an
/// element's own `style` attribute wins over everything that is not `!important`. What only a style sheet
/// can say (`@media`, `:hover`) stays in a `<style>` element at the end of the head; since inlined
/// styles win over a sheet, such rules need `!important`, and inlined ones lose theirs so that this works.
struct Inliner {
    private struct InlineRule {
        let selector: Selector
        let declarations: [CSSDeclaration]
    }

    /// In the order in which they win: by specificity, then by place.
    private let rules: [InlineRule]
    private let index: RuleIndex
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
        // Stable: rules of the same specificity stay in their order.
        self.rules = rules.sorted { $0.selector.specificity < $1.selector.specificity }
        index = RuleIndex(self.rules.map(\.selector))
        keptSheet = kept.joined(separator: "\n").replacing("</", with: "<\\/")
    }

    /// The page with styles inlined in its body and the rest of the sheet in its head.
    func inline(_ page: DOMElement) -> DOMElement {
        let tree = ElementTree(root: page)
        var styles: [[Int]: String] = [:]
        var number = 0
        var styled = page.mapped { element in
            defer { number += 1 }
            return self.styled(element, number, tree, &styles)
        }
        for position in styled.children.indices {
            guard case .element(var head) = styled.children[position], head.name == "head" else { continue }
            if !keptSheet.isEmpty {
                head.children.append(.element(DOMElement("style", children: [.text("\n\(keptSheet)\n")])))
                head.children.append(.text("\n"))
            }
            styled.children[position] = .element(head)
        }
        return styled
    }

    /// - Parameter styles: what the rules' declarations come to, by the rules that match.
    private func styled(_ element: DOMElement, _ node: Int, _ tree: ElementTree, _ styles: inout [[Int]: String])
        -> DOMElement
    {
        if Self.unstyledElements.contains(element.name) { return element }
        let matching = index.candidates(for: tree.nodes[node]).filter { rules[$0].selector.matches(node, in: tree) }
        if matching.isEmpty { return element }
        var element = element
        let own = element[attribute: "style"].map(CSSParser.declarations) ?? []
        if own.isEmpty, let known = styles[matching] {
            element[attribute: "style"] = known
            return element
        }
        let style = style(of: matching.flatMap { rules[$0].declarations }, own: own)
        if own.isEmpty { styles[matching] = style }
        element[attribute: "style"] = style
        return element
    }

    /// - Parameter matching: in the order in which they win.
    private func style(of matching: [CSSDeclaration], own: [CSSDeclaration]) -> String {
        var style = InlineStyle()
        matching.filter { !$0.isImportant }.forEach { style.set($0) }
        own.filter { !$0.isImportant }.forEach { style.set($0) }
        matching.filter(\.isImportant).forEach { style.set($0.unimportant) }
        own.filter(\.isImportant).forEach { style.set($0) }
        return style.text
    }

    /// What is not shown has no style.
    private static let unstyledElements: Set = ["html", "head", "title", "meta", "style", "link", "base", "script"]

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
