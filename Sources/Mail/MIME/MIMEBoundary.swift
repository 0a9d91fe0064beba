/// What separates the parts of a multipart body (RFC 2046 §5.1.1).
///
/// It begins with `=_`, which quoted-printable never writes, so it cannot occur in any part, whatever a
/// recipient's name may be.
package struct MIMEBoundary: Hashable, Sendable, CustomStringConvertible {
    /// Without the leading hyphens.
    package let description: String

    /// - Parameter token: letters, digits, `.`, `_`, `-`; the same one gives the same bytes again.
    package init(token: String) throws(HeaderError) {
        let isFit = token.utf8.allSatisfy { Byte.isLetterOrDigit($0) || "._-".utf8.contains($0) }
        guard isFit, (1...60).contains(token.utf8.count) else {
            throw HeaderError(field: "A part boundary", value: token, problem: .malformedIdentifier)
        }
        description = "=_\(token)"
    }
}
