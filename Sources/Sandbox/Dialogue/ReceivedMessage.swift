/// A message that a client handed over, with all that is known about it.
package struct ReceivedMessage: Hashable, Sendable {
    /// The address in MAIL FROM; empty for the null sender.
    package let mailFrom: String
    /// The accepted recipients, in the order of their commands.
    package let rcptTo: [String]
    /// The message as the client had it: after dot-unstuffing, otherwise untouched.
    package let bytes: [UInt8]
    package let isTLS: Bool
    /// Who authenticated, nil for nobody.
    package let user: String?
    /// The number of the connection, counted from 1.
    package let session: Int
}
