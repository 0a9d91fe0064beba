import Foundation
import Testing

@testable import Operations

/// The alerts that we ship: valid, tested by Prometheus' own tool, explained in the runbook.
@Suite struct AlertsTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOf: Repository.file(path), encoding: .utf8)
    }

    private func alerts() throws -> [String] {
        try text("ops/prometheus/alerts.yml").matches(of: /alert: (\w+)/).map { String($0.1) }
    }

    @Test func promtoolAcceptsTheRules() throws {
        let result = try Promtool.run(["check", "rules", Repository.file("ops/prometheus/alerts.yml").path])
        #expect(result.status == 0, "\(result.words)")
    }

    @Test func theRulesFireOnWhatTheyAreForAndOnNothingElse() throws {
        let result = try Promtool.run(["test", "rules", Repository.file("ops/prometheus/alerts_test.yml").path])
        #expect(result.status == 0, "\(result.words)")
    }

    @Test func everyAlertHasATest() throws {
        let tested = try text("ops/prometheus/alerts_test.yml").matches(of: /(?m)^ +alertname: (\w+)/)
        #expect(try Set(tested.map { String($0.1) }) == Set(alerts()))
    }

    @Test func everyAlertLeadsToItsEntryInTheRunbook() throws {
        let headings = try text("docs/runbook.md").matches(of: /(?m)^## (Mailer\w+)$/).map { String($0.1) }
        let links = try text("ops/prometheus/alerts.yml").matches(of: /runbook: docs\/runbook.md#(\w+)/)
        #expect(try headings == alerts())
        #expect(try links.map { String($0.1) } == alerts().map { $0.lowercased() })
    }

    @Test func theRulesAskOnlyForMetricsThatThereAre() throws {
        let used = try text("ops/prometheus/alerts.yml").matches(of: /\bmailer_\w+/).map { String($0.0) }
        #expect(!used.isEmpty)
        #expect(Set(used).isSubset(of: StoreMetric.allCases.map(\.rawValue)))
    }
}
