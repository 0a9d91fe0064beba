import Foundation
import Mail
import Testing

@testable import Operations
@testable import Store

@Suite struct TraceReportTests {
    private let events = [
        TraceEvent(
            at: LogExamples.now, kind: .subscription, text: "subscribed list=weekly by import subscribers.csv:2"),
        TraceEvent(
            at: LogExamples.now.adding(.seconds(1)), kind: .attempt,
            text: "mailing=2017-w51 delivery=12 status=failed (550 no\r\nsuch \"user\")"),
    ]

    @Test func theStoryIsToldInTheOrderGiven() {
        #expect(
            TraceReport.text(events, of: LogExamples.address()) == """
                a@example.org
                \(LogExamples.now.forPeople)  subscription  subscribed list=weekly by import subscribers.csv:2
                \(LogExamples.now.adding(.seconds(1)).forPeople)  attempt       mailing=2017-w51 delivery=12 status=failed (550 no\\u{D}\\u{A}such "user")
                """)
    }

    @Test func theJSONKeepsTheTextAsItIs() {
        #expect(
            TraceReport.json(events, of: LogExamples.address()) == """
                {
                  "address": "a@example.org",
                  "events": [
                    {
                      "at": "2026-11-23T10:45:00.123Z",
                      "kind": "subscription",
                      "text": "subscribed list=weekly by import subscribers.csv:2"
                    },
                    {
                      "at": "2026-11-23T10:45:01.123Z",
                      "kind": "attempt",
                      "text": "mailing=2017-w51 delivery=12 status=failed (550 no\\r\\nsuch \\"user\\")"
                    }
                  ]
                }
                """)
    }

    @Test func anUnknownAddressIsSaidToBeOne() {
        #expect(
            TraceReport.text([], of: LogExamples.address())
                == "a@example.org: never heard of. It is on no list, and no mailing had it in its audience.")
        #expect(TraceReport.json([], of: LogExamples.address()).contains("\"events\": []\n"))
    }
}
