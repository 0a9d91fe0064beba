import Mail

/// A CSS selector (Selectors Level 4): what can be told from the document is matched; what depends on the reader
/// (`:hover`), on a part of an element (`::first-line`) or on a language counts as fulfilled, and the rule stays in a
/// sheet (`needsSheet`).
///
///     td.content > p:first-child a[href^="https:"]:not(.button, .plain > a)
struct Selector: Hashable, Sendable {
    enum Combinator: Hashable, Sendable { case descendant, child, nextSibling, laterSibling }

    /// What is said of one element.
    struct Compound: Hashable, Sendable {
        var type: String?
        var conditions: [Condition] = []
    }

    /// One compound and how it relates to the one before it.
    struct Step: Hashable, Sendable {
        let combinator: Combinator
        let compound: Compound
    }

    indirect enum Condition: Hashable, Sendable {
        case id(String)
        case hasClass(String)
        case attribute(Attribute)
        case root
        case isEmpty
        /// `:link`, `:any-link`: an `a` or `area` with `href`. That the reader was there is not known.
        case link
        /// `:nth-child(2n+1)` and its kin.
        case position(Position)
        case only(ofType: Bool)
        /// `:is()`; `:where()` has no specificity.
        case anyOf([Selector], counts: Bool)
        case not([Selector])
        /// Something that is not decided by the document.
        case dynamic(specificity: Int)
        /// `:visited`: nothing is, as far as a mail knows.
        case never
    }

    struct Attribute: Hashable, Sendable {
        let name: String
        let comparison: Comparison
        let value: String
        /// Whether letters' case counts; by default that is for HTML to say.
        let isExact: Bool
    }

    enum Comparison: String, Sendable {
        case exists = ""
        case equals = "="
        case word = "~="
        case dash = "|="
        case prefix = "^="
        case suffix = "$="
        case contains = "*="
    }

    /// The element's number among its siblings is `step` × n + `offset` for some n ≥ 0.
    struct Position: Hashable, Sendable {
        var step: Int
        var offset: Int
        var isFromEnd = false
        /// Whether only siblings of the element's type are counted.
        var isOfType = false
    }

    /// From left to right, at least one.
    let steps: [Step]
    /// Ids, then classes and what counts like them, then types (§15), comparable as one number.
    let specificity: Int
    /// Whether only a style sheet can say it.
    let needsSheet: Bool
    /// Whether it means a part of an element and so does not compete with the element's own style.
    let isPart: Bool

    /// Reads one selector; nil for what browsers do not know either, or what is malformed.
    init?(_ text: String) {
        var reader = SelectorReader(text)
        guard let steps = reader.steps(), reader.isAtEnd else { return nil }
        self.init(steps: steps, isPart: reader.meansPart)
    }

    init(steps: [Step], isPart: Bool = false) {
        self.steps = steps
        self.isPart = isPart
        specificity = steps.reduce(0) { $0 + $1.compound.specificity }
        needsSheet = isPart || steps.contains { $0.compound.conditions.contains(where: \.needsSheet) }
    }

    func matches(_ node: Int, in tree: ElementTree) -> Bool { matches(upTo: steps.count - 1, node, tree) }

    private func matches(upTo last: Int, _ node: Int, _ tree: ElementTree) -> Bool {
        guard steps[last].compound.matches(node, in: tree) else { return false }
        if last == 0 { return true }
        let combinator = steps[last].combinator
        var next = combinator.isBetweenSiblings ? tree.nodes[node].previous : tree.nodes[node].parent
        while let candidate = next {
            if matches(upTo: last - 1, candidate, tree) { return true }
            switch combinator {
            case .child, .nextSibling: return false
            case .descendant: next = tree.nodes[candidate].parent
            case .laterSibling: next = tree.nodes[candidate].previous
            }
        }
        return false
    }
}

extension Selector.Combinator {
    fileprivate var isBetweenSiblings: Bool { self == .nextSibling || self == .laterSibling }
}

extension Selector.Compound {
    fileprivate var specificity: Int { conditions.reduce(type == nil ? 0 : 1) { $0 + $1.specificity } }

    fileprivate func matches(_ node: Int, in tree: ElementTree) -> Bool {
        (type == nil || type == tree.nodes[node].name) && conditions.allSatisfy { $0.matches(node, in: tree) }
    }
}

extension Selector.Condition {
    fileprivate var specificity: Int {
        switch self {
        case .id: 1_000_000
        case .hasClass, .attribute, .root, .isEmpty, .link, .position, .only, .never: 1_000
        case .anyOf(let selectors, let counts): counts ? selectors.map(\.specificity).max() ?? 0 : 0
        case .not(let selectors): selectors.map(\.specificity).max() ?? 0
        case .dynamic(let specificity): specificity
        }
    }

    fileprivate var needsSheet: Bool {
        switch self {
        case .dynamic: true
        case .anyOf(let selectors, _), .not(let selectors): selectors.contains(where: \.needsSheet)
        default: false
        }
    }

    fileprivate func matches(_ number: Int, in tree: ElementTree) -> Bool {
        let node = tree.nodes[number]
        switch self {
        case .id(let id): return node.value(of: "id") == id
        case .hasClass(let name): return node.classes.contains(name)
        case .attribute(let attribute): return attribute.matches(node)
        case .root: return node.parent == nil
        case .isEmpty: return node.isEmpty
        case .link: return (node.name == "a" || node.name == "area") && node.value(of: "href") != nil
        case .position(let position): return position.matches(node)
        case .only(let ofType): return (ofType ? node.placeOfType : node.place).count == 1
        case .anyOf(let selectors, _): return selectors.contains { $0.matches(number, in: tree) }
        // A negation of what is not known is not known either.
        case .not(let selectors): return !selectors.contains { !$0.needsSheet && $0.matches(number, in: tree) }
        case .dynamic: return true
        case .never: return false
        }
    }
}

extension Selector.Position {
    fileprivate func matches(_ node: ElementTree.Node) -> Bool {
        let place = isOfType ? node.placeOfType : node.place
        let number = isFromEnd ? place.count - place.number + 1 : place.number
        let distance = number - offset
        if step == 0 { return distance == 0 }
        return distance % step == 0 && distance / step >= 0
    }
}

extension Selector.Attribute {
    fileprivate func matches(_ node: ElementTree.Node) -> Bool {
        guard let actual = node.value(of: name) else { return false }
        return isExact
            ? comparison.matches(actual, value) : comparison.matches(actual.asciiLowercased, value.asciiLowercased)
    }

    /// Attributes whose values HTML compares without regard to case (HTML standard, "Case-sensitivity of selectors").
    static let caseless: Set = Set(
        """
        accept accept-charset align alink axis bgcolor charset checked clear codetype color compact declare defer dir \
        direction disabled enctype face frame hreflang http-equiv lang language link media method multiple nohref \
        noresize noshade nowrap readonly rel rev rules scope scrolling selected shape target text type valign \
        valuetype vlink
        """.split(separator: " ").map(String.init))
}

extension Selector.Comparison {
    /// By code points, as browsers do, and not by what looks the same.
    fileprivate func matches(_ actual: String, _ value: String) -> Bool {
        let (actual, value) = (actual.unicodeScalars, value.unicodeScalars)
        return switch self {
        case .exists: true
        case .equals: actual.elementsEqual(value)
        case .word: !value.isEmpty && actual.split(whereSeparator: \.isHTMLSpace).contains { $0.elementsEqual(value) }
        case .dash: actual.starts(with: value) && (actual.dropFirst(value.count).first ?? "-") == "-"
        case .prefix: !value.isEmpty && actual.starts(with: value)
        case .suffix: !value.isEmpty && actual.reversed().starts(with: value.reversed())
        case .contains: !value.isEmpty && String(actual).utf8.contains(Array(String(value).utf8))
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isHTMLSpace: Bool { self == " " || ("\t"..."\r").contains(self) && self != "\u{B}" }
}
