import Mail

/// Moves a style sheet into the elements' `style` attributes, because many mail programs drop `<style>`.
///
/// The cascade is that of CSS for one author sheet (Cascade Level 4 §6.1): importance, then the element's own `style`,
/// then specificity, then order. What only a sheet can say (`@media`, `:hover`) stays in a `<style>` element at the end of
/// the head. Inlined styles would win over it always, and it over them once it is `!important`: so each of the two is
/// made important exactly where the cascade says that it wins over the other.
struct Inliner {
    /// One rule with one selector, and its place in the cascade.
    struct Rule: Sendable {
        let source: String
        let selector: Selector
        let declarations: [CSSDeclaration]
        let rank: Rank
    }

    /// What decides between declarations of the same importance.
    struct Rank: Comparable, Sendable {
        let specificity: Int
        let order: Int

        /// Of an element's own `style`.
        static let own = Rank(specificity: .max, order: .max)

        static func < (one: Rank, other: Rank) -> Bool {
            (one.specificity, one.order) < (other.specificity, other.order)
        }
    }

    /// What stays in the sheet, in order.
    fileprivate indirect enum Kept: Sendable {
        /// A rule, by its number in `keptRules`.
        case rule(Int)
        case group(prelude: String, [Kept])
        case atRule(String)
    }

    /// In the order in which they win.
    private let rules: [Rule]
    private let index: RuleIndex
    private let keptRules: [Rule]
    private let keptIndex: RuleIndex
    private let kept: [Kept]

    init(stylesheet: String) {
        var sorter = RuleSorter()
        kept = sorter.sort(CSSParser.stylesheet(stylesheet), isConditional: false)
        // Stable: rules of the same specificity stay in their order.
        rules = sorter.inlined.sorted { $0.rank < $1.rank }
        index = RuleIndex(rules.map(\.selector))
        keptRules = sorter.kept
        keptIndex = RuleIndex(keptRules.map(\.selector))
    }

    /// The source of what stays in `<style>`, as it is where nothing is inlined; empty for nothing.
    var keptSheet: String { sheet(important: []) }

    /// The page with styles inlined and the rest of the sheet in its head.
    func inline(_ page: DOMElement) -> DOMElement {
        let tree = ElementTree(root: page)
        var cascades: [Cascade] = []
        var known: [Matches: Int] = [:]
        var cascadeOf: [Int?] = []
        page.forEachElement { element in
            let number = cascadeOf.count
            guard let matches = matches(element, number, tree) else { return cascadeOf.append(nil) }
            if let same = known[matches] { return cascadeOf.append(same) }
            known[matches] = cascades.count
            cascadeOf.append(cascades.count)
            cascades.append(cascade(matches))
        }
        var important: Set<KeptDeclaration> = []
        for cascade in cascades { important.formUnion(cascade.keptThatWin) }
        // One that became important must not win over what it lost to in the sheet; which may concern other elements.
        var size = -1
        while size != important.count {
            size = important.count
            for cascade in cascades { cascade.keepOrder(of: &important) }
        }
        var number = 0
        var styles: [Int: String?] = [:]
        var styled = page.mapped { element in
            defer { number += 1 }
            guard let cascade = cascadeOf[number] else { return element }
            let style = styles[cascade] ?? cascades[cascade].style(against: important)
            styles[cascade] = style
            var element = element
            if let style { element[attribute: "style"] = style }
            return element
        }
        append(sheet(important: important), to: &styled)
        return styled
    }

    private func append(_ sheet: String, to page: inout DOMElement) {
        if sheet.isEmpty { return }
        for position in page.children.indices {
            guard case .element(var head) = page.children[position], head.name == "head" else { continue }
            head.children.append(.element(DOMElement("style", children: [.text("\n\(sheet)\n")])))
            head.children.append(.text("\n"))
            page.children[position] = .element(head)
        }
    }

    /// Which rules an element has, and its own style; two elements with the same get the same.
    private struct Matches: Hashable {
        let rules: [Int]
        let kept: [Int]
        let own: String?
    }

    /// Nil if nothing is to be done.
    private func matches(_ element: DOMElement, _ node: Int, _ tree: ElementTree) -> Matches? {
        if Self.unstyledElements.contains(element.name) { return nil }
        let matching = index.candidates(for: tree.nodes[node]).filter { rules[$0].selector.matches(node, in: tree) }
        let own = element[attribute: "style"]
        let kept = keptIndex.candidates(for: tree.nodes[node]).filter {
            !keptRules[$0].selector.isPart && keptRules[$0].selector.matches(node, in: tree)
        }
        if matching.isEmpty, kept.isEmpty { return nil }
        return Matches(rules: matching, kept: kept, own: own)
    }

    private func cascade(_ matches: Matches) -> Cascade {
        var cascade = Cascade(isChanged: !matches.rules.isEmpty)
        for number in matches.rules {
            for declaration in rules[number].declarations { cascade.add(declaration, rules[number].rank) }
        }
        for declaration in matches.own.map(CSSParser.declarations) ?? [] { cascade.add(declaration, .own) }
        for number in matches.kept {
            for (place, declaration) in keptRules[number].declarations.enumerated() {
                let place = KeptDeclaration(rule: number, place: place)
                cascade.compete(with: declaration, keptRules[number].rank, place)
            }
        }
        cascade.settle()
        return cascade
    }

    /// What is not shown has no style.
    private static let unstyledElements: Set = ["head", "title", "meta", "style", "link", "base", "script"]

    // MARK: The sheet

    private func sheet(important: Set<KeptDeclaration>) -> String {
        source(of: kept, important).joined(separator: "\n").replacing("</", with: "<\\/")
    }

    private func source(of kept: [Kept], _ important: Set<KeptDeclaration>) -> [String] {
        var lines: [String] = []
        /// The block of the line before, if a selector may join it.
        var open: String?
        for kept in kept {
            var joinable: String?
            switch kept {
            case .atRule(let text): lines.append(text)
            case .group(let prelude, let inner):
                lines.append("\(prelude){\n\(source(of: inner, important).joined(separator: "\n"))\n}")
            case .rule(let number):
                let rule = keptRules[number]
                let text = block(of: rule, number, important)
                if rule.isSimple, open == text, let last = lines.popLast() {
                    lines.append("\(last.dropLast(text.utf8.count)),\(rule.source)\(text)")
                } else {
                    lines.append(rule.source + text)
                }
                joinable = rule.isSimple ? text : nil
            }
            open = joinable
        }
        return lines
    }

    private func block(of rule: Rule, _ number: Int, _ important: Set<KeptDeclaration>) -> String {
        let declarations = rule.declarations.enumerated().map { place, declaration in
            let isForced = important.contains(KeptDeclaration(rule: number, place: place))
            return declaration.withImportance(declaration.isImportant || isForced).text
        }
        return "{\(declarations.joined(separator: ";"))}"
    }
}

extension Inliner.Rule {
    /// Whether every program reads its selector. Outlook.com drops a rule for one that it does not read, and with it what
    /// is joined with it by commas.
    fileprivate var isSimple: Bool { !source.utf8.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "[") } }
}

/// Parts what can be inlined from what stays.
private struct RuleSorter {
    var inlined: [Inliner.Rule] = []
    var kept: [Inliner.Rule] = []
    private var order = 0

    /// - Returns: what stays of the items.
    mutating func sort(_ items: [CSSItem], isConditional: Bool) -> [Inliner.Kept] {
        var result: [Inliner.Kept] = []
        for item in items {
            switch item {
            case .atRule(let text):
                if !Self.isDropped(text) { result.append(.atRule(text)) }
            case .group(let prelude, let inner):
                let inner = sort(inner, isConditional: true)
                if !inner.isEmpty { result.append(.group(prelude: prelude, inner)) }
            case .rule(let selectors, let declarations):
                result += sort(selectors, declarations, isConditional)
            }
        }
        return result
    }

    private mutating func sort(
        _ selectors: [String], _ declarations: [CSSDeclaration], _ isConditional: Bool
    ) -> [Inliner.Kept] {
        let parsed = selectors.compactMap { text in Selector(text).map { (text, $0) } }
        var result: [Inliner.Kept] = []
        for (text, selector) in parsed {
            order += 1
            let rule = Inliner.Rule(
                source: text, selector: selector, declarations: declarations,
                rank: Inliner.Rank(specificity: selector.specificity, order: order))
            if isConditional || selector.needsSheet {
                result.append(.rule(kept.count))
                kept.append(rule)
            } else {
                inlined.append(rule)
            }
        }
        return result
    }

    /// Nothing that loads another sheet, and no encoding: the message says it.
    private static func isDropped(_ atRule: String) -> Bool {
        let lowercased = atRule.asciiLowercased
        return lowercased.hasBytes(prefix: "@import") || lowercased.hasBytes(prefix: "@charset")
    }
}

extension DOMElement {
    /// The element and every element below it, parents first.
    fileprivate func forEachElement(_ body: (DOMElement) -> Void) {
        body(self)
        for case .element(let child) in children { child.forEachElement(body) }
    }
}

/// A page and a style sheet made into one page, for comparisons with what a browser makes of the two (ops/style-compare).
package enum StyledPage {
    /// - Throws: if the page has too many elements, or they are nested too deeply.
    package static func source(of html: String, style css: String) throws -> String {
        Serializer.page(Inliner(stylesheet: css).inline(try HTMLParser.page(html)))
    }
}
