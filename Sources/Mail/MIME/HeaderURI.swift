/// An http, https or mailto URL that can stand between angle brackets in a header field (RFC 2369 §2).
///
/// It has only visible ASCII and none of `<`, `>`, `"`, `\`, `^`, backtick, `{`, `|`, `}`, so it can be
/// put into a header or an HTML attribute without a way out of it.
package struct HeaderURI: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ text: String) throws(HeaderError) {
        let start = text.prefix(8).lowercased()
        let hasScheme = ["https://", "http://", "mailto:"].contains { scheme in
            start.hasPrefix(scheme) && text.utf8.count > scheme.utf8.count
        }
        guard hasScheme, text.isVisibleASCII, text.utf8.allSatisfy(Self.isAllowed) else {
            throw HeaderError(field: "A link", value: text, problem: .malformedURI)
        }
        guard text.utf8.count <= 900 else { throw HeaderError(field: "A link", value: text, problem: .tooLong) }
        self.description = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "^"),
            UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: true
        }
    }
}
