import Mail

/// Why a message was not signed.
package enum DKIMError: Error, Hashable, Sendable, CustomStringConvertible {
    /// RFC 6376 §5.4: From must be signed.
    case noFrom
    /// A line behind this field (nil: the first line) is neither a field nor the continuation of one.
    case malformedHeader(after: String?)
    /// CR or LF alone, at this byte. A server on the way would mend it and so break the signature.
    case bareLineBreak(offset: Int)
    case crypto(CryptoFailure)

    static func wrapping<Value>(_ body: () throws(CryptoFailure) -> Value) throws(DKIMError) -> Value {
        do { return try body() } catch { throw .crypto(error) }
    }

    package var description: String {
        switch self {
        case .noFrom:
            "Cannot sign the message: it has no From field. This is a mistake in the program: please report it."
        case .malformedHeader(let field):
            "Cannot sign the message: its header has a line that is no header field, "
                + (field.map { "behind '\($0)'" } ?? "the first") + ". Check the values that go into it."
        case .bareLineBreak(let offset):
            "Cannot sign the message: a line break at byte \(offset) is not CRLF. Check the text that goes into it."
        case .crypto(let failure):
            "Cannot sign the message: \(failure)"
        }
    }
}
