/// Writes a tree as HTML source that parses back to the same tree, but for white space that does not show.
///
/// Runs of white space become one space or line end, and lines are broken where a space stands anyway, so
/// that the source stays readable. A placeholder's inside is escaped like any text, but never broken.
struct Serializer {
    private var output = ""
    private var column = 0
    private var preformattedDepth = 0

    /// The whole document with its doctype.
    static func page(_ root: DOMElement) -> String {
        var serializer = Serializer()
        serializer.write("<!DOCTYPE html>\n")
        serializer.write(root)
        return serializer.output + "\n"
    }

    static func fragment(_ nodes: [DOMNode]) -> String {
        var serializer = Serializer()
        for node in nodes { serializer.write(node, in: "body") }
        return serializer.output
    }

    /// Where a line is broken at the next opportunity.
    private static let comfortableWidth = 100
    private static let voidElements: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    ]
    /// Elements whose text is not escaped (HTML standard, "raw text elements").
    private static let rawElements: Set<String> = ["style", "script", "xmp", "iframe", "noembed", "noframes"]
    private static let preformattedElements: Set<String> = ["pre", "textarea", "listing", "style", "script", "title"]

    private mutating func write(_ node: DOMNode, in parent: String) {
        switch node {
        case .element(let element): write(element)
        case .comment(let text): write("<!--\(text)-->")
        case .text(let text):
            if Self.rawElements.contains(parent) {
                write(text.withoutForbiddenCharacters)
            } else {
                writeText(text)
            }
        }
    }

    private mutating func write(_ element: DOMElement) {
        write("<\(element.name)")
        for attribute in element.attributes { write(attribute) }
        write(">")
        if Self.voidElements.contains(element.name) { return }
        let isPreformatted = Self.preformattedElements.contains(element.name) || element.keepsWhiteSpace
        if isPreformatted { preformattedDepth += 1 }
        // The parser drops a line end right behind these tags.
        if ["pre", "textarea", "listing"].contains(element.name), element.startsWithLineEnd { write("\n") }
        for child in element.children { write(child, in: element.name) }
        if isPreformatted { preformattedDepth -= 1 }
        write("</\(element.name)>")
    }

    private mutating func write(_ attribute: DOMAttribute) {
        write(column > Self.comfortableWidth ? "\n" : " ")
        write(attribute.name)
        write("=\"")
        write(attribute.value.escapingMarkup)
        write("\"")
    }

    private mutating func writeText(_ text: String) {
        for piece in text.mergePieces {
            switch piece {
            case .field, .opening, .closing: write(piece.placeholder.escapingMarkup)
            case .text(let text) where preformattedDepth > 0: write(text.escapingMarkup)
            case .text(let text): writeWrapped(text.escapingMarkup)
            }
        }
    }

    /// Each run of white space becomes one character, a line end if it had one or if the line is long.
    private mutating func writeWrapped(_ text: String) {
        var rest = text.utf8[...]
        while let first = rest.first {
            let isSpace = Self.isWhiteSpace(first)
            let run = rest.prefix { Self.isWhiteSpace($0) == isSpace }
            if isSpace {
                write(run.contains(0x0A) || column > Self.comfortableWidth ? "\n" : " ")
            } else {
                write(String(Substring(run)))
            }
            rest = rest[run.endIndex...]
        }
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
    }

    private mutating func write(_ text: String) {
        output += text
        let bytes = text.utf8
        if let lineEnd = bytes.lastIndex(of: 0x0A) {
            column = bytes.distance(from: lineEnd, to: bytes.endIndex) - 1
        } else {
            column += bytes.count
        }
    }
}

extension DOMElement {
    fileprivate var startsWithLineEnd: Bool {
        guard case .text(let text)? = children.first else { return false }
        return text.utf8.first == 0x0A
    }

    fileprivate var keepsWhiteSpace: Bool {
        guard let style = self[attribute: "style"] else { return false }
        return CSSParser.declarations(style).contains { $0.property == "white-space" && $0.value.hasPrefix("pre") }
    }
}

extension String {
    /// Escaped for HTML text and for attribute values in double quotes.
    var escapingMarkup: String {
        var result = ""
        result.reserveCapacity(utf8.count)
        unicodeScalars.forEach { $0.appendEscaped(to: &result) }
        return result
    }

    fileprivate var withoutForbiddenCharacters: String {
        String(String.UnicodeScalarView(unicodeScalars.filter(\.isAllowedInHTML)))
    }

    /// The reverse, for what `escapingMarkup` wrote.
    var unescapingMarkup: String {
        guard utf8.contains(UInt8(ascii: "&")) else { return self }
        return Unicode.Scalar.entities.reduce(self) { $0.replacing($1.entity, with: String($1.scalar)) }
    }
}

extension Unicode.Scalar {
    /// The ampersand comes last, so that unescaping in this order does not unescape twice.
    fileprivate static let entities: [(scalar: Unicode.Scalar, entity: String)] = [
        ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("\u{A0}", "&nbsp;"), ("\u{200C}", "&zwnj;"), ("&", "&amp;"),
    ]

    /// Control characters and noncharacters are parse errors (HTML standard, "Preprocessing the input stream").
    fileprivate var isAllowedInHTML: Bool {
        switch value {
        case 0x09, 0x0A, 0x0C: true
        case 0x00...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: false
        default: value & 0xFFFE != 0xFFFE
        }
    }

    fileprivate func appendEscaped(to result: inout String) {
        guard isAllowedInHTML else { return }
        if let entity = Self.entities.first(where: { $0.scalar == self })?.entity {
            result += entity
        } else {
            result.unicodeScalars.append(self)
        }
    }
}
