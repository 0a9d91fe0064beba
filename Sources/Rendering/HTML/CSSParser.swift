/// `property: value`, with the property in lowercase.
struct CSSDeclaration: Hashable, Sendable {
    let property: String
    let value: String
    let isImportant: Bool

    /// `color:red!important`, without spaces because every element carries it.
    var text: String { "\(property):\(value)\(isImportant ? "!important" : "")" }
}

/// What a style sheet is made of, in order.
enum CSSItem: Hashable, Sendable {
    /// A rule with its selectors' source texts.
    case rule(selectors: [String], declarations: [CSSDeclaration])
    /// `@media … { … }` and its like, as written.
    case atRule(String)
}

/// Reads style sheets leniently, as browsers do (CSS Syntax §5): what is malformed is left out.
struct CSSParser {
    private let bytes: [UInt8]
    private var position = 0

    static func stylesheet(_ source: String) -> [CSSItem] {
        var parser = CSSParser(source)
        var items: [CSSItem] = []
        while let item = parser.nextItem() { items.append(item) }
        return items
    }

    /// The declarations of a block or of a `style` attribute.
    static func declarations(_ source: String) -> [CSSDeclaration] {
        var parser = CSSParser(source)
        var declarations: [CSSDeclaration] = []
        while !parser.isAtEnd {
            let text = parser.read(until: [UInt8(ascii: ";")])
            parser.position += 1
            if let declaration = declaration(text) { declarations.append(declaration) }
        }
        return declarations
    }

    private init(_ source: String) { bytes = Self.withoutComments(Array(source.utf8)) }

    private var isAtEnd: Bool { position >= bytes.count }

    private mutating func nextItem() -> CSSItem? {
        while !isAtEnd {
            let start = position
            let prelude = read(until: [UInt8(ascii: "{"), UInt8(ascii: ";"), UInt8(ascii: "}")])
            guard !isAtEnd else { return prelude.hasPrefix("@") ? .atRule(prelude) : nil }
            let stop = bytes[position]
            position += 1
            if stop == UInt8(ascii: "{") {
                let block = readBlock()
                if prelude.hasPrefix("@") { return .atRule(text(start..<position)) }
                if let rule = Self.rule(prelude, block) { return rule }
            } else if stop == UInt8(ascii: ";"), prelude.hasPrefix("@") {
                return .atRule(prelude + ";")
            }
        }
        return nil
    }

    /// Reads up to one of `stops` outside strings and brackets, without consuming it; ends trimmed.
    private mutating func read(until stops: [UInt8]) -> String {
        let start = position
        var depth = 0
        while !isAtEnd {
            let byte = bytes[position]
            if depth == 0, stops.contains(byte) { break }
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth = max(0, depth - 1)
            case UInt8(ascii: "\\"): position += 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString()
            default: break
            }
            position += 1
        }
        position = min(position, bytes.count)
        return text(start..<position)
    }

    /// The inside of a block whose `{` has been read; consumes the matching `}`.
    private mutating func readBlock() -> String {
        let start = position
        var depth = 1
        while !isAtEnd {
            switch bytes[position] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "\\"): position += 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString()
            default: break
            }
            position += 1
            if depth == 0 { return text(start..<position - 1) }
        }
        position = bytes.count
        return text(start..<position)
    }

    /// From an opening quote to its partner, or to the end of the line where one is missing.
    private mutating func skipString() {
        position = Self.endOfString(in: bytes, from: position)
    }

    private static func endOfString(in bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != bytes[start], bytes[index] != 0x0A {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index, bytes.count - 1)
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self).trimmingWhiteSpace
    }

    private static func rule(_ prelude: String, _ block: String) -> CSSItem? {
        let selectors = prelude.splitOutsideBrackets(at: ",").map(\.trimmingWhiteSpace)
        let declarations = declarations(block)
        guard !selectors.contains(""), !declarations.isEmpty else { return nil }
        return .rule(selectors: selectors, declarations: declarations)
    }

    private static func declaration(_ text: String) -> CSSDeclaration? {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let property = text[..<colon].trimmingWhiteSpace.lowercased()
        var value = text[text.utf8.index(after: colon)...].trimmingWhiteSpace
        var isImportant = false
        if let bang = value.utf8.lastIndex(of: UInt8(ascii: "!")),
            value[value.utf8.index(after: bang)...].trimmingWhiteSpace.lowercased() == "important"
        {
            isImportant = true
            value = value[..<bang].trimmingWhiteSpace
        }
        let isProperty =
            !property.isEmpty
            && property.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
            }
        guard isProperty, !value.isEmpty, value.closesWhatItOpens else { return nil }
        return CSSDeclaration(property: property, value: value.collapsingWhiteSpace, isImportant: isImportant)
    }

    /// Comments become one space, but not inside strings.
    private static func withoutComments(_ source: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte == UInt8(ascii: "/"), index + 1 < source.count, source[index + 1] == UInt8(ascii: "*") {
                index += 2
                while index + 1 < source.count,
                    source[index] != UInt8(ascii: "*") || source[index + 1] != UInt8(ascii: "/")
                {
                    index += 1
                }
                index += 2
                output.append(0x20)
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                let end = endOfString(in: source, from: index)
                output += source[index...end]
                index = end + 1
            } else {
                output.append(byte)
                index += 1
            }
        }
        return output
    }
}

extension UInt8 {
    fileprivate var isCSSWhiteSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension StringProtocol {
    /// Without spaces, tabs and line ends at either end.
    var trimmingWhiteSpace: String {
        var inside = Substring(self).utf8
        while let first = inside.first, first.isCSSWhiteSpace { inside.removeFirst() }
        while let last = inside.last, last.isCSSWhiteSpace { inside.removeLast() }
        return String(Substring(inside))
    }

    /// Whether quotes and brackets are closed: a value where they are not would swallow what comes behind it.
    fileprivate var closesWhatItOpens: Bool {
        var open: [UInt8] = []
        var quote: UInt8?
        var isEscaped = false
        for byte in utf8 {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if let mark = quote {
                if byte == mark { quote = nil }
            } else {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
                case UInt8(ascii: "("): open.append(UInt8(ascii: ")"))
                case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
                case UInt8(ascii: ")"), UInt8(ascii: "]"): if open.popLast() != byte { return false }
                case UInt8(ascii: "{"), UInt8(ascii: "}"): return false
                default: break
                }
            }
        }
        return open.isEmpty && quote == nil && !isEscaped
    }

    /// Each run of white space as one space.
    var collapsingWhiteSpace: String {
        Substring(self).utf8.split(whereSeparator: \.isCSSWhiteSpace).map { String(Substring($0)) }.joined(
            separator: " ")
    }

    /// Cut at `separator` where it stands outside (), [] and quotes.
    func splitOutsideBrackets(at separator: Character) -> [String] {
        var parts = [""]
        var depth = 0
        var quote: Character?
        for character in self {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "(" || character == "[" {
                depth += 1
            } else if character == ")" || character == "]" {
                depth -= 1
            }
            if character == separator, depth == 0, quote == nil {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }
}
