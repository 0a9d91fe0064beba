import Mail
import Testing

@testable import SMTP

func address(_ text: String) throws -> EmailAddress { try EmailAddress(text) }

func message(_ id: Int64, to recipient: String? = nil, body: String? = nil) throws -> OutgoingMessage {
    OutgoingMessage(
        delivery: DeliveryID(rawValue: id),
        envelope: Envelope(
            sender: try EmailAddress("b.\(id)@bounce.example.org"),
            recipient: try EmailAddress(recipient ?? "r\(id)@example.net")),
        bytes: Array((body ?? "Subject: \(id)\r\n\r\nHello.\r\n").utf8))
}

/// A message of about `size` bytes.
func largeMessage(_ id: Int64, size: Int) throws -> OutgoingMessage {
    let line = String(repeating: "x", count: 74) + "\r\n"
    return try message(id, body: "Subject: \(id)\r\n\r\n" + String(repeating: line, count: size / line.utf8.count))
}

extension SMTPReply {
    init(_ code: Int, _ text: String) { self.init(code: code, lines: [text]) }
}

/// What an outcome is, without its details: what tables compare.
enum OutcomeKind: Equatable {
    case accepted
    case refused(Int, DialogueStage)
    case notStarted(DialogueStage)
    case unsendable
    case uncertain

    init(_ outcome: AttemptResult.Outcome) {
        switch outcome {
        case .accepted: self = .accepted
        case .refused(let reply, let stage): self = .refused(reply.code, stage)
        case .notStarted(let failure): self = .notStarted(failure.stage)
        case .unsendable, .unsuitable: self = .unsendable
        case .uncertain: self = .uncertain
        }
    }
}

extension ConnectionFailure.Kind {
    /// The case alone.
    var name: String { String("\(self)".prefix { $0 != "(" }) }
}
