import Foundation
import Mail
import SMTP
import Sending
import Testing

/// Delivery through a real Postfix that asks for STARTTLS and AUTH.
@Suite(.serialized) struct PostfixTests {
    private func settings(_ relay: PostfixRelay) -> RelaySettings {
        var settings = RelaySettings(
            relay: RelayName(host: relay.host, port: relay.port), tls: .required,
            credentials: Credentials(user: relay.user, password: relay.password))
        settings.trust = .file(relay.ca)
        settings.connections = 3
        return settings
    }

    private func run(_ messages: [[UInt8]], over settings: RelaySettings) throws -> RunResult {
        let due = try messages.indices.map { index in
            DueDelivery(
                delivery: DeliveryID(rawValue: Int64(index + 1)), subscriber: SubscriberID(rawValue: 1),
                address: try EmailAddress("reader\(index)@example.org"), name: nil, attributes: [:], attempts: 0)
        }
        let sender = try EmailAddress("news@example.org")
        let run = RunSettings(
            mailing: MailingID(rawValue: 1), owner: LeaseOwner("test:1:1"),
            policy: OutcomePolicy(schedules: RetrySchedules()) { _, _ in .unknown },
            compose: { due, _, _ in
                OutgoingMessage(
                    delivery: due.delivery, envelope: Envelope(sender: sender, recipient: due.address),
                    bytes: messages[Int(due.delivery.rawValue) - 1])
            },
            wallClock: { Timestamp(milliseconds: 1_700_000_000_000) }, random: { 0.5 })
        return try MailingRun(
            settings: run, ledger: MemoryLedger(due), transports: [RelayTransport(settings)]
        ).execute()
    }

    private func message(_ number: Int, body: String) -> [UInt8] {
        Array(
            ("From: news@example.org\r\nTo: reader@example.org\r\nSubject: \(number)\r\n"
                + "Date: Mon, 18 Dec 2017 09:30:00 +0000\r\nMessage-ID: <\(number)@example.org>\r\n\r\n" + body).utf8)
    }

    @Test func messagesArriveByteForByte() throws {
        let relay = try PostfixRelay()
        let bodies = [
            "Hello.\r\n", ".\r\n..\r\n.leading dot\r\n", "\r\n\r\nblank lines around\r\n\r\n", "trailing space \r\n",
            String(repeating: String(repeating: "x", count: 900) + "\r\n", count: 400), "a\tb\r\nFrom here\r\n",
        ]
        let messages = (0..<30).map { message($0, body: bodies[$0 % bodies.count]) }
        let result = try run(messages, over: settings(relay))
        #expect(result.reason == .exhausted)
        #expect(result.sent == 30)
        let arrived = try relay.arrived(30)
        #expect(Set(arrived) == Set(messages))
        #expect(arrived.count == 30)
    }

    @Test func aWrongPasswordSendsNothing() throws {
        let relay = try PostfixRelay()
        var settings = settings(relay)
        settings.credentials = Credentials(user: relay.user, password: "wrong")
        let result = try run([message(1, body: "Hello.\r\n")], over: settings)
        guard case .noRelay(let failure) = result.reason, case .authentication(let reply) = failure.kind else {
            Issue.record("stopped for \(result.reason)")
            return
        }
        #expect(reply?.code == 535)
        #expect(result.sent == 0)
    }

    @Test func aCertificateThatNobodyVouchesForSendsNothing() throws {
        let relay = try PostfixRelay()
        var settings = settings(relay)
        settings.trust = .system
        let result = try run([message(1, body: "Hello.\r\n")], over: settings)
        guard case .noRelay(let failure) = result.reason else {
            Issue.record("stopped for \(result.reason)")
            return
        }
        #expect(failure.kind == .tls)
        #expect(result.sent == 0)
    }

    /// The built binary, with DKIM: what arrives is verified by dkimpy against the record that `keys show` prints.
    @Test func aSignedIssueArrivesAndVerifies() throws {
        let relay = try PostfixRelay()
        let work = try Workspace()
        for (file, flag) in [("rsa.pem", []), ("ed.pem", ["--ed25519"])] {
            let made = try Program.run(
                Program.path,
                [
                    "keys", "make", "--domain", "example.org", "--selector", file.replacing(".pem", with: ""), "--file",
                    file,
                ]
                    + flag, in: work.folder)
            #expect(made.status == 0, "\(made)")
        }
        try work.write("relay.password", relay.password)
        try work.configure(
            """
            relays:
              - url: smtp://\(relay.host):\(relay.port)
                tls: required
                user: \(relay.user)
                password_file: relay.password
                ca_file: \(relay.ca)
            dkim:
              - { domain: example.org, selector: rsa, key_file: rsa.pem }
              - { domain: example.org, selector: ed, key_file: ed.pem }
            """)
        try work.importReaders(3)
        try work.write("issue.md", "# Grüße 😀\n\nHello {{name}}.\n\n. a dot\n\n> quoted\n")
        let sent = try work.mailer("send", "issue.md", "--yes")
        #expect(sent.status == 0, "\(sent)")
        let records = try work.mailer("keys", "show").output
        try work.write("records", records)
        let script = """
            import sys, re, dkim
            records = {}
            for line in open(sys.argv[1]):
                name = line.split(' ', 1)[0]
                records[name] = ''.join(re.findall('"([^"]*)"', line)).encode()
            message = sys.stdin.buffer.read()
            d = dkim.DKIM(message)
            lookup = lambda name, timeout=5: records.get(name.decode())
            print([d.verify(idx=i, dnsfunc=lookup) for i in (0, 1)])
            try:
                print(dkim.DKIM(message.replace(b'Hello', b'Hallo')).verify(dnsfunc=lookup))
            except dkim.ValidationError as error:
                print(error)
            """
        let arrived = try relay.arrived(3)
        #expect(arrived.count == 3)
        for message in arrived {
            let verdict = try Python.run(script, [work.path("records")], input: message)
            #expect(verdict.output.hasPrefix("[True, True]\nbody hash mismatch"), "\(verdict)")
        }
    }
}
