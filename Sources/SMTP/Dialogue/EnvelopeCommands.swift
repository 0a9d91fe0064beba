import Mail

/// `MAIL FROM` and `RCPT TO` for one message, ready for the wire, with no parameter that was not offered.
///
///     MAIL FROM:<b.17@bounce.example.org> SIZE=30417
///     RCPT TO:<ann@example.net>
struct EnvelopeCommands {
    let mail: [UInt8]
    let rcpt: [UInt8]

    init(for message: OutgoingMessage, offered capabilities: ServerCapabilities) throws(Unsendable) {
        if let limit = capabilities.sizeLimit, message.bytes.count > limit {
            throw .tooLarge(bytes: message.bytes.count, limit: limit)
        }
        let recipient = try Self.path(message.envelope.recipient, offered: capabilities)
        let sender = try message.envelope.sender.map { address throws(Unsendable) in
            try Self.path(address, offered: capabilities)
        }
        var mail = "MAIL FROM:<\(sender?.text ?? "")>"
        if capabilities.hasSize { mail += " SIZE=\(message.bytes.count)" }
        if recipient.needsUTF8 || sender?.needsUTF8 == true { mail += " SMTPUTF8" }
        self.mail = Array("\(mail)\r\n".utf8)
        rcpt = Array("RCPT TO:<\(recipient.text)>\r\n".utf8)
    }

    private static func path(
        _ address: EmailAddress, offered capabilities: ServerCapabilities
    ) throws(Unsendable) -> (text: String, needsUTF8: Bool) {
        // Addresses are checked where they are made; here it is checked again because a line break
        // that came this far would be a command of its own.
        let text = address.description
        if text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == 0x3C || $0 == 0x3E }) {
            throw .controlCharacter(address)
        }
        if address.isASCII { return (text, false) }
        let needsUTF8 = address.localPart.utf8.contains { $0 >= 0x80 }
        if needsUTF8, !capabilities.hasSMTPUTF8 { throw .needsSMTPUTF8(address) }
        guard let domain = InternationalDomain.ascii(address.domain) else { throw .noASCIIDomain(address) }
        return ("\(address.localPart)@\(domain)", needsUTF8)
    }
}
