/// Escapes text for HTML, byte by byte: pages are large and mostly need no escape.
package enum MarkupEscape {
    /// Appends text as it stands in HTML text and in attribute values in double quotes.
    ///
    /// Control characters and noncharacters, which are parse errors (HTML standard, "Preprocessing the input stream"),
    /// are left out.
    package static func append(_ text: String, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { append($0[...], to: &output) }
    }

    package static func append(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, to output: inout [UInt8]) {
        var copied = bytes.startIndex
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            // No lead byte above 0x7F but these begins anything special.
            if isPlain(byte) {
                index += 1
                continue
            }
            let (length, replacement) = special(bytes[index...])
            if let replacement {
                output.append(contentsOf: bytes[copied..<index])
                output.append(contentsOf: replacement.utf8)
                copied = index + length
            }
            index += length
        }
        output.append(contentsOf: bytes[copied..<bytes.endIndex])
    }

    /// Whether nothing that is escaped or left out begins with this byte.
    package static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x22, 0x26, 0x3C, 0x3E, 0x7F, 0xC2, 0xE2, 0xEF, 0xF0...0xF4: false
        default: byte >= 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0C
        }
    }

    /// How many bytes what begins here has, and what stands for it; nil for itself.
    private static func special(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> (length: Int, replacement: StaticString?)
    {
        switch bytes[bytes.startIndex] {
        case 0x22: return (1, "&quot;")
        case 0x26: return (1, "&amp;")
        case 0x3C: return (1, "&lt;")
        case 0x3E: return (1, "&gt;")
        case 0x00...0x1F, 0x7F: return (1, "")
        case 0xC2: return (2, special(afterC2: bytes.dropFirst().first ?? 0))
        case 0xE2: return (3, bytes.dropFirst().starts(with: [0x80, 0x8C]) ? "&zwnj;" : nil)
        case 0xEF: return (3, isNoncharacter(bytes, length: 3) ? "" : nil)
        case let lead where lead >= 0xF0: return (4, isNoncharacter(bytes, length: 4) ? "" : nil)
        default: return (1, nil)
        }
    }

    /// U+0080 to U+009F are controls, U+00A0 is a space that does not break.
    private static func special(afterC2 byte: UInt8) -> StaticString? {
        byte == 0xA0 ? "&nbsp;" : byte < 0xA0 ? "" : nil
    }

    /// U+FDD0 to U+FDEF, and the last two of every plane.
    private static func isNoncharacter(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, length: Int) -> Bool {
        let lead = UInt32(bytes[bytes.startIndex]) & (length == 3 ? 0x0F : 0x07)
        let value = bytes.dropFirst().prefix(length - 1).reduce(lead) { $0 << 6 | UInt32($1 & 0x3F) }
        return (0xFDD0...0xFDEF).contains(value) || value & 0xFFFE == 0xFFFE
    }
}

extension StaticString {
    fileprivate var utf8: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
    }
}

extension String {
    /// Escaped for HTML text and for attribute values in double quotes.
    package var escapingMarkup: String {
        if utf8.allSatisfy(MarkupEscape.isPlain) { return self }
        var output: [UInt8] = []
        output.reserveCapacity(utf8.count + 32)
        MarkupEscape.append(self, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Escaped for any place in a template: also for attribute values in single quotes.
    package var escapingMarkupAndApostrophes: String { escapingMarkup.replacingBytes("'", with: "&#39;") }

    /// The reverse, for what `escapingMarkup` wrote.
    package var unescapingMarkup: String {
        guard utf8.contains(UInt8(ascii: "&")) else { return self }
        return Self.entities.reduce(self) { text, entity in text.replacingBytes(entity.name, with: entity.text) }
    }

    /// The ampersand comes last, so that unescaping in this order does not unescape twice.
    private static let entities: [(name: String, text: String)] = [
        ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", "\u{A0}"), ("&zwnj;", "\u{200C}"),
        ("&amp;", "&"),
    ]
}
