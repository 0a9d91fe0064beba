import Foundation
import Mail
import Store
import Testing

@testable import Operations
@testable import Store

@Suite struct StoreMetricTests {
    static let empty = StoreTotals(
        subscriptions: [:], suppressions: [:], deliveries: [:], bounces: [:], unsubscribes: [:], attempts: [:],
        mailings: [:])
    static let busy = StoreTotals(
        subscriptions: ["weekly": [.subscribed: 990, .unsubscribed: 10], "da\"ily\n\\": [.pending: 1]],
        suppressions: [.hardBounce: 8], deliveries: [.sent: 962, .deferred: 19], bounces: [.hard: 3, .complaint: 1],
        unsubscribes: ["one-click": 7, "page": 2, "a@example.org": 1, "": 1], attempts: [.sent: 962, .deferred: 40],
        mailings: [.sending: 1])

    private func lines(_ totals: StoreTotals) -> [Substring] {
        StoreMetrics.text(totals, version: "1.2.3").split(separator: "\n")
    }

    @Test(arguments: [
        "mailer_deliveries{state=\"sent\"} 962",
        "mailer_deliveries{state=\"in_flight\"} 0",
        "mailer_mailings{state=\"sending\"} 1",
        "mailer_attempts_total{outcome=\"deferred\"} 40",
        "mailer_subscribers{list=\"weekly\",state=\"subscribed\"} 990",
        "mailer_subscribers{list=\"da\\\"ily\\n\\\\\",state=\"pending\"} 1",
        "mailer_unsubscribes_total{source=\"one-click\"} 7",
        "mailer_suppressions{reason=\"hard_bounce\"} 8",
        "mailer_bounces_total{class=\"protocol\"} 0",
        "mailer_bounces_total{class=\"complaint\"} 1",
        "mailer_build_info{version=\"1.2.3\"} 1",
        "# TYPE mailer_bounces_total counter",
        "# TYPE mailer_deliveries gauge",
    ])
    func theRowsAreCounted(line: String) {
        #expect(lines(Self.busy).contains(Substring(line)))
    }

    @Test func whatWaitsIsToldInSeconds() {
        var totals = Self.busy
        totals.pulse.workerSilence = .milliseconds(61_900)
        totals.pulse.relaysOut = .seconds(2)
        totals.pulse.scheduleOverdue = .seconds(3)
        totals.pulse.backlogAge = .seconds(86_400 * 400)
        totals.pulse.stalled = .seconds(5)
        totals.pulse.isWritable = false
        let found = lines(totals)
        for line in [
            "mailer_worker_silent_seconds 61", "mailer_relays_unreachable_seconds 2",
            "mailer_schedule_overdue_seconds 3",
            "mailer_backlog_age_seconds 34560000", "mailer_stalled_seconds 5", "mailer_ledger_writable 0",
        ] {
            #expect(found.contains(Substring(line)))
        }
    }

    @Test func whatHasNotHappenedYetIsZero() {
        let samples = lines(Self.empty).filter { !$0.hasPrefix("#") }
        #expect(samples.count == 7 + 5 + 4 + 3 + 5 + BounceClass.allCases.count + UnactedMail.allCases.count + 6 + 1)
        #expect(
            samples.filter { !$0.hasSuffix(" 0") }
                == ["mailer_ledger_writable 1", "mailer_build_info{version=\"1.2.3\"} 1"])
    }

    @Test func noAddressIsEverInALabel() {
        #expect(!StoreMetrics.text(Self.busy, version: "1").contains("@"))
        #expect(lines(Self.busy).contains("mailer_unsubscribes_total{source=\"other\"} 2"))
    }

    @Test(arguments: [Self.empty, Self.busy])
    func promtoolAcceptsThePage(totals: StoreTotals) throws {
        let result = try Promtool.check(metrics: StoreMetrics.text(totals, version: "1.2.3"))
        #expect(result == Promtool.Result(status: 0, words: ""))
    }

    @Test func promtoolWouldHaveObjected() throws {
        let result = try Promtool.check(metrics: "# TYPE mailer_things_total gauge\nmailer_things_total 1\n")
        #expect(result.status != 0)
        #expect(result.words.contains("mailer_things_total"))
    }

    @Test func thePageOfTheDocumentationListsExactlyTheseMetrics() throws {
        let page = try String(contentsOf: Repository.file("docs/monitoring.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `mailer_") }
        let expected = StoreMetric.allCases.map { metric in
            let labels = metric.labelNames.map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(metric.rawValue)` | \(metric.kind.rawValue) | \(labels) | \(metric.help) |"
        }
        #expect(rows.map(String.init) == expected)
    }
}
