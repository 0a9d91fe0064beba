import Mail

/// Which values every mail program takes, so that what they replace need not stay in front of them as a fallback.
///
/// A declaration that a program does not understand is as if it were not there (CSS Cascade §4.1.1), and then an earlier
/// one of the same property holds: `background:#eee;background:linear-gradient(…)`. So an earlier one may only be left out
/// if the later is understood by all. Whatever is not listed here keeps what it replaces.
enum CSSValue {
    static func isTakenByAll(_ declaration: CSSDeclaration) -> Bool {
        let property = declaration.property
        // One engine's own, and only that engine is asked.
        if property.hasBytes(prefix: "mso-") || (property.hasBytes(prefix: "-") && !property.hasBytes(prefix: "--")) {
            return true
        }
        guard let grammar = grammars[property] else { return false }
        let value = declaration.value.asciiLowercased
        if value == "inherit" { return true }
        if property == "font-family" { return isFontList(value) }
        let words = value.split(separator: " ")
        return grammar.count.contains(words.count) && words.allSatisfy { grammar.takes($0) }
            && (!grammar.isEachOnce || isEachOnce(words))
    }

    private struct Grammar {
        var keywords: Set<Substring> = []
        var takesColour = false
        var takesLength = false
        var takesPercentage = false
        var takesNegative = false
        var takesNumber = false
        var count = 1...1
        /// `border`: one width, one style and one colour at most.
        var isEachOnce = false

        func takes(_ word: Substring) -> Bool {
            if keywords.contains(word) || (takesColour && CSSValue.isColour(word)) { return true }
            guard let number = CSSNumber(word), number.isNegative ? takesNegative : true else { return false }
            switch number.unit {
            case "": return takesNumber || (number.isZero && (takesLength || takesPercentage))
            case "%": return takesPercentage
            case "px", "pt", "em", "ex", "cm", "mm", "in", "pc": return takesLength
            default: return false
            }
        }
    }

    private static let grammars: [String: Grammar] = {
        var grammars: [String: Grammar] = [:]
        func add(_ names: String, _ grammar: Grammar) {
            for name in names.split(separator: " ") { grammars[String(name)] = grammar }
        }
        func words(_ text: String) -> Set<Substring> { Set(text.split(separator: " ")) }
        let styles = words("none hidden dotted dashed solid double groove ridge inset outset")
        let widths = words("thin medium thick")
        let sides = ["top", "right", "bottom", "left"]

        add("color", Grammar(takesColour: true))
        add("background-color", Grammar(keywords: ["transparent"], takesColour: true))
        add("background", Grammar(keywords: ["none", "transparent"], takesColour: true))
        add(
            "font-size",
            Grammar(
                keywords: words("xx-small x-small small medium large x-large xx-large smaller larger"),
                takesLength: true,
                takesPercentage: true))
        add("line-height", Grammar(keywords: ["normal"], takesLength: true, takesPercentage: true, takesNumber: true))
        add("letter-spacing word-spacing", Grammar(keywords: ["normal"], takesLength: true, takesNegative: true))
        add("text-indent", Grammar(takesLength: true, takesPercentage: true, takesNegative: true))
        add("width height min-width min-height", Grammar(keywords: ["auto"], takesLength: true, takesPercentage: true))
        add("max-width max-height", Grammar(keywords: ["none"], takesLength: true, takesPercentage: true))
        let margin = Grammar(keywords: ["auto"], takesLength: true, takesPercentage: true, takesNegative: true)
        let padding = Grammar(takesLength: true, takesPercentage: true)
        for side in sides {
            add("margin-\(side)", margin)
            add("padding-\(side)", padding)
            add("border-\(side)-width", Grammar(keywords: widths, takesLength: true))
            add("border-\(side)-style", Grammar(keywords: styles))
            add("border-\(side)-color", Grammar(takesColour: true))
        }
        var four = margin
        four.count = 1...4
        add("margin", four)
        four = padding
        four.count = 1...4
        add("padding", four)
        add("border-width", Grammar(keywords: widths, takesLength: true, count: 1...4))
        add("border-style", Grammar(keywords: styles, count: 1...4))
        add("border-color", Grammar(takesColour: true, count: 1...4))
        let border = Grammar(
            keywords: styles.union(widths), takesColour: true, takesLength: true, count: 1...3, isEachOnce: true)
        add("border border-top border-right border-bottom border-left", border)
        add("border-collapse", Grammar(keywords: ["collapse", "separate"]))
        add("border-spacing", Grammar(takesLength: true, count: 1...2))
        add("text-align", Grammar(keywords: ["left", "right", "center", "justify"]))
        add("text-decoration", Grammar(keywords: ["none", "underline", "overline", "line-through"]))
        add("text-transform", Grammar(keywords: ["none", "uppercase", "lowercase", "capitalize"]))
        add("font-style", Grammar(keywords: ["normal", "italic", "oblique"]))
        add("font-variant", Grammar(keywords: ["normal", "small-caps"]))
        add(
            "font-weight",
            Grammar(
                keywords: words("normal bold bolder lighter 100 200 300 400 500 600 700 800 900")))
        add("display", Grammar(keywords: words("none block inline inline-block table table-row table-cell list-item")))
        add(
            "vertical-align",
            Grammar(
                keywords: words("baseline top middle bottom sub super text-top text-bottom"), takesLength: true,
                takesPercentage: true, takesNegative: true))
        add("white-space", Grammar(keywords: words("normal nowrap pre pre-wrap pre-line")))
        add("float", Grammar(keywords: ["none", "left", "right"]))
        add("clear", Grammar(keywords: ["none", "left", "right", "both"]))
        add("visibility", Grammar(keywords: ["visible", "hidden"]))
        add("overflow", Grammar(keywords: ["visible", "hidden", "auto", "scroll"]))
        add("table-layout", Grammar(keywords: ["auto", "fixed"]))
        add("direction", Grammar(keywords: ["ltr", "rtl"]))
        add("list-style-type", Grammar(keywords: words("none disc circle square decimal lower-alpha upper-alpha")))
        add("font-family", Grammar())
        return grammars
    }()

    /// Names in quotes or bare words, parted by commas.
    private static func isFontList(_ value: String) -> Bool {
        value.splitOutsideBrackets(at: ",").allSatisfy { name in
            let name = name.trimmingWhiteSpace
            guard let first = name.utf8.first else { return false }
            if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
                return name.utf8.count > 1 && name.utf8.last == first
                    && !name.utf8.dropFirst().dropLast().contains(first)
            }
            return name.split(separator: " ").allSatisfy { word in
                let start = word.utf8.first.map { $0 == UInt8(ascii: "-") || (0x61...0x7A).contains($0) } ?? false
                return start && word != "-"
                    && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
            }
        }
    }

    /// Of a border's words at most one is a width, one a style and one a colour.
    private static func isEachOnce(_ words: [Substring]) -> Bool {
        let kinds = words.map { word in
            isColour(word) ? 0 : CSSNumber(word) != nil || ["thin", "medium", "thick"].contains(word) ? 1 : 2
        }
        return Set(kinds).count == kinds.count
    }

    /// `#abc`, `#aabbcc` and the names of CSS 2.1 and HTML; others are younger than some mail programs.
    static func isColour(_ word: Substring) -> Bool {
        if word.utf8.first == UInt8(ascii: "#") {
            return [4, 7].contains(word.utf8.count)
                && word.utf8.dropFirst().allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
                }
        }
        return names.contains(word)
    }

    private static let names: Set<Substring> = Set(
        """
        aqua black blue fuchsia gray green lime maroon navy olive orange purple red silver teal white yellow transparent
        """.split(separator: " "))
}

/// A number with its unit, in lowercase: `12px`, `-.5em`, `0`.
private struct CSSNumber {
    let isNegative: Bool
    let isZero: Bool
    let unit: Substring

    init?(_ word: Substring) {
        var rest = word.utf8[...]
        isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let number = rest.prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        let dots = number.count { $0 == UInt8(ascii: ".") }
        guard !number.isEmpty, dots <= 1, number.count > dots, number.last != UInt8(ascii: ".") else { return nil }
        isZero = number.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
        unit = Substring(rest.dropFirst(number.count))
    }
}
