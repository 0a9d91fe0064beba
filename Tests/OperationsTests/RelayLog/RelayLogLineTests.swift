import Mail
import Testing

@testable import Operations

@Suite struct RelayLogLineTests {
    private func parsed(_ text: String) -> RelayLogLine? { RelayLogLine(Array(text.utf8)[...]) }

    @Test(arguments: [
        ("Nov 23 04:51:08 relay postfix/cleanup[12743]: 8DA81F7A12E: message-id=<a@b>", "relay postfix/cleanup[12743]"),
        (
            "Nov  3 04:51:08 relay postfix-out/cleanup[1]: 4jXtn807Gxz2NKN9: message-id=<a@b>",
            "relay postfix-out/cleanup[1]"
        ),
        (
            "2026-11-23T04:51:08+01:00 mx1 postfix/plain/cleanup[7]: 8DA81F7A12E: message-id=<a@b>",
            "mx1 postfix/plain/cleanup[7]"
        ),
        ("Mon 2026-11-23 04:51:08 UTC mx1 postfix/cleanup[7]: 8DA81F7A12E: message-id=<a@b>", "mx1 postfix/cleanup[7]"),
        ("postfix/cleanup[7]: 8DA81F7A12E: message-id=<a@b>", nil),
    ])
    func aLineIsCutIntoItsParts(_ text: String, _ process: String?) {
        let line = parsed(text)
        #expect(line.map { String(decoding: $0.process, as: UTF8.self) } == process)
        guard let line else { return }
        #expect(line.daemon.elementsEqual("cleanup".utf8))
        #expect([11, 16].contains(line.queueID.count))
        #expect(RelayLogEvent(line) == .messageID("a@b"))
    }

    @Test(arguments: [
        "", "[", "[1]: ", "Nov 23 04:51:08 relay sshd[99]: Accepted publickey", "-- Boot 4f2 --",
        "Nov 23 relay postfix[1]: x",
        "Nov 23 04:51:08 relay dovecot: imap-login[3]: x/y", "Nov 23 04:51:08 relay postfix/smtpd[12x]: connect",
        "Nov 23 04:51:08 relay postfix/smtpd[12]", "Nov 23 04:51:08 relay a/b c[12]: text",
    ])
    func otherLinesAreNone(_ text: String) { #expect(parsed(text) == nil) }

    @Test(
        arguments: [
            ("smtpd", "Q1234: client=localhost[127.0.0.1], sasl_method=PLAIN", RelayLogEvent.opened),
            ("smtpd", "lost connection after DATA (89 bytes) from localhost[127.0.0.1]", .aborted),
            ("smtpd", "lost connection after DATA from localhost[127.0.0.1]", .aborted),
            ("smtpd", "timeout after DATA (0 bytes) from localhost[127.0.0.1]", .aborted),
            ("smtpd", "lost connection after BDAT (10 bytes) from localhost[127.0.0.1]", .aborted),
            ("smtpd", "lost connection after END-OF-MESSAGE from localhost[127.0.0.1]", nil),
            ("smtpd", "timeout after END-OF-MESSAGE from localhost[127.0.0.1]", nil),
            ("smtpd", "lost connection after RCPT from localhost[127.0.0.1]", nil),
            ("smtpd", "disconnect from localhost[127.0.0.1] ehlo=1", .disconnected),
            ("smtpd", "connect from localhost[127.0.0.1]", .disconnected),
            ("smtpd", "NOQUEUE: reject: RCPT from localhost[127.0.0.1]: 550 5.1.1 <a@b>: no", nil),
            ("smtpd", "Q1234: reject: RCPT from localhost[127.0.0.1]: 550 5.1.1 <a@b>: no", nil),
            ("smtpd", "Q1234: reject: END-OF-MESSAGE from localhost[127.0.0.1]: 552 5.2.2 full", .refused),
            ("smtpd", "Q1234: milter-reject: END-OF-MESSAGE from localhost[127.0.0.1]: 5.7.1 spam", .refused),
            ("cleanup", "Q1234: message-id=<a@b>", .messageID("a@b")),
            ("cleanup", "Q1234: message-id=a@b", nil),
            ("cleanup", "Q1234: resent-message-id=<a@b>", nil),
            ("cleanup", "message-id=<a@b>", nil),
            ("cleanup", "Q1234: warning: header Subject: message-id=<a@b> from x", nil),
            ("cleanup", "Q1234: reject: body message-id=<a@b> from x", .refused),
            ("cleanup", "Q1234: milter-reject: END-OF-MESSAGE from x: 4.7.1 later", .refused),
            ("cleanup", "Q1234: hold: header Subject: 7 from x", .setAside),
            ("cleanup", "Q1234: discard: header Subject: 8 from x", .setAside),
            ("qmgr", "Q1234: from=<n@example.org>, size=262, nrcpt=1 (queue active)", .active),
            ("nqmgr", "Q1234: from=<n@example.org>, size=262, nrcpt=1 (queue active)", .active),
            ("qmgr", "Q1234: from=<n@example.org>, status=expired, returned to sender", .expired),
            ("qmgr", "Q1234: from=<n@example.org>, size=1", nil),
            ("qmgr", "Q1234: removed", .removed),
            ("qmgr", "Q1234: removed or not", nil),
            ("bounce", "Q1234: sender non-delivery notification: R1234", nil),
        ] as [(String, String, RelayLogEvent?)])
    func whatALineSays(_ daemon: String, _ text: String, _ event: RelayLogEvent?) throws {
        let line = try #require(parsed("Nov 23 04:51:08 relay postfix/\(daemon)[1]: \(text)"))
        #expect(RelayLogEvent(line) == event)
    }

    @Test func aDeliveryAgentsWordIsTakenApart() throws {
        let text =
            "Q1234: to=<R@x.org>, orig_to=<Reader@example.org>, relay=mx.x.org[192.0.2.1]:25, delay=1, "
            + "delays=0/0/1/0, dsn=5.1.1, status=bounced (host mx.x.org[192.0.2.1] said: 550 5.1.1 <R@x.org>: "
            + "no, dsn=2.0.0, status=sent (really) (in reply to RCPT TO command))"
        let line = try #require(parsed("Nov 23 04:51:08 relay postfix/smtp[1]: \(text)"))
        #expect(
            RelayLogEvent(line)
                == .status(
                    .init(
                        recipients: ["r@x.org", "reader@example.org"], enhancedStatus: EnhancedStatusCode(5, 1, 1),
                        status: .bounced,
                        words: "host mx.x.org[192.0.2.1] said: 550 5.1.1 <R@x.org>: no, dsn=2.0.0, status=sent "
                            + "(really) (in reply to RCPT TO command)")))
    }

    @Test(arguments: [
        ("sent", RelayLogEvent.DeliveryWord.Status.sent), ("deferred", .deferred), ("SOFTBOUNCE", .deferred),
        ("bounced", .bounced), ("deliverable", nil), ("undeliverable", nil),
    ])
    func aStatusIsOneOfThree(_ word: String, _ status: RelayLogEvent.DeliveryWord.Status?) throws {
        let line = try #require(
            parsed(
                "Nov 23 04:51:08 relay postfix/lmtp[1]: Q1234: to=<a@b>, relay=none, delay=1, dsn=4.0.0, status=\(word) (x)"
            ))
        guard case .status(let found) = RelayLogEvent(line) else {
            #expect(status == nil)
            return
        }
        #expect(found.status == status)
    }
}
