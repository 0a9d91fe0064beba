/// Who a message is from and for, as the relay is told (RFC 5321 §2.3.1): not the header fields.
package struct Envelope: Hashable, Sendable {
    /// The return address, `MAIL FROM`; nil is the null sender `<>`, used for nothing we send by default.
    package let sender: EmailAddress?
    /// `RCPT TO`: always one, so that each delivery has a reply of its own.
    package let recipient: EmailAddress
    /// An opaque name of the delivery that reports about it come back with (ENVID, RFC 3461 §4.4); visible ASCII.
    package var id: String?

    package init(sender: EmailAddress?, recipient: EmailAddress, id: String? = nil) {
        self.sender = sender
        self.recipient = recipient
        self.id = id
    }
}
