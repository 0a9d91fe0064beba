import Testing

@testable import Bounces

/// What a stranger can send to the bounce address: read within bounds, or named for what it has too much of.
@Suite struct MIMEBoundsTests {
    private static let head = "From: <mailer-daemon@example.com>\nSubject: Returned mail\n"

    @Test(arguments: [
        (
            "To: " + String(repeating: "a@example.org, ", count: 40_000) + "\n\nx",
            "a header field of more than 32768 bytes"
        ),
        ("To: " + String(repeating: "a@b,", count: 2_000) + "\n\nx", "more than 1000 addresses in a field"),
        ("To: " + String(repeating: "g:", count: 80_000) + "\n\nx", "a header field of more than 32768 bytes"),
        ("To: " + String(repeating: "g:", count: 200) + "\n\nx", "more than 50 groups in a field"),
        ("to \t: " + String(repeating: "\n g:", count: 200) + "\n\nx", "more than 50 groups in a field"),
        ("X: " + String(repeating: "y", count: 40_000) + "\n\nx", "a header field of more than 32768 bytes"),
        (String(repeating: "a: b\n", count: 3_000) + "\nx", "more than 2000 header fields"),
        (
            "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\n\nx\n", count: 3_000),
            "more than 2000 parts"
        ),
        (
            "Content-Type: message/rfc822\n\nTo: " + String(repeating: "g:", count: 200) + "\n\nx",
            "more than 50 groups in a field"
        ),
        (
            (0..<300).map { "Content-Type: multipart /mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined(),
            "more than 200 parts in parts"
        ),
    ]) func whatIsBeyondBoundsIsUnreadable(rest: String, why: String) {
        let report = BounceParser.parse(Array((Self.head + rest).utf8))
        #expect(report.rule == "unreadable: \(why)")
        #expect(report.kind == .unreadable && report.bounceClass == nil && report.recipients.isEmpty)
    }

    @Test func itsReturnAddressStillCounts() {
        let raw =
            Self.head + "Delivered-To: b.aebg.pfcb@bounce.example.org\n" + String(repeating: "a: b\n", count: 3_000)
        let report = BounceParser.parse(Array((raw + "\nx").utf8))
        #expect(report.rule.hasPrefix("unreadable: "))
        #expect(report.returnAddresses.first == "b.aebg.pfcb@bounce.example.org")
    }

    @Test func whatHonestMailHasIsReadable() {
        let long = (0..<200).map { "reader\($0)@example.org" }.joined(separator: ",\n ")
        let references = (0..<300).map { "<\($0).aaaaaaaaaaaaaaaaaaaaaaaaa@example.org>" }.joined(separator: "\n ")
        let raw = Self.head + "To: \(long)\nReferences: \(references)\n\nTo: be or not to be: \(long)\n"
        #expect(MIMEBounds.excess(in: Array(raw.utf8)) == nil)
        #expect(MIMEBounds.excess(in: Array(Samples.unknownUser.utf8)) == nil)
    }
}
