import Foundation
import Testing

/// Returned mail, from the envelope that was really used back to the reader.
@Suite struct BounceTests {
    private func sentWorkspace(
        faults: [String] = []
    ) throws -> (work: Workspace, returnAddresses: [String: String]) {
        let work = try Workspace()
        try work.startSandbox(faults.flatMap { ["--fault", $0] })
        try work.importReaders(3)
        try work.write("issue.md", "# Title\n\nText.\n")
        let sent = try work.mailer("send", "issue.md", "--yes")
        try #require(sent.status == (faults.isEmpty ? 0 : 75), "\(sent)")
        var addresses: [String: String] = [:]
        for line in try work.read("outbox/envelopes.jsonl").split(separator: "\n") {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let recipient = try #require((object["rcpt_to"] as? [String])?.first)
            addresses[recipient] = object["mail_from"] as? String
        }
        return (work, addresses)
    }

    private func notification(
        to address: String, about reader: String, status: String, action: String = "failed"
    ) -> [UInt8] {
        Array(
            """
            Return-Path: <>
            From: MAILER-DAEMON@mx.example.net
            To: \(address)
            Subject: Undelivered Mail Returned to Sender
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: text/plain

            Your message could not be delivered.

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.net

            Final-Recipient: rfc822; \(reader)
            Action: \(action)
            Status: \(status)
            Diagnostic-Code: smtp; 550 \(status) <\(reader)>: Recipient address rejected: User unknown

            --b--
            """.utf8)
    }

    @Test func aHardBounceSuppressesItsReader() throws {
        let (work, addresses) = try sentWorkspace()
        let address = try #require(addresses["reader2@example.org"])
        #expect(address.hasSuffix("@bounce.example.org"))
        let raw = notification(to: address, about: "reader2@example.org", status: "5.1.1")

        let parsed = try work.mailer("bounces", "parse", "-", input: raw)
        let line = try #require(try JSONSerialization.jsonObject(with: Data(parsed.output.utf8)) as? [String: Any])
        #expect(line["kind"] as? String == "bounce")
        let recipient = try #require((line["recipients"] as? [[String: Any]])?.first)
        #expect(recipient["address"] as? String == "reader2@example.org")
        #expect(recipient["status"] as? String == "5.1.1")
        #expect(recipient["class"] as? String == "hard")
        #expect(recipient["action"] as? String == "failed")

        let ingested = try work.mailer("bounces", "ingest", "-", input: raw)
        #expect(ingested.status == 0, "\(ingested)")
        #expect(ingested.output.contains("suppressed (hard_bounce)"), "\(ingested)")
        #expect(try work.mailer("subscribers", "show", "reader2@example.org").output.contains("hard_bounce"))
        #expect(try work.mailer("trace", "reader2@example.org").output.contains("bounce"))
    }

    @Test func aForgedReturnAddressChangesNobody() throws {
        let (work, addresses) = try sentWorkspace()
        let forged = try #require(addresses["reader2@example.org"]).replacing("@", with: "x@")
        let raw = notification(to: forged, about: "reader2@example.org", status: "5.1.1")
        let ingested = try work.mailer("bounces", "ingest", "-", input: raw)
        #expect(ingested.status == 0, "\(ingested)")
        #expect(ingested.output.contains("no verified return address"), "\(ingested)")
        #expect(!(try work.mailer("subscribers", "show", "reader2@example.org").output.contains("hard_bounce")))
    }

    /// The signed address decides whom it is about, not what the body claims.
    @Test func theReturnAddressBeatsTheBody() throws {
        let (work, addresses) = try sentWorkspace()
        let address = try #require(addresses["reader1@example.org"]).uppercased()
        let raw = notification(to: address, about: "reader3@example.org", status: "5.1.1")
        #expect(try work.mailer("bounces", "ingest", "-", input: raw).status == 0)
        #expect(try work.mailer("subscribers", "show", "reader1@example.org").output.contains("hard_bounce"))
        #expect(!(try work.mailer("subscribers", "show", "reader3@example.org").output.contains("hard_bounce")))
    }

    @Test func aFullMailboxIsCountedNotSuppressed() throws {
        let (work, addresses) = try sentWorkspace()
        let address = try #require(addresses["reader1@example.org"])
        let raw = notification(to: address, about: "reader1@example.org", status: "4.2.2")
        let ingested = try work.mailer("bounces", "ingest", "-", input: raw)
        #expect(ingested.output.contains("counted 1 of 5"), "\(ingested)")
    }

    /// From a server's words about a message whose answer was lost to the state of its delivery.
    @Test(arguments: [
        ("failed", "5.1.1", "failed"), ("delivered", "2.0.0", "sent"), ("relayed", "2.0.0", "sent"),
        ("delayed", "4.4.1", "sent"),
    ])
    func returnedMailSettlesWhatIsUnknown(_ action: String, _ status: String, _ state: String) throws {
        let (work, addresses) = try sentWorkspace(faults: ["dot=drop-after @to:reader2@*"])
        #expect(try work.status("issue")["unknown"] as? Int == 1)
        let address = try #require(addresses["reader2@example.org"])
        let raw = notification(to: address, about: "reader2@example.org", status: status, action: action)
        let ingested = try work.mailer("bounces", "ingest", "-", input: raw)
        #expect(ingested.output.contains("the delivery was unknown and is \(state) now"), "\(ingested)")
        let counts = try work.status("issue")
        #expect(counts["unknown"] as? Int == 0)
        #expect(counts[state] as? Int == (state == "sent" ? 3 : 1))
        #expect(try work.mailer("unknown").errors.contains("No message is unknown."))
        #expect(try work.read("delivery.log").contains("settled=\(state)"))
    }
}
