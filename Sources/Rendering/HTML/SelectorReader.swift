/// Reads a selector's source from left to right; every function is nil for what is not supported.
struct SelectorReader {
    private var rest: Substring

    init(_ text: some StringProtocol) { rest = Substring(text) }

    mutating func steps() -> [Selector.Step]? {
        var steps: [Selector.Step] = []
        var combinator = Selector.Combinator.descendant
        while let compound = compound() {
            steps.append(Selector.Step(combinator: combinator, compound: compound))
            let hadSpace = skipSpace()
            if rest.isEmpty { return steps }
            combinator = .descendant
            if let mark = rest.first, let found = Self.combinators[mark] {
                rest.removeFirst()
                skipSpace()
                combinator = found
            } else if !hadSpace {
                return nil
            }
        }
        return nil
    }

    private static let combinators: [Character: Selector.Combinator] = [
        ">": .child, "+": .nextSibling, "~": .laterSibling,
    ]

    private mutating func compound() -> Selector.Compound? {
        var compound = Selector.Compound()
        let start = rest.startIndex
        if rest.first == "*" {
            rest.removeFirst()
        } else if let name = identifier() {
            compound.type = name.lowercased()
        }
        while let mark = rest.first, "#.[:".contains(mark) {
            rest.removeFirst()
            guard let condition = condition(after: mark) else { return nil }
            compound.conditions.append(condition)
        }
        return rest.startIndex == start ? nil : compound
    }

    private mutating func condition(after mark: Character) -> Selector.Condition? {
        switch mark {
        case "#": identifier().map { .id($0) }
        case ".": identifier().map { .hasClass($0) }
        case ":": pseudoClass()
        default: attribute()
        }
    }

    // MARK: Pseudo-classes

    private mutating func pseudoClass() -> Selector.Condition? {
        guard let name = identifier()?.lowercased() else { return nil }
        if rest.first == "(" {
            guard let argument = argument() else { return nil }
            if name == "not" { return negation(argument) }
            return Self.counting[name].flatMap { kind in
                Selector.Position(argument).map { position in
                    var position = position
                    (position.isFromEnd, position.isOfType) = kind
                    return .position(position)
                }
            }
        }
        switch name {
        case "root": return .root
        case "empty": return .isEmpty
        default: return Self.fixed[name].map { .position($0) }
        }
    }

    private static let counting: [String: (isFromEnd: Bool, isOfType: Bool)] = [
        "nth-child": (false, false), "nth-last-child": (true, false),
        "nth-of-type": (false, true), "nth-last-of-type": (true, true),
    ]

    private static let fixed: [String: Selector.Position] = [
        "first-child": Selector.Position(step: 0, offset: 1),
        "last-child": Selector.Position(step: 0, offset: 1, isFromEnd: true),
        "first-of-type": Selector.Position(step: 0, offset: 1, isOfType: true),
        "last-of-type": Selector.Position(step: 0, offset: 1, isFromEnd: true, isOfType: true),
    ]

    /// A list of compounds; what stands in a negation may not negate again (Selectors Level 3 §6.6.7).
    private func negation(_ argument: String) -> Selector.Condition? {
        var compounds: [Selector.Compound] = []
        for part in argument.splitOutsideBrackets(at: ",") {
            var reader = SelectorReader(part.trimmingWhiteSpace)
            guard let compound = reader.compound(), reader.rest.isEmpty, !compound.negates else { return nil }
            compounds.append(compound)
        }
        return .not(compounds)
    }

    /// What stands between round brackets, the opening one being next.
    private mutating func argument() -> String? {
        var depth = 0
        var quote: Character?
        for index in rest.indices {
            let character = rest[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "(" {
                depth += 1
            } else if character == ")" {
                depth -= 1
                guard depth == 0 else { continue }
                let inside = rest[..<index].dropFirst()
                rest = rest[index...].dropFirst()
                return String(inside)
            }
        }
        return nil
    }

    // MARK: Attributes and names

    /// `name]`, `name=value]` and their kin, the `[` being read.
    private mutating func attribute() -> Selector.Condition? {
        skipSpace()
        guard let name = identifier()?.lowercased() else { return nil }
        skipSpace()
        let sign = String(rest.prefix { "=~|^$*".contains($0) })
        rest.removeFirst(sign.count)
        guard let comparison = Selector.Comparison(rawValue: sign) else { return nil }
        skipSpace()
        var value = ""
        if comparison != .exists {
            guard let read = quoted() ?? identifier() else { return nil }
            value = read
        }
        skipSpace()
        guard rest.popFirst() == "]" else { return nil }
        return .attribute(name: name, comparison: comparison, value: value)
    }

    private mutating func quoted() -> String? {
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        let inside = rest.dropFirst()
        guard let end = inside.firstIndex(of: quote) else { return nil }
        rest = inside[inside.index(after: end)...]
        return String(inside[..<end])
    }

    private mutating func identifier() -> String? {
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        guard let first = name.first, !first.isNumber else { return nil }
        rest = rest[name.endIndex...]
        return String(name)
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = rest.startIndex
        rest = rest.drop(while: \.isWhitespace)
        return rest.startIndex != start
    }
}

extension Selector.Compound {
    fileprivate var negates: Bool {
        conditions.contains { condition in
            if case .not = condition { return true }
            return false
        }
    }
}

extension Selector.Position {
    /// `odd`, `even`, `3`, `n`, `2n+1`, `-n + 3` (Selectors Level 3 §6.6.5.2).
    fileprivate init?(_ argument: String) {
        let text = argument.trimmingWhiteSpace.lowercased()
        switch text {
        case "odd": self.init(step: 2, offset: 1)
        case "even": self.init(step: 2, offset: 0)
        default:
            guard let letter = text.firstIndex(of: "n") else {
                guard let offset = Self.number(text) else { return nil }
                self.init(step: 0, offset: offset)
                return
            }
            let signs = ["": 1, "+": 1, "-": -1]
            let before = String(text[..<letter])
            guard let step = signs[before] ?? Self.number(before) else { return nil }
            let behind = text[text.index(after: letter)...].filter { !$0.isWhitespace }
            if behind.isEmpty {
                self.init(step: step, offset: 0)
            } else {
                guard behind.hasPrefix("+") || behind.hasPrefix("-"), let offset = Self.number(behind) else {
                    return nil
                }
                self.init(step: step, offset: offset)
            }
        }
    }

    /// Small enough to count with.
    private static func number(_ text: String) -> Int? { Int(text).flatMap { $0.magnitude < 1_000_000 ? $0 : nil } }
}
