/// A CSS selector of the kinds that can be inlined (Selectors Level 3): all of it but what depends on the reader
/// (`:hover`), on a part of an element (`::first-line`) or on a language.
///
///     td.content > p:first-child a[href^="https:"]:not(.button)
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

    enum Condition: Hashable, Sendable {
        case id(String)
        case hasClass(String)
        case attribute(name: String, comparison: Comparison, value: String)
        case root
        case isEmpty
        /// `:nth-child(2n+1)` and its kin.
        case position(Position)
        case not([Compound])
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
    /// Ids, then classes and what counts like them, then types (§9), comparable as one number.
    let specificity: Int

    /// Reads one selector; nil for what cannot be inlined or is malformed.
    init?(_ text: String) {
        var reader = SelectorReader(text)
        guard let steps = reader.steps() else { return nil }
        self.steps = steps
        specificity = steps.reduce(0) { $0 + $1.compound.specificity }
    }

    func matches(_ node: Int, in tree: ElementTree) -> Bool { matches(upTo: steps.count - 1, node, tree) }

    private func matches(upTo last: Int, _ node: Int, _ tree: ElementTree) -> Bool {
        guard steps[last].compound.matches(tree.nodes[node]) else { return false }
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

    fileprivate func matches(_ node: ElementTree.Node) -> Bool {
        (type == nil || type == node.name) && conditions.allSatisfy { $0.matches(node) }
    }
}

extension Selector.Condition {
    fileprivate var specificity: Int {
        switch self {
        case .id: 1_000_000
        case .hasClass, .attribute, .root, .isEmpty, .position: 1_000
        case .not(let compounds): compounds.map(\.specificity).max() ?? 0
        }
    }

    fileprivate func matches(_ node: ElementTree.Node) -> Bool {
        switch self {
        case .id(let id): return node.value(of: "id") == id
        case .hasClass(let name): return node.classes.contains(name)
        case .attribute(let name, let comparison, let value):
            guard let actual = node.value(of: name) else { return false }
            return comparison.matches(actual, value)
        case .root: return node.parent == nil
        case .isEmpty: return node.isEmpty
        case .position(let position): return position.matches(node)
        case .not(let compounds): return !compounds.contains { $0.matches(node) }
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

extension Selector.Comparison {
    fileprivate func matches(_ actual: String, _ value: String) -> Bool {
        switch self {
        case .exists: true
        case .equals: actual == value
        case .word: !value.isEmpty && actual.split(whereSeparator: \.isWhitespace).contains { $0 == value }
        case .dash: actual == value || actual.hasPrefix(value + "-")
        case .prefix: !value.isEmpty && actual.hasPrefix(value)
        case .suffix: !value.isEmpty && actual.hasSuffix(value)
        case .contains: !value.isEmpty && actual.contains(value)
        }
    }
}
