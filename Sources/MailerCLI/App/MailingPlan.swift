import Mail
import MailerConfiguration
import Operations
import Sending
import Store

/// What `mailer plan` and the question of `mailer send` say about the time that a mailing takes.
struct MailingPlan {
    let recipients: Int
    let start: Timestamp
    /// Whether it starts at a time of its own.
    var isLater = false
    let estimate: PlanEstimate

    /// One line: when it ends and what decides that.
    var finish: String {
        if estimate.stuck > 0 { return "never: \(estimate.stuck) cannot go within a year (\(bindingText))" }
        guard let finish = estimate.finish else { return "as fast as the relay takes it (no limit holds it up)" }
        return "\(finish.forPeople), in \(Self.words(finish.since(start))), if the relay keeps up; \(bindingText)"
    }

    private var bindingText: String {
        estimate.binding.first.map { "what binds is \($0.reason)" } ?? "no limit binds"
    }

    func text(_ name: String) -> String {
        var lines = ["mailing   \(name): \(recipients) to send"]
        if isLater { lines.append("start     \(start.forPeople)") }
        lines += ["finish    \(finish)"]
        for (index, binding) in estimate.binding.enumerated() {
            lines.append("\(index == 0 ? "waiting " : "        ")  \(Self.words(binding.time)) for \(binding.reason)")
        }
        return lines.joined(separator: "\n")
    }

    func json(_ name: String) -> String {
        JSONText.object([
            ("mailing", .string(name)), ("recipients", .integer(recipients)), ("start_at", .string(start.iso8601)),
            ("finish_at", .optional(estimate.finish?.iso8601)), ("stuck", .integer(estimate.stuck)),
            (
                "waiting",
                .array(
                    estimate.binding.map {
                        .object([
                            ("for", .string("\($0.reason)")), ("seconds", .integer(Int($0.time.seconds.rounded()))),
                        ])
                    })
            ),
        ]).document
    }

    static func words(_ time: Duration) -> String {
        let seconds = Int(time.seconds.rounded(.up))
        if seconds < 120 { return "\(seconds) s" }
        if seconds < 7_200 { return "\(seconds / 60) min" }
        return seconds < 172_800 ? "\(seconds / 3_600) h \(seconds % 3_600 / 60) min" : "\(seconds / 86_400) days"
    }
}

extension App {
    /// - Parameters:
    ///   - domains: recipients by their domain.
    ///   - start: when it begins; nil, or past: now.
    func plan(_ domains: [String: Int], store: MailerStore, start: Timestamp? = nil) throws -> MailingPlan {
        var limits = limits()
        let now = max(now(), start ?? now())
        if limits.needsCounts { limits.load(try store.windowUses(since: 0), at: now) }
        let relays = configuration.relays.map { PlanEstimate.Relay(Self.name(of: $0), weight: $0.weight) }
        let estimate = PlanEstimate.make(
            recipients: limits.grouped(domains),
            relays: relays.isEmpty ? [PlanEstimate.Relay(RelayName(host: "sandbox", port: 0))] : relays,
            limits: limits, now: now)
        let isLater = start.map { $0 == now } ?? false
        return MailingPlan(
            recipients: domains.values.reduce(0, +), start: now, isLater: isLater, estimate: estimate)
    }
}
