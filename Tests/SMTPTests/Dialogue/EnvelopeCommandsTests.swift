import Mail
import Testing

@testable import SMTP

@Suite struct EnvelopeCommandsTests {
    private func commands(
        for message: OutgoingMessage, notices: DeliveryNotices = .unspecified,
        _ change: (inout ServerCapabilities) -> Void = { _ in }
    ) throws -> String {
        var capabilities = ServerCapabilities()
        change(&capabilities)
        let commands = try EnvelopeCommands(
            for: message, try MessageBody(message), offered: capabilities, notices: notices)
        return String(decoding: commands.mail + commands.rcpt, as: UTF8.self)
    }

    private func text(to recipient: String, _ change: (inout ServerCapabilities) -> Void = { _ in }) throws -> String {
        try commands(for: try message(1, to: recipient, body: "ab\r\n"), change)
    }

    @Test func withoutAnOfferThereAreNoParameters() throws {
        #expect(
            try text(to: "ann@example.net") == "MAIL FROM:<b.1@bounce.example.org>\r\nRCPT TO:<ann@example.net>\r\n")
        let plain = try commands(for: try message(1, to: "ann@example.net"), notices: .failureAndDelay)
        #expect(plain == "MAIL FROM:<b.1@bounce.example.org>\r\nRCPT TO:<ann@example.net>\r\n")
    }

    @Test func theNullSenderIsEmpty() throws {
        let envelope = Envelope(sender: nil, recipient: try address("ann@example.net"))
        let message = OutgoingMessage(delivery: DeliveryID(rawValue: 1), envelope: envelope, bytes: [])
        #expect(try commands(for: message).hasPrefix("MAIL FROM:<>\r\n"))
    }

    /// Octets sent after the 354, without the dots that the wire adds (RFC 1870 §5).
    @Test(arguments: [("ab\r\n", 4), ("ab", 4), ("", 0), (".", 3), (".\r\n.\r\n", 6), ("a\r\n.b", 7)])
    func theSizeIsWhatGoesOnTheWireWithoutItsAddedDots(_ body: String, _ size: Int) throws {
        let message = try message(1, body: body)
        #expect(try commands(for: message) { $0.hasSize = true }.contains(" SIZE=\(size)\r\n"))
        #expect(throws: Never.self) { try commands(for: message) { $0.sizeLimit = size } }
        #expect(throws: Unsendable.tooLarge(bytes: size, limit: size - 1)) {
            try commands(for: message) { $0.sizeLimit = size - 1 }
        }
        var wire = OutputBuffer()
        let sent = try MessageBody(message)
        sent.append(to: &wire)
        #expect(wire.end - sent.leadingDots.count == size)
    }

    @Test func sizeIsAnnouncedIfOffered() throws {
        #expect(try text(to: "ann@example.net") { $0.hasSize = true }.contains(".org> SIZE=4\r\n"))
    }

    @Test func aMessageAboveTheLimitIsNotSent() {
        let error = #expect(throws: Unsendable.tooLarge(bytes: 4, limit: 3)) {
            try text(to: "ann@example.net") { $0.sizeLimit = 3 }
        }
        #expect(error?.description == "The message has 4 bytes, and the relay takes at most 3.")
        #expect(throws: Never.self) { try text(to: "ann@example.net") { $0.sizeLimit = 4 } }
    }

    @Test(arguments: [
        ("ann@bücher.example", "ann@xn--bcher-kva.example"), ("ann@mail.例え.example", "ann@mail.xn--r8jz45g.example"),
    ])
    func aDomainBeyondASCIIIsWrittenInALabels(_ address: String, _ ascii: String) throws {
        #expect(try text(to: address).hasSuffix("RCPT TO:<\(ascii)>\r\n"))
    }
}

/// Addresses and messages beyond ASCII: what the server must have offered, and what it is told.
@Suite struct EightBitCommandsTests {
    static let localPart = "jürgen@bücher.example"
    static let plain = "ann@example.net"

    struct Case: Sendable, CustomTestStringConvertible {
        let recipient: String
        let body: String
        /// The server offers SMTPUTF8, 8BITMIME.
        let offers: (utf8: Bool, eightBit: Bool)
        /// The parameters of MAIL; nil if the message cannot go.
        let parameters: String?
        var testDescription: String { "\(recipient), \(body.debugDescription), \(offers)" }
    }

    static let utf8To = "To: jürgen@xn--bcher-kva.example\r\n\r\nab\r\n"
    static let eightBitBody = "To: ann@example.net\r\n\r\nüb\r\n"
    static let cases = [
        Case(recipient: plain, body: eightBitBody, offers: (false, true), parameters: " BODY=8BITMIME"),
        Case(recipient: plain, body: eightBitBody, offers: (true, true), parameters: " BODY=8BITMIME"),
        Case(recipient: plain, body: eightBitBody, offers: (false, false), parameters: nil),
        Case(recipient: plain, body: "a: b\r\n\r\nab\r\n", offers: (true, true), parameters: ""),
        Case(recipient: localPart, body: utf8To, offers: (true, true), parameters: " BODY=8BITMIME SMTPUTF8"),
        Case(recipient: localPart, body: utf8To, offers: (false, true), parameters: nil),
        Case(recipient: localPart, body: utf8To, offers: (true, false), parameters: nil),
        Case(recipient: localPart, body: "a: b\r\n\r\nab\r\n", offers: (true, false), parameters: " SMTPUTF8"),
        Case(recipient: plain, body: utf8To, offers: (true, true), parameters: " BODY=8BITMIME SMTPUTF8"),
        Case(recipient: plain, body: utf8To, offers: (false, true), parameters: nil),
        Case(recipient: plain, body: "To: ü", offers: (true, true), parameters: " BODY=8BITMIME SMTPUTF8"),
    ]

    @Test(arguments: cases)
    func onlyWhatWasOfferedIsUsedAndOnlyWhereItIsNeeded(_ given: Case) throws {
        var offered = ServerCapabilities()
        offered.hasSMTPUTF8 = given.offers.utf8
        offered.has8BitMIME = given.offers.eightBit
        let message = try message(1, to: given.recipient, body: given.body)
        let body = try MessageBody(message)
        guard let parameters = given.parameters else {
            #expect(throws: Unsendable.self) { try EnvelopeCommands(for: message, body, offered: offered) }
            return
        }
        let commands = try EnvelopeCommands(for: message, body, offered: offered)
        #expect(String(decoding: commands.mail, as: UTF8.self) == "MAIL FROM:<b.1@bounce.example.org>\(parameters)\r\n")
        #expect(
            String(decoding: commands.rcpt, as: UTF8.self) == "RCPT TO:<\(message.envelope.recipient.wireForm)>\r\n")
    }

    @Test func theSentenceSaysWhoseAddressItIsAndWhatIsMissing() throws {
        let message = try message(1, to: "jürgen@example.net")
        let error = #expect(throws: Unsendable.self) {
            try EnvelopeCommands(for: message, try MessageBody(message), offered: ServerCapabilities())
        }
        #expect(
            error?.description
                == "jürgen@example.net has letters beyond ASCII before the @, and the relay does not offer SMTPUTF8.")
    }
}

@Suite struct DeliveryNoticesTests {
    private func parameters(
        to recipient: String, id: String?, _ notices: DeliveryNotices, utf8: Bool = false
    ) throws -> [String] {
        var offered = ServerCapabilities()
        offered.hasDSN = true
        offered.hasSMTPUTF8 = utf8
        let envelope = Envelope(sender: try address("b@example.org"), recipient: try address(recipient), id: id)
        let message = OutgoingMessage(delivery: DeliveryID(rawValue: 1), envelope: envelope, bytes: [])
        let commands = try EnvelopeCommands(for: message, try MessageBody(message), offered: offered, notices: notices)
        return [commands.mail, commands.rcpt].map { line in
            let text = String(decoding: line.dropLast(2), as: UTF8.self)
            return String(text[text.index(after: text.firstIndex(of: ">") ?? text.startIndex)...])
        }
    }

    @Test func failuresOnlyAndOnlyTheHeaderBack() throws {
        #expect(
            try parameters(to: "ann@example.net", id: "hhh3pjfhcvut", .failure)
                == [" RET=HDRS ENVID=hhh3pjfhcvut", " NOTIFY=FAILURE ORCPT=rfc822;ann@example.net"])
    }

    @Test func delaysToo() throws {
        #expect(
            try parameters(to: "ann@example.net", id: nil, .failureAndDelay)
                == [" RET=HDRS", " NOTIFY=FAILURE,DELAY ORCPT=rfc822;ann@example.net"])
    }

    @Test func nothingIsAskedUnlessConfigured() throws {
        #expect(try parameters(to: "ann@example.net", id: "x", .unspecified) == ["", ""])
    }

    /// RFC 3461 §4, RFC 6533 §3.
    @Test(arguments: [
        ("a+b=c@example.net", "rfc822;a+2Bb+3Dc@example.net"),
        ("ann@bücher.example", "rfc822;ann@xn--bcher-kva.example"),
        ("jür+gen@bücher.example", "utf-8;j\\x{FC}r\\x{2B}gen@b\\x{FC}cher.example"),
        ("例え@example.net", "utf-8;\\x{4F8B}\\x{3048}@example.net"),
    ])
    func theOriginalRecipientIsEncoded(_ recipient: String, _ encoded: String) throws {
        let parameters = try parameters(to: recipient, id: nil, .failure, utf8: true)
        #expect(parameters[1] == " NOTIFY=FAILURE ORCPT=\(encoded)")
    }

    /// Whatever an id holds, it stays one parameter of one line.
    @Test(arguments: [
        ("a b", "a+20b"), ("a\r\nRCPT TO:<x@y.z>", "a+0D+0ARCPT+20TO:<x@y.z>"), ("é=+", "+C3+A9+3D+2B"),
    ])
    func anIdIsEncoded(_ id: String, _ encoded: String) throws {
        #expect(try parameters(to: "ann@example.net", id: id, .failure)[0] == " RET=HDRS ENVID=\(encoded)")
    }
}
