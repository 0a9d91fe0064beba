import Mail

/// `MAIL FROM` and `RCPT TO` for one message, ready for the wire, with no parameter that was not offered.
///
///     MAIL FROM:<b.17@bounce.example.org> SIZE=30417 RET=HDRS ENVID=hhh3pjfhcvut
///     RCPT TO:<ann@example.net> NOTIFY=FAILURE ORCPT=rfc822;ann@example.net
struct EnvelopeCommands {
    let mail: [UInt8]
    let rcpt: [UInt8]

    init(
        for message: OutgoingMessage, _ body: MessageBody, offered: ServerCapabilities,
        notices: DeliveryNotices = .unspecified
    ) throws(Unsendable) {
        if let limit = offered.sizeLimit, body.size > limit {
            throw .tooLarge(bytes: body.size, limit: limit)
        }
        let needsUTF8 = try Self.needsUTF8(message.envelope, body, offered)
        if body.isEightBit, !offered.has8BitMIME { throw .needs8BITMIME }

        var mail = Self.command("MAIL FROM:<")
        if let sender = message.envelope.sender { try Self.append(sender, to: &mail) }
        mail.append(UInt8(ascii: ">"))
        if offered.hasSize { mail.append(contentsOf: " SIZE=\(body.size)".utf8) }
        if body.isEightBit { mail.append(contentsOf: " BODY=8BITMIME".utf8) }
        if needsUTF8 { mail.append(contentsOf: " SMTPUTF8".utf8) }

        var rcpt = Self.command("RCPT TO:<")
        try Self.append(message.envelope.recipient, to: &rcpt)
        rcpt.append(UInt8(ascii: ">"))
        if offered.hasDSN { notices.append(for: message.envelope, toMail: &mail, toRcpt: &rcpt) }

        mail += [Byte.cr, Byte.lf]
        rcpt += [Byte.cr, Byte.lf]
        self.mail = mail
        self.rcpt = rcpt
    }

    private static func command(_ text: StaticString) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Whether the server must read UTF-8, in the envelope or in the header (RFC 6531 §3.4).
    private static func needsUTF8(
        _ envelope: Envelope, _ body: MessageBody, _ offered: ServerCapabilities
    ) throws(Unsendable) -> Bool {
        if let address = envelope.addressNeedingUTF8 {
            guard offered.hasSMTPUTF8 else { throw .needsSMTPUTF8(address) }
            return true
        }
        guard body.hasEightBitHeader else { return false }
        guard offered.hasSMTPUTF8 else { throw .headerNeedsSMTPUTF8 }
        return true
    }

    private static func append(_ address: EmailAddress, to command: inout [UInt8]) throws(Unsendable) {
        let start = command.count
        command.append(contentsOf: address.localPart.utf8)
        command.append(UInt8(ascii: "@"))
        let domain = address.asciiDomain
        command.append(contentsOf: domain.utf8)
        // Addresses are checked where they are made; here it is checked again because a line break
        // that came this far would be a command of its own.
        if command[start...].contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == 0x3C || $0 == 0x3E }) {
            throw .controlCharacter(address)
        }
        if !address.hasASCIIDomain, domain.utf8.contains(where: { $0 >= 0x80 }) { throw .noASCIIDomain(address) }
    }
}

extension Envelope {
    fileprivate var addressNeedingUTF8: EmailAddress? {
        if !recipient.hasASCIILocalPart { return recipient }
        guard let sender, !sender.hasASCIILocalPart else { return nil }
        return sender
    }
}
