/// Finds the rules that could match an element by what their selectors ask of it first.
struct RuleIndex: Sendable {
    private var byID: [String: [Int]] = [:]
    private var byClass: [String: [Int]] = [:]
    private var byType: [String: [Int]] = [:]
    private var others: [Int] = []
    /// For elements with neither class nor id, as most are.
    private var plain: [String: [Int]] = [:]

    init(_ selectors: [Selector]) {
        for (number, selector) in selectors.enumerated() {
            switch selector.key {
            case .id(let id): byID[id, default: []].append(number)
            case .hasClass(let name): byClass[name, default: []].append(number)
            case .type(let name): byType[name, default: []].append(number)
            case nil: others.append(number)
            }
        }
        plain = byType.mapValues { ($0 + others).sorted() }
    }

    /// The rules' numbers, ascending.
    func candidates(for node: ElementTree.Node) -> [Int] {
        let id = node.value(of: "id")
        if node.classes.isEmpty, id == nil { return plain[node.name] ?? others }
        var found = others
        if let own = byType[node.name] { found += own }
        for name in Set(node.classes) { if let own = byClass[name] { found += own } }
        if let id, let own = byID[id] { found += own }
        return found.sorted()
    }
}

extension Selector {
    fileprivate enum Key { case id(String), hasClass(String), type(String) }

    /// The rarest thing that the selector asks of the element itself; nil if any element could match.
    fileprivate var key: Key? {
        guard let compound = steps.last?.compound else { return nil }
        var key = compound.type.map { Key.type($0) }
        for condition in compound.conditions {
            switch condition {
            case .id(let id): return .id(id)
            case .hasClass(let name): key = .hasClass(name)
            default: break
            }
        }
        return key
    }
}
