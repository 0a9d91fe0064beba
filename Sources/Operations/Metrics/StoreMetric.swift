import Mail
import Store

/// Every metric of `mailer serve`, all derived from the store's rows; docs/monitoring.md lists them.
///
/// So they survive a restart and cover what other processes did to the same database. No address is
/// ever in a label, and what has not happened yet is 0, not absent, so that alerts can count on it.
enum StoreMetric: String, CaseIterable {
    case deliveries = "mailer_deliveries"
    case mailings = "mailer_mailings"
    case attempts = "mailer_attempts_total"
    case subscribers = "mailer_subscribers"
    case unsubscribes = "mailer_unsubscribes_total"
    case suppressions = "mailer_suppressions"
    case bounces = "mailer_bounces_total"
    case workerSilence = "mailer_worker_silent_seconds"
    case relaysOut = "mailer_relays_unreachable_seconds"
    case scheduleOverdue = "mailer_schedule_overdue_seconds"
    case backlogAge = "mailer_backlog_age_seconds"
    case stalled = "mailer_stalled_seconds"
    case writable = "mailer_ledger_writable"
    case unactedMail = "mailer_bounces_unacted_total"
    case build = "mailer_build_info"

    var help: String {
        switch self {
        case .deliveries: "Deliveries of all mailings by their state now; sent means that the relay took it."
        case .mailings: "Mailings by their state now."
        case .attempts: "Attempts to hand a message to a relay, by outcome."
        case .subscribers: "Subscriptions by list and state; pending ones wait for confirmation."
        case .unsubscribes: "Subscriptions ended, by how: one-click, page, cli and others."
        case .suppressions: "Addresses that get no mail from any list, by reason."
        case .bounces: "Returned messages with a verified return address, by class."
        case .workerSilence: "Since mailer work last said that it lives; 0 if it never ran on this database."
        case .relaysOut: "How long mailer work has found no relay that it can use; 0 if it has one."
        case .scheduleOverdue: "How long the most overdue scheduled mailing has been waiting to begin."
        case .backlogAge:
            "How long the oldest delivery that could be tried has waited, in mailings that are being sent."
        case .stalled: "How long nothing was tried although deliveries could be; 0 if none could."
        case .writable: "1 if the database took a write when this page was asked for, else 0."
        case .unactedMail: "Returned messages that changed nobody: without a verified return address, or unreadable."
        case .build: "Always 1; the label has the version that answers."
        }
    }

    var kind: MetricFamily.Kind {
        switch self {
        case .attempts, .unsubscribes, .bounces, .unactedMail: .counter
        default: .gauge
        }
    }

    var labelNames: [String] {
        switch self {
        case .deliveries, .mailings: ["state"]
        case .attempts: ["outcome"]
        case .subscribers: ["list", "state"]
        case .unsubscribes: ["source"]
        case .suppressions: ["reason"]
        case .bounces: ["class"]
        case .unactedMail: ["why"]
        case .build: ["version"]
        case .workerSilence, .relaysOut, .scheduleOverdue, .backlogAge, .stalled, .writable: []
        }
    }

    func samples(_ totals: StoreTotals, version: String) -> [MetricFamily.Sample] {
        switch self {
        case .deliveries: Self.samples(totals.deliveries, of: DeliveryState.allCases)
        case .mailings: Self.samples(totals.mailings, of: MailingState.allCases)
        case .attempts: Self.samples(totals.attempts, of: [.sent, .deferred, .failed, .unknown])
        case .subscribers: Self.subscriberSamples(totals.subscriptions)
        case .unsubscribes: Self.unsubscribeSamples(totals.unsubscribes)
        case .suppressions: Self.samples(totals.suppressions, of: SuppressionReason.allCases)
        case .bounces: Self.samples(totals.bounces, of: BounceClass.allCases)
        case .workerSilence: Self.seconds(totals.pulse.workerSilence ?? .zero)
        case .relaysOut: Self.seconds(totals.pulse.relaysOut)
        case .scheduleOverdue: Self.seconds(totals.pulse.scheduleOverdue)
        case .backlogAge: Self.seconds(totals.pulse.backlogAge)
        case .stalled: Self.seconds(totals.pulse.stalled)
        case .writable: [MetricFamily.Sample(labels: [], value: totals.pulse.isWritable ? 1 : 0)]
        case .unactedMail: Self.samples(totals.unactedMail, of: UnactedMail.allCases)
        case .build: [MetricFamily.Sample(labels: [version], value: 1)]
        }
    }

    private static func seconds(_ duration: Duration) -> [MetricFamily.Sample] {
        [MetricFamily.Sample(labels: [], value: Int(duration.components.seconds))]
    }

    private static func samples<Key: RawRepresentable<String> & Hashable>(
        _ counts: [Key: Int], of keys: [Key]
    ) -> [MetricFamily.Sample] {
        keys.map { MetricFamily.Sample(labels: [$0.rawValue], value: counts[$0] ?? 0) }
    }

    private static func subscriberSamples(_ lists: [String: [SubscriptionState: Int]]) -> [MetricFamily.Sample] {
        lists.sorted { $0.key < $1.key }.flatMap { list, counts in
            SubscriptionState.allCases.map { MetricFamily.Sample(labels: [list, $0.rawValue], value: counts[$0] ?? 0) }
        }
    }

    private static let usualSources = ["one-click", "page", "cli"]

    /// Sources are text; one that is no plain word (it might hold an address) is counted as `other`.
    private static func unsubscribeSamples(_ counts: [String: Int]) -> [MetricFamily.Sample] {
        var byWord = Dictionary(uniqueKeysWithValues: usualSources.map { ($0, 0) })
        for (source, count) in counts {
            let isWord = !source.isEmpty && source.count <= 32 && source.utf8.allSatisfy(isWordByte)
            byWord[isWord ? source : "other", default: 0] += count
        }
        return byWord.sorted { $0.key < $1.key }.map { MetricFamily.Sample(labels: [$0.key], value: $0.value) }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}

/// The page that `mailer serve` answers to `GET /metrics`, in the text format 0.0.4.
package enum StoreMetrics {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    package static func text(_ totals: StoreTotals, version: String) -> String {
        StoreMetric.allCases.map { metric in
            MetricFamily(
                name: metric.rawValue, kind: metric.kind, help: metric.help, labelNames: metric.labelNames,
                samples: metric.samples(totals, version: version)
            ).text
        }.joined()
    }
}
