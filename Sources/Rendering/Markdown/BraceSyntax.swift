/// The author's way to write a merge field: `{{name}}` or `{{ name | "reader" }}`.
///
/// A name is a lowercase letter followed by lowercase letters, digits and underscores; the fallback stands in
/// double quotes; all of it stands on one line. `\{{` is two braces. Anything else stays literal text.
enum BraceSyntax {
    /// A place in a text where double braces open and close.
    struct Place {
        let range: Range<Int>
        /// Nil if it is no field.
        let field: MergeField?
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
            places.append(Place(range: position..<end + 2, field: field(inside)))
            position = end + 2
        }
        return places
    }

    /// The text with its fields as placeholders, for text that is not Markdown.
    static func replacingFields(in text: String) -> (text: String, meanings: [BraceUse.Meaning]) {
        let bytes = Array(text.utf8)
        var output = ""
        var meanings: [BraceUse.Meaning] = []
        var copied = 0
        for place in places(in: bytes) {
            let source = String(decoding: bytes[place.range], as: UTF8.self)
            output += String(decoding: bytes[copied..<place.range.lowerBound], as: UTF8.self)
            output += place.field?.placeholder ?? source
            meanings.append(place.field.map { .field($0) } ?? .literal(source))
            copied = place.range.upperBound
        }
        return (output + String(decoding: bytes[copied...], as: UTF8.self), meanings)
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

    private static func field(_ inside: String) -> MergeField? {
        let parts = inside.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].trimmingWhiteSpace
        guard isName(name) else { return nil }
        guard parts.count == 2 else { return MergeField(name) }
        let quoted = parts[1].trimmingWhiteSpace
        guard quoted.utf8.count >= 2, quoted.hasPrefix("\""), quoted.hasSuffix("\"") else { return nil }
        let fallback = quoted.dropFirst().dropLast()
        return fallback.contains("\"") ? nil : MergeField(name, fallback: String(fallback))
    }

    private static func isName(_ text: String) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = text.utf8.first, letters.contains(first) else { return false }
        return text.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }
    }
}
