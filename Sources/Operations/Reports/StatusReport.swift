import Mail
import Store

/// What `mailer status` prints of mailings: the full accounting, as text or JSON, no line break at the end.
///
/// The JSON of one mailing has these keys, in this order, and keeps them:
///
///     mailing, list, subject, state, audience, sent, failed, skipped, pending, deferred, in_flight,
///     unknown, balanced, finished, next_attempt_at, held_by, reasons: [{state, reason, count}],
///     start_at, pause_reason, canary, versions: [{version, count}], returned: [{class, count}],
///     frozen, lists: [name], withdrawn_at, open_refusals, held_for_refusals, retryable
///
/// While `frozen` is false the mailing has not started, and its numbers are those that it would have now.
/// `state` is `scheduled`, `sending`, `paused`, `finished` or `cancelled`, or `inconsistent` where the store says
/// finished and the rows do not. `finished` and `balanced` are derived from the rows alone. Times are
/// RFC 3339 in UTC; what there is not is null. `reasons` holds at most ten for each state, commonest first.
package enum StatusReport {
    // MARK: One mailing

    package static func text(_ status: MailingStatus) -> String {
        let mailing = status.mailing
        var rows = [
            ("mailing", "\(mailing.slug): \(mailing.subject)"),
            (mailing.lists.count > 1 ? "lists" : "list", mailing.listNames),
            ("state", stateText(status)),
        ]
        if let start = mailing.startAt, isForecast(status) { rows.append(("starts", start.forPeople)) }
        rows.append(("audience", isForecast(status) ? forecast(status.accounting) : status.accounting.equation))
        if let reason = mailing.pauseReason { rows.append(("paused", reason)) }
        if let time = mailing.withdrawnAt { rows.append(("archive", "withdrawn since \(time.forPeople)")) }
        if let canary = mailing.canary { rows.append(("canary", canary.words(\.forPeople))) }
        if status.versions.count > 1 {
            rows.append(("versions", status.versions.map { "\($0.version) to \($0.count)" }.joined(separator: ", ")))
        }
        if !status.returned.isEmpty {
            rows.append(("returned", status.returned.map { "\($0.count) \($0.bounceClass)" }.joined(separator: ", ")))
        }
        if let due = status.nextAttempt { rows.append(("next", "attempt of the deferred at \(due.forPeople)")) }
        if let holder = heldBy(mailing) { rows.append(("held by", holder)) }
        rows += reasonRows(status)
        if let advice = adviceOnRefusals(status) { rows.append(advice) }
        let lines = rows.map { label, value in label.padded(to: 10) + value.onOneLine }
        return ([alarm(status)].compactMap(\.self) + lines).joined(separator: "\n")
    }

    package static func json(_ status: MailingStatus) -> String { object(status).document }

    // MARK: All mailings

    /// A table, one line for each mailing in the order given.
    package static func summary(_ statuses: [MailingStatus]) -> String {
        guard !statuses.isEmpty else { return "No mailing yet. 'mailer send FILE' starts one." }
        let titles = ["mailing", "list", "state", "audience"] + DeliveryState.inOrder.map(\.words)
        let rows = statuses.map { status in
            [status.mailing.slug.onOneLine, status.mailing.listNames.onOneLine, state(status)]
                + [String(status.accounting.audience)]
                + DeliveryState.inOrder.map { String(status.accounting[$0]) }
        }
        return (statuses.compactMap(alarm) + table([titles] + rows, textColumns: 3)).joined(separator: "\n")
    }

    /// `{"mailings": […]}`, each as in the JSON of one mailing.
    package static func json(_ statuses: [MailingStatus]) -> String {
        JSONText.object([("mailings", .array(statuses.map(object)))]).document
    }

    // MARK: Parts

    /// What can be done about those who were refused.
    private static func adviceOnRefusals(_ status: MailingStatus) -> (String, String)? {
        let slug = status.mailing.slug
        if status.isHeldForRefusals {
            return (
                "held",
                "\(status.openRefusals) refused and not booked: 'mailer resume \(slug)' tries them again, "
                    + "'mailer resume \(slug) --accept-refusals' fails and suppresses them"
            )
        }
        if status.openRefusals > 0 {
            return ("refusals", "\(status.openRefusals) not booked yet: they are judged when nothing is left to send")
        }
        guard status.retryable > 0, status.mailing.state != .cancelled else { return nil }
        return (
            "retry", "\(status.retryable) failed for no reason of theirs: 'mailer retry \(slug)' sends to them again"
        )
    }

    private static func object(_ status: MailingStatus) -> JSONText {
        let accounting = status.accounting
        let counts = DeliveryState.inOrder.map { ($0.rawValue, JSONText.integer(accounting[$0])) }
        return .object(
            [
                ("mailing", .string(status.mailing.slug)),
                ("list", .string(status.mailing.listName)),
                ("subject", .string(status.mailing.subject)),
                ("state", .string(state(status))),
                ("audience", .integer(accounting.audience)),
            ] + counts + [
                ("balanced", .flag(accounting.isBalanced)),
                ("finished", .flag(isFinished(status))),
                ("next_attempt_at", .optional(status.nextAttempt?.iso8601)),
                ("held_by", .optional(status.mailing.owner?.description)),
                ("reasons", .array(reasons(status).map(object))),
                ("start_at", .optional(status.mailing.startAt?.iso8601)),
                ("pause_reason", .optional(status.mailing.pauseReason)),
                ("canary", .optional(status.mailing.canary?.words(\.iso8601))),
                (
                    "versions",
                    .array(
                        status.versions.map {
                            .object([("version", .integer($0.version)), ("count", .integer($0.count))])
                        })
                ),
                (
                    "returned",
                    .array(
                        status.returned.map {
                            .object([("class", .string($0.bounceClass)), ("count", .integer($0.count))])
                        })
                ),
                ("frozen", .flag(!isForecast(status))),
                ("lists", .array(status.mailing.lists.map { .string($0.name) })),
                ("withdrawn_at", .optional(status.mailing.withdrawnAt?.iso8601)),
                ("open_refusals", .integer(status.openRefusals)),
                ("held_for_refusals", .flag(status.isHeldForRefusals)),
                ("retryable", .integer(status.retryable)),
            ])
    }

    /// Whether the numbers are those that it would have if it started now.
    private static func isForecast(_ status: MailingStatus) -> Bool {
        status.mailing.frozenAt == nil && !status.mailing.state.isOver
    }

    private static func forecast(_ accounting: Accounting) -> String {
        "\(accounting[.pending]) to mail and \(accounting[.skipped]) not, if it started now; frozen when it starts"
    }

    /// One whose audience is not frozen yet has nothing left to do, and is not finished.
    private static func isFinished(_ status: MailingStatus) -> Bool {
        status.mailing.frozenAt != nil && status.accounting.isFinished
    }

    private static func object(_ row: (state: DeliveryState, count: ReasonCount)) -> JSONText {
        .object([
            ("state", .string(row.state.rawValue)), ("reason", .string(row.count.reason)),
            ("count", .integer(row.count.count)),
        ])
    }

    /// The stored state, unless the rows contradict it.
    private static func state(_ status: MailingStatus) -> String {
        let claimsTooMuch = status.mailing.state == .finished && !status.accounting.isFinished
        return claimsTooMuch ? "inconsistent" : status.mailing.state.rawValue
    }

    private static func stateText(_ status: MailingStatus) -> String {
        let accounting = status.accounting
        let open = accounting[.pending] + accounting[.deferred] + accounting[.inFlight]
        let word = state(status)
        return open > 0 && accounting.isBalanced && !isForecast(status) ? "\(word), \(open) to go" : word
    }

    private static func heldBy(_ mailing: Mailing) -> String? {
        guard let owner = mailing.owner, let until = mailing.ownerUntil else { return nil }
        return "\(owner) until \(until.forPeople)"
    }

    private static func reasons(_ status: MailingStatus) -> [(state: DeliveryState, count: ReasonCount)] {
        DeliveryState.inOrder.flatMap { state in (status.reasons[state] ?? []).map { (state, $0) } }
    }

    private static func reasonRows(_ status: MailingStatus) -> [(String, String)] {
        let all = reasons(status)
        let width = all.map { String($0.count.count).count }.max() ?? 0
        return all.enumerated().map { index, row in
            let isFirst = index == 0 || all[index - 1].state != row.state
            let count = String(row.count.count)
            let indent = String(repeating: " ", count: width - count.count)
            return (isFirst ? row.state.words : "", "\(indent)\(count)  \(row.count.reason)")
        }
    }

    /// Whether the rows do not add up to the audience, or contradict the mailing's state.
    package static func isAlarming(_ status: MailingStatus) -> Bool { alarm(status) != nil }

    /// What must not be overlooked: rows that are missing or too many, or a state that the rows contradict.
    private static func alarm(_ status: MailingStatus) -> String? {
        let accounting = status.accounting
        let rows = DeliveryState.inOrder.reduce(0) { $0 + accounting[$1] }
        let slug = status.mailing.slug.onOneLine
        if !accounting.isBalanced {
            let difference = abs(accounting.audience - rows)
            return "ALARM: mailing \(slug) DOES NOT ADD UP: its audience is \(accounting.audience), its rows are "
                + "\(rows): \(difference) \(difference == 1 ? "recipient" : "recipients") unaccounted for. "
                + "Send nothing from this database, keep a copy of it, and compare it with the delivery log."
        }
        guard state(status) == "inconsistent" else { return nil }
        return "ALARM: mailing \(slug) is marked as done, but its rows are not. "
            + "Keep a copy of the database and compare it with the delivery log."
    }
}

extension Mailing.Canary {
    /// `5 % first; held since 2026-…`
    func words(_ time: (Timestamp) -> String) -> String {
        let share = (self.share * 10_000).rounded() / 100
        let number = share == share.rounded() ? String(Int(share)) : String(share)
        switch phase {
        case .sending: return "\(number) % first"
        case .held(let since): return "\(number) % first; held since \(time(since))"
        case .released: return "\(number) % first; the rest was let go"
        }
    }
}

extension Accounting {
    /// `1000 = 962 sent + 8 failed + …`; `≠` where the sum does not hold.
    var equation: String {
        let terms = DeliveryState.inOrder.map { "\(self[$0]) \($0.words)" }
        return "\(audience) \(isBalanced ? "=" : "≠") \(terms.joined(separator: " + "))"
    }
}

extension DeliveryState {
    /// The order of the promise: audience = sent + failed + skipped + pending + deferred + in flight + unknown.
    static let inOrder: [DeliveryState] = [.sent, .failed, .skipped, .pending, .deferred, .inFlight, .unknown]

    var words: String { self == .inFlight ? "in flight" : rawValue }
}
