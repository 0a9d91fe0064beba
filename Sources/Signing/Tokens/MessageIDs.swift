import Mail

/// Makes Message-IDs that are the same whenever the same delivery's message is made.
///
///     <hhh3pjfhcvut4idki3aoxd7l7y@example.org>
///
/// The left side is a hash of the mailing's random uid and the delivery's number: it is unique, says
/// nothing about the reader, and a message that is sent again after an unknown outcome carries the
/// same one, so that mail programs show it once.
package struct MessageIDs: Sendable {
    private let domain: String

    /// Throws when `domain` is no domain.
    package init(domain: String) throws(AddressError) {
        self.domain = try EmailAddress("id@\(domain)").asciiDomain
    }

    /// Throws a `CryptoFailure`.
    package func make(mailingUID: String, delivery: DeliveryID) throws -> MessageID {
        try MessageID(left: Self.left(mailingUID: mailingUID, delivery: delivery), domain: domain)
    }

    /// What stands before the `@`, which alone names the delivery; throws a `CryptoFailure`.
    package static func left(mailingUID: String, delivery: DeliveryID) throws -> String {
        let digest = try SHA256.digest(Array("mailer message id 1\0\(mailingUID)\0\(delivery)".utf8))
        return String(decoding: Base32.encode(Array(digest.prefix(16))), as: UTF8.self)
    }
}
