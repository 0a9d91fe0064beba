import Mail
import Store

/// What `mailer trace ADDRESS` prints: the story of one address, in the order of the store, no line break at the end.
///
/// The JSON is `{"address": …, "events": [{"at", "kind", "text"}]}`; `at` is RFC 3339 in UTC, `kind` one of
/// `subscription`, `suppression`, `delivery`, `attempt`, `bounce`. These keys stay.
package enum TraceReport {
    package static func text(_ events: [TraceEvent], of address: EmailAddress) -> String {
        guard !events.isEmpty else {
            return "\(address): never heard of. It is on no list, and no mailing had it in its audience."
        }
        let width = events.map(\.kind.rawValue.count).max() ?? 0
        let lines = events.map { event in
            "\(event.at.forPeople)  \(event.kind.rawValue.padded(to: width))  \(event.text.onOneLine)"
        }
        return (["\(address)"] + lines).joined(separator: "\n")
    }

    package static func json(_ events: [TraceEvent], of address: EmailAddress) -> String {
        let items = events.map { event in
            JSONText.object([
                ("at", .string(event.at.iso8601)), ("kind", .string(event.kind.rawValue)),
                ("text", .string(event.text)),
            ])
        }
        return JSONText.object([("address", .string(address.description)), ("events", .array(items))]).document
    }
}
