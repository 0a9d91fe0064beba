import Bounces
import Foundation
import Mail
import MailerConfiguration
import Operations
import Rendering
import Sending
import Signing
import Store

/// All doors. They share a folder for what has to be a file.
struct Doors {
    let folder: URL
    let all: [Door]

    init(templates: String) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("door-fuzz-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let issues = try IssueDoors(templates: templates)
        all =
            issues.all + [Self.returnedMail, Self.replies, Self.relayLog, try Self.csv(folder), try Self.tokens()]
            + [Self.settings(folder), Self.addresses]
    }

    private static let returnedMail = Door(
        name: "returned-mail",
        sample: """
            Return-Path: <>
            From: Mail Delivery System <MAILER-DAEMON@mx.example.com>
            To: b.aebgwmoayqdq.pfcbyrdmxxlx2fp76p55fqzphi@bounce.example.org
            Subject: =?utf-8?Q?Undelivered_Mail?= Returned to Sender
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

            --b1
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <style>p { }</style><p>&lt;reader@example.com&gt;: host mx said: 550 5.1.1 User unknown</p>
            --b1
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.com

            Final-Recipient: rfc822; reader@example.com
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 User unknown

            --b1
            Content-Type: message/rfc822

            Message-ID: <1.2@example.org>
            To: group: a@example.org, "b c" <b@example.org>;
            Subject: News

            Hello
            --b1--
            """,
        tokens: [
            "--b1\n", "--b1--\n", "Content-Type: multipart/mixed; boundary=b2\n\n--b2\n",
            "Content-Type: message/rfc822\n\n",
            "Content-Type: text/plain; charset=utf-7\n\n", "<style>", "</", "<script>", "<a@b>", "To: a:b:c:", "g:",
            "a@b, ",
            "(", "=?utf-8?B?", "?=", "\n ", "\n\n", "Final-Recipient: rfc822; ", "Status: 5.", "Action: delayed\n",
            "Feedback-Type: abuse\n", "begin 644 x\n", "boundary*0=a; boundary*1=b;",
        ],
        growing: [
            ("styles", { repeated("<style>", $0, head: "Content-Type: text/html\n\n<p>") }),
            ("tags", { repeated("<p>a@b.c <", $0, head: "Content-Type: text/html\n\n") }),
            ("addresses", { repeated("a@example.org, ", $0, head: "Subject: x\nTo: ", tail: "\n\nx") }),
            ("groups", { repeated("g:", $0, head: "Subject: x\nTo: ", tail: "\n\nx") }),
            ("comments", { repeated("(", $0, head: "Subject: x\nTo: ", tail: "\n\nx") }),
            ("fields", { repeated("X-A: b\n", $0, head: "Subject: x\n", tail: "\nx") }),
            ("continued", { repeated(" x\n", $0, head: "Subject: x\nX-A: b\n", tail: "\nx") }),
            ("words", { repeated("=?utf-8?Q?a?= ", $0, head: "Subject: ", tail: "\n\nx") }),
            ("parameters", { repeated("; a*0=b", $0, head: "Content-Type: text/plain", tail: "\n\nx") }),
            ("parts", { repeated("--b\n\nx\n", $0, head: "Content-Type: multipart/mixed; boundary=b\n\n") }),
            ("nested", { repeated("Content-Type: message/rfc822\n\n", $0) }),
            ("notice", { repeated("<a@example.org>: user unknown\n", $0, head: "Subject: Undelivered mail\n\n") }),
            (
                "recipients",
                {
                    repeated(
                        "Final-Recipient: rfc822; a@example.org\nStatus: 5.1.1\n\n", $0,
                        head: "Content-Type: message/delivery-status\n\n")
                }
            ),
        ], feed: { _ = BounceReport.json(BounceParser.parse($0)) })

    private static let replies = Door(
        name: "replies",
        sample: "450 4.2.0 <reader@example.com>: Greylisted, please try again in 05:30 minutes (see x.com/a)",
        tokens: [
            "try again in ", "NaN:NaN minutes", "inf seconds", "retry=", "1e400 hours", "5.1.1 ", "5.7.1 ", "minutes",
            "421 ",
            "mailbox full", "user unknown", "blocked using", "rate limit", "over quota", "-1 s", ":::", "00:00:00:00",
        ],
        growing: [
            ("words", { repeated("user unknown ", $0, head: "550 5.1.1 ") }),
            ("clock", { repeated("1:", $0, head: "450 try again in ", tail: "0 minutes") }),
            ("digits", { repeated("9", $0, head: "450 try again in ", tail: " minutes") }),
            ("addresses", { repeated("<a@b.example> ", $0, head: "550 ") }),
            ("gaps", { repeated("mailbox a b c ", $0, head: "550 ") }),
        ],
        feed: { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            let code = Int(text.prefix(3)).flatMap { (400...599).contains($0) ? $0 : nil } ?? 450
            let reply = SMTPReply(code: code, lines: text.split(separator: "\n").map(String.init))
            for stage in DialogueStage.allCases { _ = ReplyClassifier.classify(reply, stage: stage) }
            let now = Timestamp(milliseconds: 1_800_000_000_000)
            _ = RetryHint.read(reply).map { now.adding($0).iso8601 }
        })

    private static let relayLog = Door(
        name: "relay-log",
        sample: """
            Nov 23 04:51:08 mx postfix/cleanup[77]: 4C1AB: message-id=<1.7@example.org>
            2026-11-23T04:51:08.123456+01:00 mx postfix/qmgr[1]: 4C1AB: from=<b.x@example.org>, size=1, nrcpt=1 (queue active)
            1795409468.123456 mx postfix/smtp[9]: 4C1AB: to=<a@example.org>, relay=x[1.2.3.4]:25, delay=1, status=sent (250 ok)
            Mon 2026-11-23 04:51:08 UTC mx postfix/smtp[9]: 4C1AB: to=<a@example.org>, status=bounced (550 5.1.1 no)
            Nov 23 04:51:09 mx postfix/qmgr[1]: 4C1AB: removed

            """,
        tokens: [
            "postfix/smtp[1]: ", "4C1AB: ", "message-id=<1.7@example.org>", "status=sent (", "status=deferred (",
            "to=<",
            "9999999999999999999.0 mx ", "Feb 30 ", "9999-12-31T23:59:60+9999 ", "0000-00-00T", "size=", "removed\n",
        ],
        growing: [
            (
                "lines",
                { repeated("Nov 23 04:51:08 mx postfix/smtp[9]: 4C1AB: to=<a@example.org>, status=sent (ok)\n", $0) }
            ),
            (
                "queue ids",
                { size in
                    (0..<max(1, size / 60)).map {
                        "Nov 23 04:51:08 mx postfix/cleanup[7]: \(String($0, radix: 16)): message-id=<1.7@example.org>\n"
                    }
                    .joined()
                }
            ),
            ("one line", { repeated("status=sent (", $0, head: "Nov 23 04:51:08 mx postfix/smtp[9]: 4C1AB: ") }),
        ],
        feed: { bytes in
            let clock = LogClock(now: Timestamp(milliseconds: 1_795_500_000_000)) { _ in 3_600 }
            let message = SoughtMessage(
                delivery: DeliveryID(rawValue: 7), identifier: "1.7@example.org",
                address: try EmailAddress("a@example.org"))
            var reader = RelayLogReader(messages: [message], clock: clock)
            _ = RelayLogReader.firstTime(bytes, clock: clock)
            reader.begin("mail.log")
            reader.read(bytes)
            reader.finish()
            _ = reader.spans.map { reader.covers($0.upperBound) }
        })

    private static func csv(_ folder: URL) throws -> Door {
        let store = try MailerStore(path: folder.appendingPathComponent("fuzz.db").path)
        let now = Timestamp(milliseconds: 1_795_500_000_000)
        _ = try store.createList(name: "weekly", title: "Weekly", at: now)
        return Door(
            name: "csv",
            sample: "email,name,city\n\"ada@example.org\",\"Ada \"\"L\"\"\",G\u{F6}teborg\nb@example.org;x\n",
            tokens: ["\"", "\"\"", ",", ";", "\t", "\n", "@", "email", "a@b.c,", "xn--", "\u{FEFF}"],
            growing: [
                (
                    "rows",
                    { size in
                        "email,name\n" + (0..<max(1, size / 24)).map { "reader\($0)@example.org,Ada\n" }.joined()
                    }
                ),
                (
                    "columns",
                    { size in "email," + (0..<max(1, size / 8)).map { "c\($0)," }.joined() + "z\na@example.org\n" }
                ),
                ("one field", { repeated("x\n", $0, head: "email,name\na@example.org,\"") }),
                ("quotes", { repeated("\"\"", $0, head: "email,name\na@example.org,\"", tail: "\"\n") }),
                ("bad rows", { repeated("nobody,x\n", $0, head: "email,name\n") }),
            ],
            feed: { bytes in
                let source = ImportSource(name: "fuzz.csv") {
                    var rest = bytes[...]
                    return {
                        defer { rest = rest.dropFirst(65_536) }
                        return Array(rest.prefix(65_536))
                    }
                }
                do { _ = try store.importCSV(source, ImportChoices(list: "weekly"), at: now) } catch let error
                    as StoreError
                {
                    _ = error.description
                }
            })
    }

    private static func tokens() throws -> Door {
        let keys = try KeyRing.generate()
        let links = try UnsubscribeTokens(keys: keys)
        let addresses = try ReturnAddresses(domain: "bounce.example.org", keys: keys)
        let link = try links.make(UnsubscribeClaim(subscriber: SubscriberID(rawValue: 1), list: ListID(rawValue: 2)))
        let address = try addresses.make(for: DeliveryID(rawValue: 3))
        return Door(
            name: "tokens", sample: "\(link)\n\(address)",
            tokens: ["b.", ".", "@", "-", "_", "=", "AAAA", "aaaa", "//"],
            growing: [
                ("token", { repeated("A", $0) }), ("dots", { repeated("a.", $0, tail: "@bounce.example.org") }),
                ("address", { repeated("a", $0, head: "b.", tail: ".b@bounce.example.org") }),
            ],
            feed: { bytes in
                for text in String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init) {
                    _ = try? links.verify(text)
                    _ = try? addresses.verify(text)
                }
            })
    }

    private static func settings(_ folder: URL) -> Door {
        let path = folder.appendingPathComponent("mailer.yaml").path
        return Door(
            name: "settings",
            sample: """
                from: "News <news@example.org>"
                relays:
                  - url: smtp://relay.example.org:587
                    tls: required
                    rate: 100/s
                    windows: [5000/h, 1000/day]
                retry: { for: 3d }

                """,
            tokens: [
                "&a ", "*a", "? ", "<<: *a\n", "- ", "  ", ": ", "1e9/s", "nan/s", "9999999999999999999d", "ms", "/day",
                "127.evil.example", "[1, 2]", "{a: b}", "!!float .inf", "|\n", ">\n", "---\n",
            ],
            growing: [
                ("keys", { size in (0..<max(1, size / 10)).map { "key\($0): 1\n" }.joined() }),
                ("relays", { repeated("  - url: smtp://127.0.0.1:1\n", $0, head: "relays:\n") }),
            ],
            feed: { bytes in
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                do { _ = try Configuration.load(path: path, environment: [:]) } catch { _ = "\(error)" }
            })
    }

    private static let addresses = Door(
        name: "addresses", sample: "Ada Lindqvist <ada.l+x@s\u{FC}d.example.org>",
        tokens: ["<", ">", "@", ".", "..", "\"", "xn--", "xn--a-", "\u{AD}", "\u{3002}", " "],
        growing: [
            ("local part", { repeated("a", $0, tail: "@example.org") }),
            ("labels", { repeated("a.", $0, head: "a@", tail: "org") }),
            ("brackets", { repeated("<", $0, tail: ">") }),
            ("umlauts", { repeated("\u{FC}", $0, head: "a@", tail: ".org") }),
        ],
        feed: { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do {
                let mailbox = try Mailbox(text)
                let field = try HeaderField("Subject", text: text)
                guard field.bytes.dropLast(2).split(separator: 0x0A).dropFirst().allSatisfy({ $0.first == 0x20 }) else {
                    throw Broken("a value began a header field")
                }
                _ = (mailbox.address.key, mailbox.description)
            } catch let error as AddressError { _ = error.description } catch let error as HeaderError {
                _ = error.description
            }
        })
}

/// What must not be: the sentence says it.
struct Broken: Error, CustomStringConvertible {
    let description: String

    init(_ text: String) { description = text }
}
