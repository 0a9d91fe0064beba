import Mail

/// The author's way to write a merge field, `{{name}}` or `{{ name | "reader" }}`, and a section:
/// `{{#city}} … {{/city}}`, `{{^city}} … {{/city}}`, `{{#plan == "pro"}} … {{/plan}}`.
///
/// A name is a lowercase letter followed by lowercase letters, digits and underscores; a fallback or value stands in
/// double quotes; all of a tag stands on one line. `\{{` is two braces. Anything else stays literal text.
enum BraceSyntax {
    /// A place in a text where double braces open and close.
    struct Place {
        let range: Range<Int>
        let tag: BraceTag
    }

    /// The places in order; `bytes` is UTF-8.
    static func places(in bytes: [UInt8]) -> [Place] {
        var places: [Place] = []
        var position = 0
        while position + 1 < bytes.count {
            guard bytes[position] == brace, bytes[position + 1] == brace else {
                // The byte behind a backslash is literal.
                position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
                continue
            }
            guard let end = end(in: bytes, from: position + 2) else {
                position += 1
                continue
            }
            let inside = String(decoding: bytes[position + 2..<end], as: UTF8.self)
            places.append(Place(range: position..<end + 2, tag: tag(inside)))
            position = end + 2
        }
        return places
    }

    /// The text with its fields and sections as placeholders, for text that is not Markdown.
    static func replacingFields(in text: String) -> (text: String, meanings: [BraceUse.Meaning]) {
        let marks = BraceMarks(text)
        let resolved = marks.resolving(marks.marked)
        return (resolved.text, resolved.uses.map(\.meaning))
    }

    private static let brace = UInt8(ascii: "{")

    /// Where `}}` stands; nil if something comes first that cannot be inside, such as a backtick: the braces
    /// are then two pieces of code, not a pair.
    private static func end(in bytes: [UInt8], from start: Int) -> Int? {
        var position = start
        while position + 1 < bytes.count, position - start < 200 {
            switch bytes[position] {
            case UInt8(ascii: "}"):
                guard position > start, bytes[position + 1] == UInt8(ascii: "}") else { return nil }
                return position
            case brace, UInt8(ascii: "`"), UInt8(ascii: "<"), UInt8(ascii: ">"), 0x0A: return nil
            default: position += 1
            }
        }
        return nil
    }

    private static func tag(_ inside: String) -> BraceTag {
        let rest = String(Substring(inside.unicodeScalars.dropFirst()))
        switch inside.unicodeScalars.first {
        case "#": return condition(rest).map { .opening($0) } ?? .literal
        case "^": return condition(rest).map { .opening($0.negated) } ?? .literal
        case "/": return isName(rest.trimmingWhiteSpace) ? .closing(name: rest.trimmingWhiteSpace) : .literal
        default: return field(inside).map { .field($0) } ?? .literal
        }
    }

    private static func field(_ inside: String) -> MergeField? {
        let parts = inside.split(atASCII: "|", maxSplits: 1)
        let name = parts[0].trimmingWhiteSpace
        guard isName(name) else { return nil }
        guard parts.count == 2 else { return MergeField(name) }
        return unquoted(parts[1]).map { MergeField(name, fallback: $0) }
    }

    private static func condition(_ inside: String) -> MergeCondition? {
        guard let equals = inside.rangeOfBytes("==") else {
            let name = inside.trimmingWhiteSpace
            return isName(name) ? MergeCondition(name) : nil
        }
        let name = inside[..<equals.lowerBound].trimmingWhiteSpace
        guard isName(name), let value = unquoted(inside[equals.upperBound...]) else { return nil }
        return MergeCondition(name, is: value.trimmingWhiteSpace)
    }

    /// Nil unless the text stands in double quotes and has none inside.
    private static func unquoted(_ text: Substring) -> String? {
        let quoted = text.trimmingWhiteSpace
        guard quoted.utf8.count >= 2, quoted.hasBytes(prefix: "\""), quoted.hasBytes(suffix: "\"") else { return nil }
        let inside = Substring(quoted.utf8.dropFirst().dropLast())
        return inside.containsASCII("\"") ? nil : String(inside)
    }

    private static func isName(_ text: String) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = text.utf8.first, letters.contains(first) else { return false }
        return text.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }
    }
}
