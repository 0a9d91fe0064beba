import Mail
import Store
import Testing

@testable import Operations

/// The reports on a real database: what the store counts is what people read.
@Suite struct StoreReportsTests {
    private let folder = TemporaryFolder()
    private let now = LogExamples.now

    /// Ada is to be mailed, Bruno left, and the mailing has not begun.
    private func storeWithAMailing() throws -> (MailerStore, Mailing) {
        let store = try MailerStore(path: folder.path("mailer.db"))
        let list = try store.createList(name: "weekly", title: "Weekly", at: now)
        let origin = Origin(source: "import readers.csv:2", at: now)
        for name in ["ada", "bruno"] {
            let new = NewSubscriber(address: LogExamples.address("\(name)@example.org"))
            #expect(try store.add(new, to: list.id, origin: origin) == .added)
        }
        let bruno = try #require(try store.subscriber(LogExamples.address("bruno@example.org")))
        let click = Origin(source: "one-click", at: now.adding(.seconds(1)))
        #expect(try store.unsubscribe(bruno.id, from: list.id, origin: click) == .changed)
        let mailing = try store.createMailing(
            NewMailing(
                slug: "2017-w51", list: list.id, uid: "ab12",
                content: MailingContent(
                    subject: "Week 51", issuePath: "issues/2017-w51.md", issue: [], issueSHA256: "00")),
            at: now.adding(.seconds(2)))
        return (store, mailing)
    }

    @Test func theStatusAddsUp() throws {
        let (store, mailing) = try storeWithAMailing()
        #expect(
            StatusReport.text(try store.statusBreakdown(mailing.id)) == """
                mailing   2017-w51: Week 51
                list      weekly
                state     sending, 1 to go
                audience  2 = 0 sent + 0 failed + 1 skipped + 1 pending + 0 deferred + 0 in flight + 0 unknown
                skipped   1  unsubscribed
                """)
    }

    @Test func theMetricsCountTheSameRows() throws {
        let (store, _) = try storeWithAMailing()
        let lines = StoreMetrics.text(try store.totals(), version: "1").split(separator: "\n")
        for line in [
            "mailer_deliveries{state=\"skipped\"} 1", "mailer_deliveries{state=\"pending\"} 1",
            "mailer_subscribers{list=\"weekly\",state=\"unsubscribed\"} 1", "mailer_mailings{state=\"sending\"} 1",
            "mailer_unsubscribes_total{source=\"one-click\"} 1",
        ] {
            #expect(lines.contains(Substring(line)))
        }
    }

    @Test func theTraceTellsWhyBrunoGotNothing() throws {
        let (store, _) = try storeWithAMailing()
        let bruno = LogExamples.address("bruno@example.org")
        let lines = TraceReport.text(try store.trace(bruno), of: bruno).split(separator: "\n")
        try #require(lines.count == 4)
        #expect(lines[1].contains("subscribed list=weekly by import readers.csv:2"))
        #expect(lines[2].contains("unsubscribed list=weekly by one-click"))
        #expect(lines[3].contains("mailing=2017-w51") && lines[3].contains("skipped"))
    }
}
