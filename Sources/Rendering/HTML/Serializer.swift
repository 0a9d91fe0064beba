import Mail

/// Writes a tree as HTML source that parses back to the same tree, but for white space that does not show.
///
/// Runs of white space become one space or line end, and lines are broken where a space stands anyway, so
/// that the source stays readable. A placeholder's inside is escaped like any text, but never broken.
struct Serializer {
    private var output: [UInt8] = []
    /// Where the last line begins.
    private var lineStart = 0
    private var preformattedDepth = 0

    /// The whole document with its doctype.
    static func page(_ root: DOMElement) -> String {
        var serializer = Serializer()
        serializer.write("<!DOCTYPE html>\n")
        serializer.write(root)
        serializer.write("\n")
        return String(decoding: serializer.output, as: UTF8.self)
    }

    static func fragment(_ nodes: [DOMNode]) -> String {
        var serializer = Serializer()
        for node in nodes { serializer.write(node, in: "body") }
        return String(decoding: serializer.output, as: UTF8.self)
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
        write("<")
        write(element.name)
        for attribute in element.attributes { write(attribute) }
        write(">")
        if Self.voidElements.contains(element.name) { return }
        let isPreformatted = Self.preformattedElements.contains(element.name) || element.keepsWhiteSpace
        if isPreformatted { preformattedDepth += 1 }
        // The parser drops a line end right behind these tags.
        if ["pre", "textarea", "listing"].contains(element.name), element.startsWithLineEnd { write("\n") }
        for child in element.children { write(child, in: element.name) }
        if isPreformatted { preformattedDepth -= 1 }
        write("</")
        write(element.name)
        write(">")
    }

    private mutating func write(_ attribute: DOMAttribute) {
        write(isLineLong ? "\n" : " ")
        write(attribute.name)
        write("=\"")
        write(escaping: attribute.value)
        write("\"")
    }

    private var isLineLong: Bool { output.count - lineStart > Self.comfortableWidth }

    private mutating func writeText(_ text: String) {
        for piece in text.mergePieces {
            switch piece {
            case .field, .opening, .closing: write(escaping: piece.placeholder)
            case .text(let text) where preformattedDepth > 0: write(escaping: text)
            case .text(let text): writeWrapped(text)
            }
        }
    }

    /// Each run of white space becomes one character, a line end if it had one or if the line is long.
    private mutating func writeWrapped(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = bytes[...]
            while let first = rest.first {
                let isSpace = Self.isWhiteSpace(first)
                let end = rest.firstIndex { Self.isWhiteSpace($0) != isSpace } ?? rest.endIndex
                let run = rest[..<end]
                if !isSpace {
                    MarkupEscape.append(run, to: &output)
                } else if run.contains(0x0A) || isLineLong {
                    output.append(0x0A)
                    lineStart = output.count
                } else {
                    output.append(0x20)
                }
                rest = rest[end...]
            }
        }
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
    }

    private mutating func write(_ text: String) {
        let start = output.count
        output.append(contentsOf: text.utf8)
        noteLines(from: start)
    }

    private mutating func write(escaping text: String) {
        let start = output.count
        MarkupEscape.append(text, to: &output)
        noteLines(from: start)
    }

    private mutating func noteLines(from start: Int) {
        if let lineEnd = output[start...].lastIndex(of: 0x0A) { lineStart = lineEnd + 1 }
    }
}

extension DOMElement {
    fileprivate var startsWithLineEnd: Bool {
        guard case .text(let text)? = children.first else { return false }
        return text.utf8.first == 0x0A
    }

    /// A guess that errs towards more: white space that was kept for nothing does not show.
    fileprivate var keepsWhiteSpace: Bool { self[attribute: "style"]?.utf8.contains(word: "white-space") ?? false }
}

extension String.UTF8View {
    fileprivate func contains(word: StaticString) -> Bool {
        let word = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        let found = withContiguousStorageIfAvailable { bytes in
            bytes.indices.dropLast(word.count - 1).contains { bytes[$0] == word[0] && bytes[$0...].starts(with: word) }
        }
        return found ?? indices.contains { self[$0...].starts(with: word) }
    }
}

extension String {
    fileprivate var withoutForbiddenCharacters: String {
        if utf8.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A || $0 == 0x09 }) { return self }
        return String(String.UnicodeScalarView(unicodeScalars.filter(\.isAllowedInHTML)))
    }
}

extension Unicode.Scalar {
    /// Control characters and noncharacters are parse errors (HTML standard, "Preprocessing the input stream").
    fileprivate var isAllowedInHTML: Bool {
        switch value {
        case 0x09, 0x0A, 0x0C: true
        case 0x00...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: false
        default: value & 0xFFFE != 0xFFFE
        }
    }
}
