/// Why a value cannot stand in a header field.
package struct HeaderError: Error, Hashable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        case malformedName
        case controlCharacter
        case empty
        case notASCII
        /// Only a reader's own address may be beyond ASCII before the @.
        case localPartNotASCII
        /// Some part of it cannot be folded and is longer than a line may be (RFC 5322 §2.1.1).
        case tooLong
        case malformedURI
        case malformedIdentifier
    }

    /// The field's name, or what kind of value it is.
    package let field: String
    package let value: String
    package let problem: Problem

    package init(field: String, value: String, problem: Problem) {
        self.field = field
        self.value = value
        self.problem = problem
    }

    package var description: String {
        let shown = value.count > 80 ? value.prefix(80) + "…" : value[...]
        return "\(field.escapingControls) cannot be \"\(String(shown).escapingControls)\": \(reason)"
    }

    private var reason: String {
        switch problem {
        case .malformedName: "a field name has only visible ASCII characters and no colon."
        case .controlCharacter: "it has a control character, such as a line break. Remove it."
        case .empty: "it is empty."
        case .notASCII: "only ASCII can stand there. Write international domains in their xn-- form."
        case .localPartNotASCII:
            "with letters beyond ASCII before the @, few servers would take the mail. Use another address there."
        case .tooLong: "it is longer than a line of a message may be (998 bytes)."
        case .malformedURI: "it is no http, https or mailto URL of visible ASCII characters without <, > and \"."
        case .malformedIdentifier: "it may have only letters, digits, hyphens and single dots in between."
        }
    }
}
