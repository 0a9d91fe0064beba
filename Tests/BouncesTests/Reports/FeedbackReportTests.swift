import Mail
import Testing

@testable import Bounces

@Suite struct FeedbackReportTests {
    @Test(arguments: ["abuse", "Abuse", "fraud", "opt-out"]) func complaintsAreComplaints(type: String) {
        let report = Samples.parse(Samples.feedback(type))
        #expect(report.kind == .complaint)
        #expect(report.feedbackType == type.lowercased())
        #expect(report.recipients.map(\.address.description) == ["reader@example.com"])
        #expect(report.bounceClass == .complaint)
        #expect(report.originalMessageID == "two@example.org")
        #expect(report.returnAddresses.contains("b.payload.code@bounce.example.org"))
    }

    @Test(arguments: ["auth-failure", "not-spam", "virus", "other", "dmarc", ""]) func otherReportsMeanNothing(
        type: String
    ) {
        let report = Samples.parse(Samples.feedback(type))
        #expect(report.kind == .otherFeedback)
        #expect(report.bounceClass == nil)
        #expect(report.recipients.isEmpty)
    }

    @Test func fieldsInAPartOfTheWrongTypeAreFound() {
        #expect(Samples.parse(Samples.feedback("abuse", part: "text/plain")).kind == .complaint)
    }

    @Test(arguments: [true, false]) func hotmailsReportsHaveAFieldOnly(isEnclosed: Bool) {
        let returned =
            "X-HmXmrOriginalRecipient: reader@example.com\nReturn-Path: <b.payload.code@bounce.example.org>\n"
            + "From: news@example.org\nSubject: This week\n\nHello\n"
        let wrapped =
            "From: staff@provider.example\nSubject: complaint about message from 192.0.2.1\n"
            + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=j\n\n--j\nContent-Type: message/rfc822\n\n\(returned)\n--j--\n"
        let report = Samples.parse(isEnclosed ? wrapped : returned)
        #expect(report.kind == .complaint)
        #expect(report.recipients.map(\.address.description) == ["reader@example.com"])
        #expect(report.returnAddresses.contains("b.payload.code@bounce.example.org"))
    }
}
