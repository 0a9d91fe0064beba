import Mail
import Testing

@testable import Bounces

@Suite struct DeliveryStatusTests {
    @Test func aStandardReportIsRead() throws {
        let report = Samples.parse(Samples.unknownUser)
        let recipient = try #require(report.recipients.first)
        #expect(report.kind == .bounce)
        #expect(report.recipients.count == 1)
        #expect(recipient.address.description == "reader@example.com")
        #expect(recipient.status == EnhancedStatusCode(5, 1, 1))
        #expect(recipient.bounceClass == .hard)
        #expect(recipient.action == .failed)
        #expect(recipient.diagnostic.hasPrefix("550 5.1.1 <reader@example.com>: Recipient address rejected"))
        #expect(recipient.rule == "DSN: unknown user")
        #expect(report.bounceClass == .hard)
        #expect(report.originalMessageID == "one@example.org")
        #expect(report.returnAddresses.first == "b.payload.code@bounce.example.org")
    }

    @Test(arguments: ["delivered", "Relayed", "expanded (to 3 members)"])
    func aReportOfSuccessIsNoBounce(_ action: String) {
        let report = Samples.parse(Samples.unknownUser.replacing("Action: failed", with: "Action: \(action)"))
        #expect(report.kind == .success)
        #expect(report.recipients.isEmpty)
        #expect(report.bounceClass == nil)
        #expect(report.rule == "DSN: \(action.lowercased().prefix { $0.isLetter })")
        #expect(report.returnAddresses.first == "b.payload.code@bounce.example.org")
    }

    @Test func successForOneAndFailureForAnotherIsABounce() {
        let fields = "Final-Recipient: rfc822; b@example.com\nAction: delivered\nStatus: 2.0.0\n\nFinal-Recipient:"
        let report = Samples.parse(Samples.unknownUser.replacing("Final-Recipient:", with: fields))
        #expect(report.kind == .bounce)
        #expect(report.recipients.map(\.address.description) == ["reader@example.com"])
    }

    struct Row: Sendable {
        let fields: String
        let expected: [String]
    }

    static let rows: [Row] = [
        Row(
            fields: "Original-Recipient: rfc822;reader@example.com\nFinal-Recipient: rfc822; r@mx.example.com\n"
                + "Action: failed\nStatus: 5.2.2 (mailbox full)",
            expected: ["reader@example.com 5.2.2 full failed"]),
        Row(
            fields: "Action: DELAYED\nStatus: 4.4.1\nFinal-Recipient: rfc822; reader@example.com\n"
                + "Diagnostic-Code: smtp; connect to mx: Connection timed out",
            expected: ["reader@example.com 4.4.1 delayed delayed"]),
        Row(
            fields: "Final-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.1.1\n\n"
                + "Final-Recipient: rfc822; b@example.com\nAction: failed\nStatus: 5.7.1\n"
                + "Diagnostic-Code: smtp; 554 5.7.1 blocked using zen.spamhaus.org",
            expected: ["a@example.com 5.1.1 hard failed", "b@example.com 5.7.1 reputation failed"]),
        // The same address twice is one recipient.
        Row(
            fields:
                "Final-Recipient: rfc822; a@example.com\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; A@example.com\nStatus: 5.1.1",
            expected: ["a@example.com 5.1.1 hard failed"]),
        // No blank line between two recipients; blank lines inside of one.
        Row(
            fields:
                "Final-Recipient: rfc822; a@example.com\nStatus: 5.1.1\nFinal-Recipient: rfc822; b@example.com\nStatus: 5.2.2",
            expected: ["a@example.com 5.1.1 hard failed", "b@example.com 5.2.2 full failed"]),
        Row(
            fields: "Final-Recipient: rfc822; a@example.com\n\nAction: failed\nStatus: 5.1.1",
            expected: ["a@example.com 5.1.1 hard failed"]),
        // No type, no status, a status that the diagnostic knows better.
        Row(
            fields: "Final-Recipient: reader@example.com\nAction: failed\nDiagnostic-Code: 550 no such user",
            expected: ["reader@example.com - hard failed"]),
        Row(
            fields: "Final-Recipient: rfc822; reader@example.com\nAction: failed\nStatus: 5.0.0\n"
                + "Diagnostic-Code: smtp; 550 5.7.1 content filter rejection",
            expected: ["reader@example.com 5.7.1 content failed"]),
        Row(
            fields: "Final-Recipient: rfc822; reader@example.com\nAction: failed\nStatus: nonsense",
            expected: ["reader@example.com - unknown failed"]),
        // A transient refusal that a reporter gave up on.
        Row(
            fields: "Final-Recipient: rfc822; reader@example.com\nAction: failed\nStatus: 4.4.7",
            expected: ["reader@example.com 4.4.7 expired failed"]),
    ]

    @Test(arguments: rows.indices) func fieldsOfAllKindsAreRead(index: Int) {
        let row = Self.rows[index]
        let found = Samples.parse(Samples.report(row.fields)).recipients.map {
            "\($0.address) \($0.status?.description ?? "-") \($0.bounceClass.rawValue) \($0.action.rawValue)"
        }
        #expect(found == row.expected)
    }

    @Test(arguments: ["delivered", "relayed", "expanded (to multi-recipient alias)"]) func successIsNoBounce(
        action: String
    ) {
        let report = Samples.message(
            Samples.report("Final-Recipient: rfc822; reader@example.com\nAction: \(action)\nStatus: 2.1.5"))
        #expect(DeliveryStatus.read(report, notice: Notice(report)) == nil)
    }

    @Test func theTextHelpsWhereTheFieldsSayNothing() {
        let report = Samples.parse(
            Samples.report(
                "Final-Recipient: rfc822; reader@example.com\nAction: failed\nStatus: 5.0.0",
                text: "reader@example.com: 550 5.1.1 User unknown\n\nother@example.com: mailbox full"))
        #expect(report.recipients.first?.bounceClass == .hard)
        #expect(report.recipients.first?.rule == "DSN and its text: unknown user")
    }

    @Test func fieldsInTheTextForPeopleCount() {
        let report = Samples.parse(
            Samples.notice(
                "Technical report:\n\nReporting-MTA: dns; mx.example.net\n\nAction: failed\n"
                    + "Final-Recipient: rfc822; reader@example.com\nStatus: 5.1.1"))
        #expect(report.recipients.map(\.address.description) == ["reader@example.com"])
        #expect(report.bounceClass == .hard)
    }

    @Test func aReportThatAScannerWrappedIsStillOne() {
        let outer =
            "From: postmaster@scanner.example\nSubject: Scanned\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
        #expect(Samples.parse(outer + Samples.unknownUser).recipients.count == 1)
    }

    @Test func aReportThatAPersonForwardsIsNot() {
        let outer = "From: ann@example.com\nSubject: Fwd: look\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
        #expect(Samples.parse(outer + Samples.unknownUser).kind == .other)
    }

    @Test func whatIsReturnedIsNotReadAsTheReport() {
        let report = Samples.parse(
            Samples.report("Final-Recipient: rfc822; reader@example.com\nAction: failed\nStatus: 5.7.26"))
        #expect(report.bounceClass == .auth)
        #expect(report.recipients.count == 1)
    }

    @Test func aThousandRecipientsAreCut() {
        let fields = (0..<1_000).map { "Final-Recipient: rfc822; r\($0)@example.com\nStatus: 5.1.1" }.joined(
            separator: "\n\n")
        #expect(Samples.parse(Samples.report(fields)).recipients.count == 100)
    }
}
