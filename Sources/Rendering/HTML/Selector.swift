/// A CSS selector of the kinds that can be inlined (Selectors Level 3): type, class, id, attribute,
/// descendant and child.
///
///     td.content > p a[href^="https:"]
struct Selector: Hashable, Sendable {
    enum Combinator: Hashable, Sendable { case descendant, child }

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

    /// From left to right, at least one.
    private let steps: [Step]
    /// Ids, then classes and attributes, then types (§9), comparable as one number.
    let specificity: Int

    /// Reads one selector; nil for what cannot be inlined (pseudo-classes, siblings) or is malformed.
    init?(_ text: String) {
        var reader = SelectorReader(text)
        guard let steps = reader.steps() else { return nil }
        self.steps = steps
        specificity = steps.reduce(0) { $0 + $1.compound.specificity }
    }

    /// - Parameter ancestors: from the root down to the element's parent.
    func matches(_ element: DOMElement, ancestors: [DOMElement]) -> Bool {
        guard let last = steps.last, last.compound.matches(element) else { return false }
        return Self.matches(steps.dropLast(), last.combinator, ancestors[...])
    }

    /// Whether the ancestors satisfy `steps`, the nearest standing in `combinator` to what is matched already.
    private static func matches(
        _ steps: ArraySlice<Step>, _ combinator: Combinator, _ ancestors: ArraySlice<DOMElement>
    ) -> Bool {
        guard let step = steps.last else { return true }
        var remaining = ancestors
        while let parent = remaining.popLast() {
            if step.compound.matches(parent), matches(steps.dropLast(), step.combinator, remaining) { return true }
            if combinator == .child { return false }
        }
        return false
    }
}

extension Selector.Compound {
    fileprivate var specificity: Int {
        conditions.reduce(type == nil ? 0 : 1) { sum, condition in
            if case .id = condition { return sum + 1_000_000 }
            return sum + 1_000
        }
    }

    fileprivate func matches(_ element: DOMElement) -> Bool {
        (type == nil || type == element.name) && conditions.allSatisfy { $0.matches(element) }
    }
}

extension Selector.Condition {
    fileprivate func matches(_ element: DOMElement) -> Bool {
        switch self {
        case .id(let id): return element[attribute: "id"] == id
        case .hasClass(let name): return element[attribute: "class"]?.hasWord(name) ?? false
        case .attribute(let name, let comparison, let value):
            guard let actual = element[attribute: name] else { return false }
            return comparison.matches(actual, value)
        }
    }
}

extension Selector.Comparison {
    fileprivate func matches(_ actual: String, _ value: String) -> Bool {
        switch self {
        case .exists: true
        case .equals: actual == value
        case .word: actual.hasWord(value)
        case .dash: actual == value || actual.hasPrefix(value + "-")
        case .prefix: !value.isEmpty && actual.hasPrefix(value)
        case .suffix: !value.isEmpty && actual.hasSuffix(value)
        case .contains: !value.isEmpty && actual.contains(value)
        }
    }
}

extension String {
    /// Whether `word` is one of the words between white space.
    fileprivate func hasWord(_ word: String) -> Bool {
        !word.isEmpty && split(whereSeparator: \.isWhitespace).contains { $0 == word }
    }
}
