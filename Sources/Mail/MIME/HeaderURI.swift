/// An http, https or mailto URL that can stand between angle brackets in a header field (RFC 2369 §2).
///
/// It has only visible ASCII and none of `<`, `>`, `"`, `\`, `^`, backtick, `{`, `|`, `}`, so it can be
/// put into a header or an HTML attribute without a way out of it.
package struct HeaderURI: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ text: String) throws(HeaderError) {
        guard text.withBytes(Self.hasScheme), text.isVisibleASCII, text.withBytes({ $0.allSatisfy(Self.isAllowed) })
        else {
            throw HeaderError(field: "A link", value: text, problem: .malformedURI)
        }
        guard text.utf8.count <= 900 else { throw HeaderError(field: "A link", value: text, problem: .tooLong) }
        self.description = text
    }

    /// In letters of either case, with something behind it.
    private static func hasScheme(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        schemes.contains { scheme in
            bytes.count > scheme.count
                && zip(bytes, scheme).allSatisfy { byte, letter in byte == letter || byte | 0x20 == letter }
        }
    }

    private static let schemes = ["https://", "http://", "mailto:"].map { Array($0.utf8) }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "^"),
            UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: true
        }
    }
}
