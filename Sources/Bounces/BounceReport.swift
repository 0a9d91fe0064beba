import Mail

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A parsed report as the line of JSON that `mailer bounces parse` prints.
///
///     {"feedback_type":null,"kind":"bounce","recipients":[
///       {"action":"failed","address":"reader@example.com","class":"hard","status":"5.1.1"}]}
package enum BounceReport {
    package static func json(_ report: ParsedReport) -> String {
        let line = Line(
            kind: name(report.kind), feedbackType: report.feedbackType,
            recipients: report.recipients.map(Recipient.init))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and arrays of strings always encode.
        guard let data = try? encoder.encode(line) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    /// The four words of the format; which feedback it is says `feedback_type`.
    private static func name(_ kind: ParsedReport.Kind) -> String {
        switch kind {
        case .bounce: "bounce"
        case .complaint, .otherFeedback: "complaint"
        case .autoreply: "autoreply"
        case .success, .other, .unreadable: "other"
        }
    }

    private struct Line: Encodable {
        let kind: String
        let feedbackType: String?
        let recipients: [Recipient]

        enum CodingKeys: String, CodingKey {
            case kind, recipients
            case feedbackType = "feedback_type"
        }

        /// By hand, because nil has to be written as null.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(kind, forKey: .kind)
            try container.encode(feedbackType, forKey: .feedbackType)
            try container.encode(recipients, forKey: .recipients)
        }
    }

    private struct Recipient: Encodable {
        let recipient: ReportedRecipient

        init(_ recipient: ReportedRecipient) { self.recipient = recipient }

        enum CodingKeys: String, CodingKey {
            case address, status, action
            case bounceClass = "class"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(recipient.address.description, forKey: .address)
            try container.encode(recipient.status?.description, forKey: .status)
            try container.encode(recipient.bounceClass.rawValue, forKey: .bounceClass)
            try container.encode(recipient.action.rawValue, forKey: .action)
        }
    }
}
