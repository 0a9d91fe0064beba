import Mail
import Store

/// What `mailer unknown` prints: the deliveries that may have arrived, as text or JSON, no line break at the end.
///
/// The JSON is `{"unknown": [{address, mailing, delivery, since, why, relay, message_id, last_reply}]}`; times are
/// RFC 3339 in UTC, what there is not is null. These keys stay.
package enum UnknownReport {
    /// A delivery with the Message-ID that its message has.
    package struct Row: Sendable {
        package let unknown: UnknownDelivery
        package let messageID: MessageID

        package init(_ unknown: UnknownDelivery, messageID: MessageID) {
            self.unknown = unknown
            self.messageID = messageID
        }
    }

    package static func text(_ rows: [Row]) -> String {
        rows.map { row in
            let unknown = row.unknown
            var lines = [
                ("mailing", "\(unknown.slug), delivery \(unknown.delivery)"),
                ("since", unknown.since.forPeople),
                ("why", unknown.reason),
                ("relay", unknown.relay ?? "not known: the sender died before it could say"),
                ("Message-ID", row.messageID.description),
            ]
            if let reply = unknown.lastReply { lines.append(("last said", reply)) }
            let details = lines.map { "  \($0.padded(to: 11))\($1.onOneLine)" }
            return (["\(unknown.address)"] + details).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    package static func json(_ rows: [Row]) -> String {
        let items = rows.map { row in
            JSONText.object([
                ("address", .string(row.unknown.address.description)),
                ("mailing", .string(row.unknown.slug)),
                ("delivery", .integer(Int(row.unknown.delivery.rawValue))),
                ("since", .string(row.unknown.since.iso8601)),
                ("why", .string(row.unknown.reason)),
                ("relay", .optional(row.unknown.relay)),
                ("message_id", .string(row.messageID.description)),
                ("last_reply", .optional(row.unknown.lastReply)),
            ])
        }
        return JSONText.object([("unknown", .array(items))]).document
    }
}
