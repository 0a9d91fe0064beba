/// Reads a selector's source from left to right; every function is nil for what is not supported.
struct SelectorReader {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    mutating func steps() -> [Selector.Step]? {
        var steps: [Selector.Step] = []
        var combinator = Selector.Combinator.descendant
        while let compound = compound() {
            steps.append(Selector.Step(combinator: combinator, compound: compound))
            let hadSpace = skipSpace()
            if rest.isEmpty { return steps }
            combinator = .descendant
            if rest.first == ">" {
                rest.removeFirst()
                skipSpace()
                combinator = .child
            } else if !hadSpace {
                return nil
            }
        }
        return nil
    }

    private mutating func compound() -> Selector.Compound? {
        var compound = Selector.Compound()
        let start = rest.startIndex
        if rest.first == "*" {
            rest.removeFirst()
        } else if let name = identifier() {
            compound.type = name.lowercased()
        }
        while let mark = rest.first, "#.[".contains(mark) {
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
        default: attribute()
        }
    }

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
