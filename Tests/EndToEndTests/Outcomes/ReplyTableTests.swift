import Bounces
import Foundation
import Mail
import Sending
import Store
import Testing

/// The table of replies in docs/outcomes.md: each is read by the classifier and judged by the policies that a run has.
@Suite struct ReplyTableTests {
    private static let stages: [String: DialogueStage] = [
        "greeting": .greeting, "AUTH": .authentication, "MAIL": .mailFrom, "RCPT": .rcptTo, "DATA": .data,
        "dot": .endOfData,
    ]

    private static let policy = OutcomePolicy(schedules: RetrySchedules()) {
        ReplyClassifier.classify($0, stage: $1).bounceClass
    }

    /// What the page says of a reply, as it is.
    private struct Reading: Equatable, CustomStringConvertible {
        let bounceClass: String
        let about: String
        let delivery: String
        let reader: String

        var description: String { "\(bounceClass) | \(about) | \(delivery) | \(reader)" }
    }

    @Test func eachReplyIsReadAsThePageSays() throws {
        let rows = try OutcomeTables().rows("What replies mean")
        #expect(rows.count >= 60)
        for row in rows {
            let (stage, text) = (row["stage"] ?? "", row["reply"] ?? "")
            let documented = Reading(
                bounceClass: row["class"] ?? "", about: row["about"] ?? "", delivery: row["delivery"] ?? "",
                reader: row["reader"] ?? "")
            let seen = try Self.read(text, at: try #require(Self.stages[stage], "'\(stage)' is no stage"))
            #expect(documented == seen, "\(row["from"] ?? "") | \(stage) | `\(text)` | \(seen) |")
        }
    }

    /// Whatever is about us, the content or a relay's state counts against nobody, and us and the relay fail nobody.
    @Test func nobodyPaysForWhatIsNotAboutHer() throws {
        for row in try OutcomeTables().rows("What replies mean") where row["about"] != "reader" {
            #expect(row["reader"] == "–", "\(row)")
            #expect(row["about"] == "content" || row["delivery"] == "deferred", "\(row)")
        }
    }

    private static func read(_ text: String, at stage: DialogueStage) throws -> Reading {
        let reply = SMTPReply(
            code: try #require(Int(text.prefix(3))),
            lines: text.components(separatedBy: " / ").map { String($0.dropFirst(4)) })
        let bounceClass = ReplyClassifier.classify(reply, stage: stage).bounceClass
        let context = OutcomePolicy.Context(
            attempts: 0, lostConnections: 0, now: Timestamp(milliseconds: 1_800_000_000_000),
            messageDate: Timestamp(milliseconds: 1_800_000_000_000), random: { 0.5 })
        let result = AttemptResult(
            delivery: DeliveryID(rawValue: 1), outcome: .refused(reply, stage: stage),
            relay: RelayName(host: "relay.example", port: 25), duration: .zero)
        let update = policy.update(for: result, in: context)
        let delivery =
            switch update.disposition {
            case .failed: "failed"
            case .deferred: "deferred"
            default: "\(update.disposition)"
            }
        let about = RefusalSubject(of: bounceClass, reply, at: stage).rawValue
        return Reading(
            bounceClass: bounceClass.rawValue, about: about, delivery: delivery,
            reader: delivery == "failed" ? verdict(bounceClass) : "–")
    }

    private static func verdict(_ bounceClass: BounceClass) -> String {
        switch BouncePolicy().verdict(on: bounceClass, evidence: [], now: Timestamp(milliseconds: 0)) {
        case .suppress: "suppressed"
        case .count: "counted"
        case .ignore: "–"
        }
    }
}
