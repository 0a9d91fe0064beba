import Mail
import Testing

@testable import SMTP

@Suite struct EnvelopeCommandsTests {
    private func text(to recipient: String, _ change: (inout ServerCapabilities) -> Void = { _ in }) throws -> String {
        var capabilities = ServerCapabilities()
        change(&capabilities)
        let commands = try EnvelopeCommands(for: try message(1, to: recipient, body: "ab\r\n"), offered: capabilities)
        return String(decoding: commands.mail + commands.rcpt, as: UTF8.self)
    }

    @Test func withoutAnOfferThereAreNoParameters() throws {
        #expect(
            try text(to: "ann@example.net") == "MAIL FROM:<b.1@bounce.example.org>\r\nRCPT TO:<ann@example.net>\r\n")
    }

    @Test func theNullSenderIsEmpty() throws {
        let envelope = Envelope(sender: nil, recipient: try address("ann@example.net"))
        let message = OutgoingMessage(delivery: DeliveryID(rawValue: 1), envelope: envelope, bytes: [])
        let commands = try EnvelopeCommands(for: message, offered: ServerCapabilities())
        #expect(String(decoding: commands.mail, as: UTF8.self) == "MAIL FROM:<>\r\n")
    }

    @Test func sizeIsAnnouncedIfOffered() throws {
        #expect(try text(to: "ann@example.net") { $0.hasSize = true }.contains(".org> SIZE=4\r\n"))
    }

    @Test func aMessageAboveTheLimitIsNotSent() {
        #expect(throws: Unsendable.tooLarge(bytes: 4, limit: 3)) {
            try text(to: "ann@example.net") { $0.sizeLimit = 3 }
        }
    }

    @Test func aLocalPartBeyondASCIINeedsSMTPUTF8() throws {
        let address = try address("jürgen@example.net")
        #expect(throws: Unsendable.needsSMTPUTF8(address)) { try text(to: "jürgen@example.net") }
        let commands = try text(to: "jürgen@example.net") { $0.hasSMTPUTF8 = true }
        #expect(commands.contains("org> SMTPUTF8\r\nRCPT TO:<jürgen@example.net>"))
    }

    @Test(arguments: [
        ("ann@bücher.example", "ann@xn--bcher-kva.example"), ("ann@mail.例え.example", "ann@mail.xn--r8jz45g.example"),
    ])
    func aDomainBeyondASCIIIsWrittenInALabels(_ address: String, _ ascii: String) throws {
        #expect(try text(to: address).hasSuffix("RCPT TO:<\(ascii)>\r\n"))
    }
}
