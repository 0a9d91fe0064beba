import Foundation
import Mail
import Testing

@testable import Operations

@Suite struct MailEventTests {
    @Test func everyKindHasAnExample() {
        #expect(Set(LogExamples.all.map(\.kind)) == Set(MailEvent.Kind.allCases))
    }

    @Test func anAttemptLooksAsInPostfix() {
        #expect(
            LogExamples.line(LogExamples.deliveries[0])
                == "2026-11-23T10:45:00.123Z mailer[4711]: mailing=2017-w51 delivery=12 to=<a@example.org> "
                + "relay=smtp.example.org:587 delay=0.12 code=250 dsn=2.0.0 status=sent "
                + "(250 2.0.0 Ok: queued as 4F2)\n")
    }

    @Test func anAttemptInJSONHasItsKeysInAFixedOrder() {
        #expect(
            LogExamples.line(LogExamples.deliveries[3], .json)
                == #"{"time":"2026-11-23T10:45:00.123Z","pid":4711,"event":"attempt","mailing":"2017-w51","delivery":12,"#
                + #""to":"a@example.org","relay":"smtp.example.org:587","delay":0.12,"code":null,"dsn":null,"#
                + #""status":"unknown","detail":"lost connection with smtp.example.org after message data: "#
                + "timed out; it may have arrived\"}\n")
    }

    @Test(arguments: LogExamples.all)
    func everyLineIsOneLineAndOneObject(event: MailEvent) throws {
        #expect(LogExamples.line(event).utf8.count { $0 == UInt8(ascii: "\n") } == 1)
        let json = LogExamples.line(event, .json)
        #expect(json.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(object?["event"] as? String == event.kind.rawValue)
        #expect(object?.count == event.fields.count + 3)
    }

    @Test func theWordFinishedNeedsAFinishedAccounting() {
        let lossy = Accounting(audience: 1000, counts: [.sent: 999])
        for (accounting, kind) in [
            (LogExamples.finished, MailEvent.Kind.mailingFinished), (LogExamples.audience, .mailingStopped),
            (lossy, .mailingStopped),
        ] {
            let event = MailEvent.mailingEnded("x", accounting: accounting, reason: "done")
            #expect(event.kind == kind)
        }
        #expect(LogExamples.line(.mailingEnded("x", accounting: lossy, reason: "done")).contains(" balanced=no "))
    }

    @Test(arguments: [
        ("2017-w51", "2017-w51"), ("week 51", "\"week 51\""), ("", "\"\""), ("-", "\"-\""),
        ("x status=sent", "\"x status\\=sent\""), ("a\"b", "\"a\\\"b\""), ("ж", "\"ж\""),
    ])
    func namesAreQuotedWhereTheyCouldMislead(slug: String, expected: String) {
        let line = LogExamples.line(.mailingStarted(slug, list: "l", audience: 1, skipped: 0))
        #expect(line.contains(" mailing=\(expected) list=l "))
    }

    @Test func anAddressCannotForgeAField() {
        let event = MailEvent.unsubscribed(LogExamples.address("status=sent@example.org"), list: "l", source: "page")
        #expect(LogExamples.line(event).contains(" to=<status\\=sent@example.org> "))
    }

    @Test func anEndlessReplyIsClippedBetweenCharacters() throws {
        let text = "x" + String(repeating: "😀", count: 5_000)
        let line = LogExamples.line(LogExamples.attempt(LogExamples.update(.failed, nil, text)))
        #expect(line.utf8.count < 2_500)
        #expect(line.hasSuffix("😀…)\n"))
        #expect(!line.unicodeScalars.contains("\u{FFFD}"))
    }
}
