import Foundation
import Mail
import Testing

@testable import Operations
@testable import Store

@Suite struct StatusReportTests {
    @Test func aMailingUnderWayIsToldInFull() {
        #expect(
            StatusReport.text(ReportExamples.sending) == """
                mailing   2017-w51: Week 51: "Käldström"
                list      weekly
                state     sending, 19 to go
                audience  1000 = 962 sent + 8 failed + 10 skipped + 0 pending + 19 deferred + 0 in flight + 1 unknown
                next      attempt of the deferred at \(LogExamples.now.adding(.seconds(900)).forPeople)
                held by   mx1:4711:5f until \(LogExamples.now.adding(.seconds(60)).forPeople)
                failed     8  550 5.1.1 in reply to RCPT TO
                skipped    9  unsubscribed
                           1  suppressed: hard_bounce
                deferred  19  454 4.7.0 in reply to MAIL FROM
                """)
    }

    @Test func aMailingUnderControlSaysWhy() {
        let base = ReportExamples.mailing("w51", .paused, audience: 1000)
        let status = MailingStatus(
            mailing: base, accounting: LogExamples.audience, reasons: [:], firstAttempt: nil, lastAttempt: nil,
            nextAttempt: nil, versions: [VersionCount(version: 1, count: 900), VersionCount(version: 2, count: 71)],
            returned: [ReturnedCount(bounceClass: "hard", count: 3), ReturnedCount(bounceClass: "complaint", count: 1)])
        let text = StatusReport.text(status)
        #expect(text.contains("\npaused    by hand\n"))
        #expect(text.contains("\nversions  1 to 900, 2 to 71\n"))
        #expect(text.hasSuffix("\nreturned  3 hard, 1 complaint"))
    }

    @Test func theJSONKeepsItsKeysAndTheirOrder() {
        #expect(
            StatusReport.json(ReportExamples.sending) == """
                {
                  "mailing": "2017-w51",
                  "list": "weekly",
                  "subject": "Week 51: \\"Käldström\\"",
                  "state": "sending",
                  "audience": 1000,
                  "sent": 962,
                  "failed": 8,
                  "skipped": 10,
                  "pending": 0,
                  "deferred": 19,
                  "in_flight": 0,
                  "unknown": 1,
                  "balanced": true,
                  "finished": false,
                  "next_attempt_at": "2026-11-23T11:00:00.123Z",
                  "held_by": "mx1:4711:5f",
                  "reasons": [
                    {
                      "state": "failed",
                      "reason": "550 5.1.1 in reply to RCPT TO",
                      "count": 8
                    },
                    {
                      "state": "skipped",
                      "reason": "unsubscribed",
                      "count": 9
                    },
                    {
                      "state": "skipped",
                      "reason": "suppressed: hard_bounce",
                      "count": 1
                    },
                    {
                      "state": "deferred",
                      "reason": "454 4.7.0 in reply to MAIL FROM",
                      "count": 19
                    }
                  ],
                  "start_at": null,
                  "pause_reason": null,
                  "canary": null,
                  "versions": [
                    {
                      "version": 1,
                      "count": 971
                    }
                  ],
                  "returned": [],
                  "frozen": true,
                  "lists": [
                    "weekly"
                  ],
                  "withdrawn_at": null,
                  "open_refusals": 0,
                  "held_for_refusals": false,
                  "retryable": 0
                }
                """)
    }

    @Test func aFinishedMailingHasNothingToGo() {
        #expect(
            StatusReport.text(ReportExamples.finished) == """
                mailing   2017-w50: Week 51: "Käldström"
                list      weekly
                state     finished
                audience  1000 = 981 sent + 8 failed + 10 skipped + 0 pending + 0 deferred + 0 in flight + 1 unknown
                """)
    }

    @Test func aSumThatDoesNotHoldIsSaidLoudlyAndIsNotFinished() throws {
        let text = StatusReport.text(ReportExamples.lossy)
        #expect(
            text.hasPrefix(
                "ALARM: mailing 2017-w49 DOES NOT ADD UP: its audience is 1000, its rows are 999: 1 recipient "
                    + "unaccounted for. Send nothing from this database, keep a copy of it, and compare it with the "
                    + "delivery log.\n"))
        #expect(text.contains("audience  1000 ≠ 999 sent + 0 failed"))
        #expect(text.contains("state     inconsistent\n"))
        #expect(!text.contains("finished"))
        let object = try object(StatusReport.json(ReportExamples.lossy))
        #expect(object["balanced"] as? Bool == false)
        #expect(object["finished"] as? Bool == false)
        #expect(object["state"] as? String == "inconsistent")
    }

    @Test func rowsTooManyAreAnAlarmToo() {
        let status = ReportExamples.status(
            ReportExamples.mailing("m", .sending, audience: 2), Accounting(audience: 2, counts: [.sent: 4]))
        #expect(StatusReport.text(status).contains("its audience is 2, its rows are 4: 2 recipients unaccounted for"))
    }

    @Test(arguments: [DeliveryState.pending, .deferred, .inFlight])
    func theWordFinishedNeedsFinishedRows(open: DeliveryState) throws {
        let status = ReportExamples.status(
            ReportExamples.mailing("m", .finished, audience: 3), Accounting(audience: 3, counts: [.sent: 2, open: 1]))
        let text = StatusReport.text(status)
        #expect(!text.contains("finished"))
        #expect(text.hasPrefix("ALARM: mailing m is marked as done, but its rows are not."))
        #expect(try object(StatusReport.json(status))["finished"] as? Bool == false)
    }

    @Test func aReasonCannotMakeALineOfItsOwn() {
        let status = MailingStatus(
            mailing: ReportExamples.mailing("m", .sending, audience: 1),
            accounting: Accounting(audience: 1, counts: [.failed: 1]),
            reasons: [.failed: [ReasonCount(reason: "550 no\nstate     finished\u{202E}", count: 1)]],
            firstAttempt: nil, lastAttempt: nil, nextAttempt: nil, versions: [], returned: [])
        #expect(StatusReport.text(status).hasSuffix("failed    1  550 no\\u{A}state     finished\\u{202E}"))
    }

    @Test func theTableHasALineForEachMailing() {
        #expect(
            StatusReport.summary([ReportExamples.sending, ReportExamples.finished]) == """
                mailing   list    state     audience  sent  failed  skipped  pending  deferred  in flight  unknown
                2017-w51  weekly  sending       1000   962       8       10        0        19          0        1
                2017-w50  weekly  finished      1000   981       8       10        0         0          0        1
                """)
    }

    @Test func theTableBeginsWithItsAlarms() {
        let text = StatusReport.summary([ReportExamples.finished, ReportExamples.lossy])
        #expect(text.hasPrefix("ALARM: mailing 2017-w49 DOES NOT ADD UP"))
        #expect(text.contains("\n2017-w49  weekly  inconsistent "))
    }

    @Test func withoutMailingsItSaysHowToStartOne() throws {
        #expect(StatusReport.summary([]) == "No mailing yet. 'mailer send FILE' starts one.")
        #expect(StatusReport.json([]) == "{\n  \"mailings\": []\n}")
    }

    @Test func allMailingsInJSONAreTheObjectsOfEach() throws {
        let all = try object(StatusReport.json([ReportExamples.sending, ReportExamples.lossy]))
        let mailings = try #require(all["mailings"] as? [[String: Any]])
        #expect(mailings.map { $0["mailing"] as? String } == ["2017-w51", "2017-w49"])
        #expect(mailings.allSatisfy { $0.count == 28 })
    }

    private func object(_ json: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    }
}
