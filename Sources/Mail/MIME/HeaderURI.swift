/// An http, https or mailto URL that can stand between angle brackets in a header field (RFC 2369 §2).
///
/// It has only visible ASCII and none of `<`, `>`, `"`, `\`, `^`, backtick, `{`, `|`, `}`, so it can be
/// put into a header or an HTML attribute without a way out of it.
package struct HeaderURI: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ text: String) throws(HeaderError) {
        let lowercased = text.lowercased()
        let hasScheme = ["https://", "http://", "mailto:"].contains { scheme in
            lowercased.hasPrefix(scheme) && text.utf8.count > scheme.utf8.count
        }
        guard hasScheme, text.isVisibleASCII, !text.utf8.contains(where: { "<>\"\\^`{|}".utf8.contains($0) }) else {
            throw HeaderError(field: "A link", value: text, problem: .malformedURI)
        }
        guard text.utf8.count <= 900 else { throw HeaderError(field: "A link", value: text, problem: .tooLong) }
        self.description = text
    }
}
