import Mail
import Testing

@testable import Bounces

@Suite struct MIMEReaderTests {
    @Test func aReportIsReadIntoItsParts() throws {
        let message = Samples.message(Samples.unknownUser)
        #expect(message.type == "multipart/report")
        #expect(message.reportType == "delivery-status")
        #expect(message.fields.first("subject") == "Undelivered Mail Returned to Sender")
        #expect(message.ownLeaves.map(\.type) == ["text/plain", "message/delivery-status"])
        #expect(try #require(message.enclosedMessage).fields.first("message-id") == "<one@example.org>")
    }

    @Test func encodingsAndCharsetsAreUndone() {
        let message = Samples.message(
            "Subject: =?iso-8859-1?Q?Caf=E9?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n"
                + "Content-Transfer-Encoding: quoted-printable\n\nna=EFve=\n text\n")
        #expect(message.fields.first("subject") == "Café")
        #expect(message.text.trimmed == "naïve text")
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func anyLineEndWillDo(end: String) {
        let message = MIMEReader.read(Array(Samples.unknownUser.replacing("\n", with: end).utf8))
        #expect(message.ownLeaves.map(\.type) == ["text/plain", "message/delivery-status"])
    }

    @Test(arguments: ["\n \t\n\n", "From mailer-daemon Mon Dec 18 09:30:00 2017\n", "\n>From x\n"])
    func whatStandsBeforeTheHeaderIsSkipped(prefix: String) {
        #expect(Samples.message(prefix + Samples.unknownUser).reportType == "delivery-status")
    }

    @Test func aBoundaryThatNeverComesLeavesTheRawText() {
        let message = Samples.message(Samples.unknownUser.replacing("boundary=\"=_1\"", with: "boundary=\"other\""))
        #expect(message.text.contains("Final-Recipient: rfc822; reader@example.com"))
    }

    @Test func aCutMessageIsReadAsFarAsItGoes() throws {
        let text = Samples.unknownUser
        let cut = try #require(text.firstRange(of: "Diagnostic-Code"))
        #expect(
            Samples.parse(String(text[..<cut.lowerBound])).recipients.map(\.address.description) == [
                "reader@example.com"
            ])
    }

    @Test func tenThousandNestedMessagesAreNotDescended() {
        let nested = String(repeating: "Content-Type: message/rfc822\r\n\r\n", count: 10_000)
        #expect(MIMEReader.read(Array(nested.utf8)).children.isEmpty)
        let multiparts = (0..<10_000).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }
            .joined()
        #expect(MIMEReader.read(Array(multiparts.utf8)).children.isEmpty)
    }

    @Test func aHugeMessageIsCutToItsLimits() {
        let body = String(repeating: "user unknown <reader@example.com>: \r\n", count: 600_000)
        let message = MIMEReader.read(Array("Subject: x\r\n\r\n\(body)".utf8))
        #expect(message.text.utf8.count <= MIMEReader.textLimit)
        #expect(RawMessage.normalised(Array(body.utf8)).count == MIMEReader.byteLimit)
    }

    @Test(
        arguments: [[], [0], [0xFF, 0xFE, 0x00], Array(repeating: 0x0A, count: 100), Array("a: b".utf8)] as [[UInt8]])
    func bytesThatAreNoMessageAreReadToo(bytes: [UInt8]) {
        #expect(MIMEReader.read(bytes).enclosedMessage == nil)
    }
}
