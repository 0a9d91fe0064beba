import Mail
import Store

/// What `mailer unknown MAILING --settle relay-log FILE` prints: what was decided about each address by which line.
///
/// The JSON is `{"dry_run", "settled", "unknown", "log": [{from, to}], "deliveries": [{address, delivery, decision,
/// class, action, file, line, text}]}`; `decision` is one of `sent`, `failed`, `not received`, `undecided`,
/// `no trace`, `not covered`. These keys stay.
package struct SettlementReport: Sendable {
    package struct Row: Sendable {
        package let unknown: UnknownDelivery
        package let decision: RelayLogDecision
        /// For a bounce: what it says about the address.
        package let bounceClass: BounceClass?
        /// What followed for the address; nil if nothing did or nothing was stored.
        package let action: BounceAction?

        package init(
            _ unknown: UnknownDelivery, _ decision: RelayLogDecision, class bounceClass: BounceClass? = nil,
            action: BounceAction? = nil
        ) {
            self.unknown = unknown
            self.decision = decision
            self.bounceClass = bounceClass
            self.action = action
        }
    }

    package let rows: [Row]
    /// The times that the logs cover.
    package let spans: [ClosedRange<Timestamp>]
    package let isDryRun: Bool

    package init(rows: [Row], spans: [ClosedRange<Timestamp>], isDryRun: Bool) {
        self.rows = rows
        self.spans = spans
        self.isDryRun = isDryRun
    }

    /// How many stay unknown.
    package var leftOver: Int { rows.count { !$0.decision.settles } }

    // MARK: Text

    package var text: String {
        let words = rows.map { row in
            row.bounceClass.map { "\(row.decision.word) (\($0.rawValue))" } ?? row.decision.word
        }
        let addresses = rows.map(\.unknown.address.description)
        let widths = (addresses.map(\.count).max() ?? 0, words.map(\.count).max() ?? 0)
        let lines = rows.indices.map { index in
            "\(addresses[index].padded(to: widths.0))  \(words[index].padded(to: widths.1))  \(Self.evidence(rows[index]))"
        }
        return (lines + [summary]).joined(separator: "\n")
    }

    /// `4 unknown: 2 sent, 1 failed, 1 without a trace; 1 stays unknown.`
    private var summary: String {
        let kinds = Dictionary(grouping: rows, by: \.decision.word)
        let order = ["sent", "failed", "not received", "undecided", "no trace", "not covered"]
        let counts = order.compactMap { word in kinds[word].map { "\($0.count) \(word)" } }
        let stay = leftOver == 0 ? "none stays" : leftOver == 1 ? "1 stays" : "\(leftOver) stay"
        return "\(rows.count) unknown: \(counts.joined(separator: ", ")); \(stay) unknown."
            + (isDryRun ? " Nothing was stored, because of --dry-run." : "")
    }

    private static func evidence(_ row: Row) -> String {
        guard let place = row.decision.place else { return "since \(row.unknown.since.forPeople)" }
        let action = row.action.map { "; the address: \($0)" } ?? ""
        return "\(place.description.onOneLine)  \(place.text.onOneLine)\(action)"
    }

    /// What the operator may want to do about those that stay unknown, a sentence for each kind.
    package func advice(mailing: String) -> [String] {
        func count(_ word: String) -> Int { rows.count { $0.decision.word == word } }
        var advice: [String] = []
        if count("not received") > 0 {
            advice.append(
                "Not received: the relay did not take these, so that sending them again makes no duplicate: "
                    + "mailer unknown \(mailing) --resend ADDRESS")
        }
        if count("undecided") > 0 {
            advice.append(
                "Undecided: the relay began to take these, and the log does not tell the end. They may be in its queue "
                    + "(postqueue -p); a later log tells.")
        }
        if count("no trace") > 0 {
            advice.append(
                "No trace in this log, although it covers the time. If it is the log of the relay that was used, "
                    + "the relay never saw these messages.")
        }
        if count("not covered") > 0 { advice.append("Not covered: \(coverage) Take the log of that time.") }
        return advice
    }

    private var coverage: String {
        if spans.isEmpty { return "the log has no line of Postfix's with a time." }
        let times = spans.map { "\($0.lowerBound.forPeople) to \($0.upperBound.forPeople)" }
        return "the log goes from \(times.joined(separator: ", ")) only."
    }

    // MARK: JSON

    package var json: String {
        let log = spans.map {
            JSONText.object([("from", .string($0.lowerBound.iso8601)), ("to", .string($0.upperBound.iso8601))])
        }
        return JSONText.object([
            ("dry_run", .flag(isDryRun)),
            ("settled", .integer(rows.count - leftOver)),
            ("unknown", .integer(leftOver)),
            ("log", .array(log)),
            ("deliveries", .array(rows.map(Self.object))),
        ]).document
    }

    private static func object(_ row: Row) -> JSONText {
        let place = row.decision.place
        return .object([
            ("address", .string(row.unknown.address.description)),
            ("delivery", .integer(Int(row.unknown.delivery.rawValue))),
            ("decision", .string(row.decision.word)),
            ("class", .optional(row.bounceClass?.rawValue)),
            ("action", .optional(row.action?.description)),
            ("file", .optional(place?.file)),
            ("line", place.map { .integer($0.line) } ?? .null),
            ("text", .optional(place?.text)),
        ])
    }
}
