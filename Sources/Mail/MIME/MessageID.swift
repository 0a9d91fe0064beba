/// A message's identity, `<left@domain>` (RFC 5322 §3.6.4); it stays the same over retries.
package struct MessageID: Hashable, Sendable, CustomStringConvertible {
    /// With its angle brackets, as in the header field.
    package let description: String
    /// What stands before the `@`.
    package let left: String

    /// - Parameters:
    ///   - left: dot-atom text that is unique within the domain, such as a token.
    ///   - domain: our own domain.
    package init(left: String, domain: String) throws(HeaderError) {
        let text = "<\(left)@\(domain)>"
        guard left.isDotAtom, domain.isDotAtom else {
            throw HeaderError(field: "Message-ID", value: text, problem: .malformedIdentifier)
        }
        guard text.utf8.count <= 250 else { throw HeaderError(field: "Message-ID", value: text, problem: .tooLong) }
        self.description = text
        self.left = left
    }
}

/// A mailing list's identity for readers' filters, `Works on Arm <news.example.org>` (RFC 2919 §3).
package struct ListIdentifier: Hashable, Sendable {
    /// The list's name for people.
    package let title: String?
    /// `namespace.domain`, unchanged for the list's whole life.
    package let identifier: String

    /// - Parameters:
    ///   - name: the list's short name, one or more labels.
    ///   - domain: the domain that owns it; beyond ASCII, it is written in A-labels.
    package init(title: String?, name: String, domain: String) throws(HeaderError) {
        identifier = "\(name).\(InternationalDomain.ascii(domain) ?? domain)"
        self.title = title
        guard identifier.isDotAtom, identifier.utf8.count <= 255 else {
            throw HeaderError(field: "List-Id", value: identifier, problem: .malformedIdentifier)
        }
    }
}
