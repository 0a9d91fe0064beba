import Mail

/// `property: value`, with the property in lowercase but for custom ones (`--Accent`), whose case counts.
struct CSSDeclaration: Hashable, Sendable {
    let property: String
    let value: String
    let isImportant: Bool

    /// `color:red!important`, without spaces because every element carries it.
    var text: String { "\(property):\(value)\(isImportant ? "!important" : "")" }

    func withImportance(_ isImportant: Bool) -> CSSDeclaration {
        CSSDeclaration(property: property, value: value, isImportant: isImportant)
    }
}

/// What a style sheet is made of, in order.
enum CSSItem: Hashable, Sendable {
    /// A rule with its selectors' source texts; what was nested in another has the outer selectors in front.
    case rule(selectors: [String], declarations: [CSSDeclaration])
    /// `@media … { … }` and its like: rules that hold under a condition.
    case group(prelude: String, items: [CSSItem])
    /// Any other at-rule, as written.
    case atRule(String)
}

/// Reads style sheets leniently, as browsers do (CSS Syntax Level 3 §5, CSS Nesting Level 1): what is malformed is left
/// out.
struct CSSParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// Groups and rules in each other: what is deeper is left out.
    private static let maximumDepth = 32
    /// Of one selector with what it is nested in: `& & &` in each other would grow without end.
    private static let selectorLimit = 2_000

    static func stylesheet(_ source: String) -> [CSSItem] {
        var parser = CSSParser(source)
        var items: [CSSItem] = []
        while !parser.isAtEnd {
            items += parser.items(within: nil)
            // A brace that closes nothing.
            parser.position += 1
        }
        return items
    }

    /// The declarations of a `style` attribute.
    static func declarations(_ source: String) -> [CSSDeclaration] {
        var parser = CSSParser(source)
        var declarations: [CSSDeclaration] = []
        while !parser.isAtEnd {
            let range = parser.read(until: [.semicolon])
            parser.position += 1
            if let declaration = parser.declaration(range) { declarations.append(declaration) }
        }
        return declarations
    }

    private init(_ source: String) { bytes = Self.withMarkedComments(Array(source.utf8)) }

    private var isAtEnd: Bool { position >= bytes.count }

    // MARK: Rules

    /// Rules up to the end of the block, or of the sheet.
    ///
    /// - Parameter parents: the selectors of the rule that the block belongs to; nil at the top.
    private mutating func items(within parents: [String]?) -> [CSSItem] {
        var items: [CSSItem] = []
        var declarations: [CSSDeclaration] = []
        func close() {
            if let parents, !declarations.isEmpty {
                items.append(.rule(selectors: parents, declarations: declarations))
            }
            declarations = []
        }
        while skipToNext(isInRule: parents != nil) {
            let start = position
            if bytes[start] == .at {
                close()
                items += atRule(within: parents)
                continue
            }
            let range = read(until: parents == nil ? [.openBrace] : [.semicolon, .openBrace, .closeBrace])
            if !isAtEnd, bytes[position] == .openBrace, !isCustomProperty(range) {
                close()
                position += 1
                items += rule(prelude(range), within: parents)
            } else if parents != nil {
                if !isAtEnd, bytes[position] == .openBrace {
                    position = start
                    declarations += declaration(readWithBlocks()).map { [$0] } ?? []
                } else if let declaration = declaration(range) {
                    declarations.append(declaration)
                }
            }
        }
        close()
        return items
    }

    /// The block of a rule, whose `{` has been read, up to behind its `}`.
    private mutating func rule(_ prelude: String, within parents: [String]?) -> [CSSItem] {
        let own = prelude.splitOutsideBrackets(at: ",").map(\.trimmingWhiteSpace)
        // One that browsers do not know makes them leave out the rule, and what is nested in it (Selectors §3.9).
        guard let selectors = Self.nested(own, in: parents), selectors.allSatisfy({ Selector($0) != nil }) else {
            skipBlock()
            return []
        }
        return block { $0.items(within: selectors) }
    }

    /// From the `@` to behind its semicolon or block.
    private mutating func atRule(within parents: [String]?) -> [CSSItem] {
        let start = position
        let prelude = text(read(until: [.semicolon, .openBrace, .closeBrace]))
        guard !isAtEnd, bytes[position] != .closeBrace else { return parents == nil ? [.atRule(prelude)] : [] }
        position += 1
        if bytes[position - 1] == .semicolon { return parents == nil ? [.atRule(prelude + ";")] : [] }
        let name = prelude.prefix { $0 != " " && $0 != "(" }.asciiLowercased
        guard ["@media", "@supports", "@container"].contains(name) else {
            skipBlock()
            return parents == nil ? [.atRule(text(start..<position))] : []
        }
        let items = block { $0.items(within: parents) }
        return items.isEmpty ? [] : [.group(prelude: prelude.collapsingWhiteSpace, items: items)]
    }

    /// Reads a block with `body`, unless it is too deep; then it is skipped.
    private mutating func block(_ body: (inout CSSParser) -> [CSSItem]) -> [CSSItem] {
        guard depth < Self.maximumDepth else {
            skipBlock()
            return []
        }
        depth += 1
        let items = body(&self)
        depth -= 1
        position += 1
        return items
    }

    /// The selectors as they would stand outside of their parents: `&` is any of them, and leads where it is not written.
    ///
    /// Nil if one is empty, or becomes longer than `selectorLimit`; that is known before it is written.
    private static func nested(_ own: [String], in parents: [String]?) -> [String]? {
        let any = parents.map { ":is(\($0.joined(separator: ", ")))" } ?? ""
        var selectors: [String] = []
        for selector in own {
            let pieces = parents == nil ? [selector] : selector.splitOutsideStrings(at: UInt8(ascii: "&"))
            let length = selector.utf8.count + any.utf8.count * max(pieces.count - 1, 1)
            if selector.isEmpty || length > selectorLimit { return nil }
            selectors.append(parents.map { nested(selector, pieces, in: $0, any) } ?? selector)
        }
        return selectors
    }

    private static func nested(_ selector: String, _ pieces: [String], in parents: [String], _ any: String) -> String {
        let parent = parents.count == 1 ? parents[0] : any
        guard pieces.count > 1 else { return "\(parent) \(selector)" }
        // In front, one parent stands for itself, unless a type would be written behind it.
        let isInFrontOnly = pieces.count == 2 && pieces[0].isEmpty && pieces[1].utf8.first?.isNameByte != true
        return isInFrontOnly ? parent + pieces[1] : pieces.joined(separator: any)
    }

    // MARK: Reading

    /// Over white space, stray semicolons and the marks that hide a sheet from browsers of 1996 (CDO, CDC);
    /// false at the end of the block or the sheet.
    private mutating func skipToNext(isInRule: Bool) -> Bool {
        while !isAtEnd {
            let byte = bytes[position]
            if byte == .closeBrace { return false }
            if byte.isCSSWhiteSpace || byte == .comment || (isInRule && byte == .semicolon) {
                position += 1
            } else if !isInRule, bytes[position...].starts(with: "<!--".utf8) {
                position += 4
            } else if !isInRule, bytes[position...].starts(with: "-->".utf8) {
                position += 3
            } else {
                return true
            }
        }
        return false
    }

    /// Reads up to one of `stops` outside strings and brackets, without consuming it.
    private mutating func read(until stops: [UInt8]) -> Range<Int> {
        let start = position
        var depth = 0
        while !isAtEnd {
            let byte = bytes[position]
            if depth == 0, stops.contains(byte) { break }
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth = max(0, depth - 1)
            case UInt8(ascii: "\\"): position += 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"): position = Self.endOfString(in: bytes, from: position)
            default: break
            }
            position += 1
        }
        position = min(position, bytes.count)
        return start..<position
    }

    /// A declaration whose value may hold whole blocks, as a custom property's does.
    private mutating func readWithBlocks() -> Range<Int> {
        let start = position
        while !isAtEnd, bytes[position] != .semicolon, bytes[position] != .closeBrace {
            if bytes[position] == .openBrace {
                position += 1
                skipBlock()
            } else {
                _ = read(until: [.semicolon, .openBrace, .closeBrace])
            }
        }
        return start..<position
    }

    /// The inside of a block whose `{` has been read, and the matching `}`.
    private mutating func skipBlock() {
        var depth = 1
        while !isAtEnd, depth > 0 {
            switch bytes[position] {
            case .openBrace: depth += 1
            case .closeBrace: depth -= 1
            case UInt8(ascii: "\\"): position += 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"): position = Self.endOfString(in: bytes, from: position)
            default: break
            }
            position += 1
        }
        position = min(position, bytes.count)
    }

    private static func endOfString(in bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != bytes[start], bytes[index] != 0x0A {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index, bytes.count - 1)
    }

    /// Comments part words, but not the parts of a selector: `p/**/.a` is `p.a`.
    private func prelude(_ range: Range<Int>) -> String {
        String(decoding: bytes[range].filter { $0 != .comment }, as: UTF8.self).trimmingWhiteSpace
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range].map { $0 == .comment ? 0x20 : $0 }, as: UTF8.self).trimmingWhiteSpace
    }

    // MARK: Declarations

    private func isCustomProperty(_ range: Range<Int>) -> Bool {
        let text = text(range)
        return text.hasBytes(prefix: "--") && text.utf8.contains(UInt8(ascii: ":"))
    }

    private func declaration(_ range: Range<Int>) -> CSSDeclaration? {
        let text = text(range)
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = text[..<colon].trimmingWhiteSpace
        let isCustom = name.hasBytes(prefix: "--")
        var value = text[text.utf8.index(after: colon)...].trimmingWhiteSpace
        var isImportant = false
        if let bang = value.utf8.lastIndex(of: UInt8(ascii: "!")),
            value[value.utf8.index(after: bang)...].trimmingWhiteSpace.asciiLowercased == "important"
        {
            isImportant = true
            value = value[..<bang].trimmingWhiteSpace
        }
        guard !name.isEmpty, name.utf8.allSatisfy(\.isNameByte), !value.isEmpty,
            value.closesWhatItOpens(mayHoldBlocks: isCustom)
        else { return nil }
        return CSSDeclaration(
            property: isCustom ? name : name.asciiLowercased, value: value.collapsingSpaceOutsideStrings,
            isImportant: isImportant)
    }

    /// Each comment becomes one mark, but not inside strings.
    private static func withMarkedComments(_ source: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(source.count)
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
                output.append(.comment)
            } else if byte == UInt8(ascii: "\\"), index + 1 < source.count {
                output += source[index...index + 1]
                index += 2
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                let end = endOfString(in: source, from: index)
                output += source[index...end]
                index = end + 1
            } else {
                output.append(byte == .comment ? 0x20 : byte)
                index += 1
            }
        }
        return output
    }
}

extension UInt8 {
    fileprivate static let openBrace = UInt8(ascii: "{")
    fileprivate static let closeBrace = UInt8(ascii: "}")
    fileprivate static let semicolon = UInt8(ascii: ";")
    fileprivate static let at = UInt8(ascii: "@")
    /// Where a comment stood.
    fileprivate static let comment: UInt8 = 0x01

    fileprivate var isCSSWhiteSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    /// A letter, digit, hyphen or underscore.
    fileprivate var isNameByte: Bool {
        (0x61...0x7A).contains(self | 0x20) || (0x30...0x39).contains(self) || self == 0x2D || self == 0x5F
    }
}

extension StringProtocol {
    /// Without spaces, tabs and line ends at either end.
    var trimmingWhiteSpace: String {
        var inside = Substring(self).utf8
        while let first = inside.first, first.isCSSWhiteSpace { inside.removeFirst() }
        while let last = inside.last, last.isCSSWhiteSpace { inside.removeLast() }
        return String(Substring(inside))
    }

    /// Each run of white space as one space.
    var collapsingWhiteSpace: String {
        Substring(self).utf8.split(whereSeparator: \.isCSSWhiteSpace).map { String(Substring($0)) }.joined(
            separator: " ")
    }

    /// The same but for what stands in quotes.
    fileprivate var collapsingSpaceOutsideStrings: String {
        guard utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }) else {
            return collapsingWhiteSpace
        }
        var output: [UInt8] = []
        var quotes = QuoteTracker()
        for byte in utf8 {
            let isOutside = !quotes.isInside
            quotes.read(byte)
            guard isOutside, byte.isCSSWhiteSpace else {
                output.append(byte)
                continue
            }
            if output.last != 0x20 { output.append(0x20) }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Whether quotes and brackets are closed: a value where they are not would swallow what comes behind it.
    fileprivate func closesWhatItOpens(mayHoldBlocks: Bool) -> Bool {
        var open: [UInt8] = []
        var quotes = QuoteTracker()
        for byte in utf8 {
            let isOutside = !quotes.isInside && !quotes.isEscaped
            quotes.read(byte)
            guard isOutside else { continue }
            switch byte {
            case UInt8(ascii: "("): open.append(UInt8(ascii: ")"))
            case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
            case .openBrace where mayHoldBlocks: open.append(.closeBrace)
            case .closeBrace where mayHoldBlocks: if open.popLast() != byte { return false }
            case UInt8(ascii: ")"), UInt8(ascii: "]"): if open.popLast() != byte { return false }
            case .openBrace, .closeBrace: return false
            default: break
            }
        }
        return open.isEmpty && !quotes.isInside && !quotes.isEscaped
    }

    /// Cut at `separator` where it stands outside of quotes.
    fileprivate func splitOutsideStrings(at separator: UInt8) -> [String] {
        var pieces: [[UInt8]] = [[]]
        var quotes = QuoteTracker()
        for byte in utf8 {
            let isOutside = !quotes.isInside && !quotes.isEscaped
            quotes.read(byte)
            if isOutside, byte == separator { pieces.append([]) } else { pieces[pieces.count - 1].append(byte) }
        }
        return pieces.map { String(decoding: $0, as: UTF8.self) }
    }

    /// What stands between runs of ASCII white space, as in `class` (HTML standard, "split on ASCII whitespace").
    var words: [Substring] { Substring(self).utf8.split(whereSeparator: \.isCSSWhiteSpace).map { Substring($0) } }

    /// Cut at `separator`, which is ASCII, where it stands outside (), [] and quotes.
    func splitOutsideBrackets(at separator: Unicode.Scalar) -> [String] {
        var parts: [[UInt8]] = [[]]
        var depth = 0
        var quotes = QuoteTracker()
        for byte in utf8 {
            let isOutside = !quotes.isInside && !quotes.isEscaped
            quotes.read(byte)
            if isOutside, byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") { depth += 1 }
            if isOutside, byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") { depth -= 1 }
            if isOutside, depth == 0, byte == UInt8(ascii: separator) {
                parts.append([])
            } else {
                parts[parts.count - 1].append(byte)
            }
        }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Tells whether the next byte of a style sheet stands in a string or behind a backslash.
private struct QuoteTracker {
    private var quote: UInt8?
    private(set) var isEscaped = false
    var isInside: Bool { quote != nil }

    mutating func read(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if let open = quote {
            if byte == open { quote = nil }
        } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            quote = byte
        }
    }
}
