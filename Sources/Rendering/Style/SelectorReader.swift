import Mail

/// Reads a selector's source from left to right; every function is nil for what browsers would not take either.
struct SelectorReader {
    private let text: [Unicode.Scalar]
    private var position = 0
    private let depth: Int
    /// A pseudo-element was read.
    private(set) var meansPart = false

    /// Functions in each other, and compounds in a row: more is nobody's style sheet.
    private static let maximumDepth = 16
    private static let maximumSteps = 24

    init(_ text: some StringProtocol, depth: Int = 0) {
        self.text = Array(text.unicodeScalars)
        self.depth = depth
    }

    var isAtEnd: Bool { position >= text.count }
    private var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

    mutating func steps() -> [Selector.Step]? {
        var steps: [Selector.Step] = []
        var combinator = Selector.Combinator.descendant
        skipSpace()
        while steps.count < Self.maximumSteps, let compound = compound() {
            steps.append(Selector.Step(combinator: combinator, compound: compound))
            let hadSpace = skipSpace()
            if isAtEnd { return steps }
            // Nothing is inside a pseudo-element.
            if meansPart { return nil }
            combinator = .descendant
            if let mark = next, let found = Self.combinators[mark] {
                position += 1
                skipSpace()
                combinator = found
            } else if !hadSpace {
                return nil
            }
        }
        return nil
    }

    private static let combinators: [Unicode.Scalar: Selector.Combinator] = [
        ">": .child, "+": .nextSibling, "~": .laterSibling,
    ]

    private mutating func compound() -> Selector.Compound? {
        var compound = Selector.Compound()
        let start = position
        if next == "*" {
            position += 1
        } else if let name = identifier() {
            compound.type = name.asciiLowercased
        }
        while let mark = next, "#.[:".unicodeScalars.contains(mark) {
            // Of a pseudo-element only its state can be asked (Pseudo-Elements Level 4 §2.1).
            if meansPart, mark != ":" { return nil }
            position += 1
            guard let condition = condition(after: mark) else { return nil }
            compound.conditions.append(condition)
        }
        return position == start ? nil : compound
    }

    private mutating func condition(after mark: Unicode.Scalar) -> Selector.Condition? {
        switch mark {
        case "#": name().map { .id($0) }
        case ".": identifier().map { .hasClass($0) }
        case ":": pseudoClass()
        default: attribute()
        }
    }

    // MARK: Pseudo-classes

    private mutating func pseudoClass() -> Selector.Condition? {
        let isElement = next == ":"
        if isElement { position += 1 }
        guard let name = identifier()?.asciiLowercased else { return nil }
        var argument: String?
        if next == "(" {
            guard let inside = self.argument() else { return nil }
            argument = inside
        }
        if isElement || Self.oldElements.contains(name) {
            // What browsers do not know makes a rule invalid, but for their own (Compatibility Standard §4).
            guard !meansPart, name.hasBytes(prefix: "-webkit-") || Self.elements.contains(name) else { return nil }
            meansPart = true
            return .dynamic(specificity: 1)
        }
        if meansPart, argument != nil || !Self.userActions.contains(name) { return nil }
        return argument.map { function(name, $0) } ?? Self.plain(name)
    }

    /// What may stand behind a pseudo-element.
    private static let userActions: Set = ["hover", "active", "focus", "focus-visible", "focus-within"]

    private static func plain(_ name: String) -> Selector.Condition? {
        switch name {
        case "root", "scope": .root
        case "empty": .isEmpty
        case "link", "any-link": .link
        case "visited": .never
        case "only-child": .only(ofType: false)
        case "only-of-type": .only(ofType: true)
        default: fixed[name].map { .position($0) } ?? (states.contains(name) ? .dynamic(specificity: 1_000) : nil)
        }
    }

    private static let fixed: [String: Selector.Position] = [
        "first-child": Selector.Position(step: 0, offset: 1),
        "last-child": Selector.Position(step: 0, offset: 1, isFromEnd: true),
        "first-of-type": Selector.Position(step: 0, offset: 1, isOfType: true),
        "last-of-type": Selector.Position(step: 0, offset: 1, isFromEnd: true, isOfType: true),
    ]

    private func function(_ name: String, _ argument: String) -> Selector.Condition? {
        switch name {
        case "not": return selectors(argument).map { .not($0) }
        // A list that forgives: what is not understood is left out (§3.6.1).
        case "is", "where", "-webkit-any": return forgiving(argument).map { .anyOf($0, counts: name != "where") }
        case "has": return specificity(ofAny: argument).map { .dynamic(specificity: $0) }
        case "lang", "dir", "host", "state": return .dynamic(specificity: 1_000)
        default:
            guard let kind = Self.counting[name] else { return nil }
            // `of S`: only browsers can say it.
            if let of = argument.firstRange(of: " of ") {
                return specificity(ofAny: String(argument[of.upperBound...])).map { .dynamic(specificity: 1_000 + $0) }
            }
            return Selector.Position(argument).map { position in
                var position = position
                (position.isFromEnd, position.isOfType) = kind
                return .position(position)
            }
        }
    }

    private static let counting: [String: (isFromEnd: Bool, isOfType: Bool)] = [
        "nth-child": (false, false), "nth-last-child": (true, false),
        "nth-of-type": (false, true), "nth-last-of-type": (true, true),
    ]

    private func selectors(_ argument: String) -> [Selector]? {
        let parsed = argument.splitOutsideBrackets(at: ",").map { selector($0) }
        let found = parsed.compactMap { $0 }
        return found.count == parsed.count ? found : nil
    }

    /// Of selectors that may begin with a combinator.
    private func specificity(ofAny argument: String) -> Int? {
        let parts = argument.splitOutsideBrackets(at: ",").map { part in
            String(part.trimmingWhiteSpace.drop { ">+~ ".contains($0) })
        }
        let found = parts.compactMap { selector($0)?.specificity }
        return found.count == parts.count ? found.max() : nil
    }

    private func forgiving(_ argument: String) -> [Selector]? {
        depth < Self.maximumDepth ? argument.splitOutsideBrackets(at: ",").compactMap { selector($0) } : nil
    }

    private func selector(_ text: String) -> Selector? {
        guard depth < Self.maximumDepth else { return nil }
        var reader = SelectorReader(text.trimmingWhiteSpace, depth: depth + 1)
        guard let steps = reader.steps(), reader.isAtEnd, !reader.meansPart else { return nil }
        return Selector(steps: steps)
    }

    /// What stands between round brackets, the opening one being next.
    private mutating func argument() -> String? {
        var depth = 0
        var quote: Unicode.Scalar?
        let start = position + 1
        while let scalar = next {
            position += 1
            if scalar == "\\" {
                position += 1
            } else if let open = quote {
                if scalar == open { quote = nil }
            } else if scalar == "\"" || scalar == "'" {
                quote = scalar
            } else if scalar == "(" {
                depth += 1
            } else if scalar == ")" {
                depth -= 1
                if depth == 0 { return String(String.UnicodeScalarView(text[start..<position - 1])) }
            }
        }
        return nil
    }

    // MARK: Attributes and names

    /// `name]`, `name=value]`, `name="value" i]` and their kin, the `[` being read.
    private mutating func attribute() -> Selector.Condition? {
        skipSpace()
        guard let name = identifier()?.asciiLowercased else { return nil }
        skipSpace()
        var sign = ""
        while let mark = next, "=~|^$*".unicodeScalars.contains(mark) {
            sign.unicodeScalars.append(mark)
            position += 1
        }
        guard let comparison = Selector.Comparison(rawValue: sign) else { return nil }
        skipSpace()
        var value = ""
        var isExact = !Selector.Attribute.caseless.contains(name)
        if comparison != .exists {
            guard let read = quoted() ?? identifier() else { return nil }
            value = read
            skipSpace()
            switch next {
            case "i", "I": isExact = false
            case "s", "S": isExact = true
            default: position -= 1
            }
            position += 1
        }
        skipSpace()
        guard next == "]" else { return nil }
        position += 1
        return .attribute(
            Selector.Attribute(name: name, comparison: comparison, value: value, isExact: isExact))
    }

    private mutating func quoted() -> String? {
        guard let quote = next, quote == "\"" || quote == "'" else { return nil }
        let start = position
        position += 1
        var inside = String.UnicodeScalarView()
        while let scalar = next, scalar != quote {
            position += 1
            if scalar != "\\" { inside.append(scalar) } else if let escaped = escape() { inside.append(escaped) }
        }
        guard next == quote else {
            position = start
            return nil
        }
        position += 1
        return String(inside)
    }

    /// A name that does not begin with a digit, or with a hyphen and a digit (CSS Syntax §4.3.9).
    private mutating func identifier() -> String? {
        let start = position
        let isHyphen = next == "-"
        let first = isHyphen && position + 1 < text.count ? text[position + 1] : next
        guard let name = name(), let first, !("0"..."9").contains(first), name != "-" else {
            position = start
            return nil
        }
        return name
    }

    private mutating func name() -> String? {
        var name = String.UnicodeScalarView()
        while let scalar = next {
            if scalar.isCSSName {
                name.append(scalar)
                position += 1
            } else if scalar == "\\", position + 1 < text.count, text[position + 1] != "\n" {
                position += 1
                guard let escaped = escape() else { break }
                name.append(escaped)
            } else {
                break
            }
        }
        return name.isEmpty ? nil : String(name)
    }

    /// Behind a backslash: up to six hexadecimal digits and a space, or any other character (§4.3.7).
    private mutating func escape() -> Unicode.Scalar? {
        guard let first = next else { return nil }
        var value: UInt32 = 0
        var count = 0
        while count < 6, let scalar = next, scalar.isASCII, let digit = Character(scalar).hexDigitValue {
            value = value << 4 | UInt32(digit)
            count += 1
            position += 1
        }
        if count == 0 {
            position += 1
            return first == "\n" ? nil : first
        }
        if let scalar = next, scalar == " " || ("\t"..."\r").contains(scalar) { position += 1 }
        return value == 0 ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = position
        while let scalar = next, scalar == " " || ("\t"..."\r").contains(scalar) { position += 1 }
        return position != start
    }

    // MARK: What browsers know

    /// The four that may be written with one colon.
    private static let oldElements: Set = ["before", "after", "first-line", "first-letter"]

    private static let elements: Set = Set(
        """
        before after first-line first-letter selection marker placeholder backdrop cue file-selector-button \
        spelling-error grammar-error target-text details-content
        """.split(separator: " ").map(String.init))

    private static let states: Set = Set(
        """
        hover active focus focus-within focus-visible target enabled disabled checked indeterminate default valid \
        invalid required optional in-range out-of-range read-only read-write placeholder-shown autofill fullscreen \
        defined open modal user-valid user-invalid popover-open picture-in-picture -webkit-any-link -webkit-autofill \
        playing paused
        """.split(separator: " ").map(String.init))
}

extension Unicode.Scalar {
    fileprivate var isCSSName: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: value >= 0x80
        }
    }
}

extension Selector.Position {
    /// `odd`, `even`, `3`, `n`, `2n+1`, `-n + 3` (CSS Syntax §6).
    fileprivate init?(_ argument: String) {
        let text = argument.trimmingWhiteSpace.asciiLowercased
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
                guard behind.hasBytes(prefix: "+") || behind.hasBytes(prefix: "-"), let offset = Self.number(behind)
                else {
                    return nil
                }
                self.init(step: step, offset: offset)
            }
        }
    }

    /// Small enough to count with.
    private static func number(_ text: String) -> Int? { Int(text).flatMap { $0.magnitude < 1_000_000 ? $0 : nil } }
}
