import Foundation
import Mail
import Synchronization

@testable import Sending

let relay = RelayName(host: "relay.example.org", port: 25)

func reply(_ code: Int, _ text: String) -> SMTPReply { SMTPReply(code: code, lines: [text]) }

func recipients(_ count: Int) throws -> [DueDelivery] {
    try (1...max(count, 1)).prefix(count).map { number in
        DueDelivery(
            delivery: DeliveryID(rawValue: Int64(number)), subscriber: SubscriberID(rawValue: Int64(number)),
            address: try EmailAddress("reader\(number)@example.org"), name: nil, attributes: [:], attempts: 0)
    }
}

/// A clock that a test moves.
final class HandClock: Sendable {
    private let milliseconds = Mutex<Int64>(1_700_000_000_000)
    var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }
    func advance(_ duration: Duration) {
        milliseconds.withLock { $0 += Timestamp(milliseconds: 0).adding(duration).milliseconds }
    }
}

/// Takes messages from the feed one by one and answers as the script says.
final class ScriptedTransport: MessageTransport {
    typealias Script = @Sendable (OutgoingMessage, _ attempt: Int) -> AttemptResult.Outcome

    let relay: RelayName
    private let script: Script
    private let attempts = Mutex<[DeliveryID: Int]>([:])
    /// Deliveries whose data went out, in order.
    let carried = Mutex<[DeliveryID]>([])
    private let waiting = DispatchSemaphore(value: 0)

    init(relay: RelayName = Fixtures.relay, script: @escaping Script) {
        self.relay = relay
        self.script = script
    }

    func wake() { waiting.signal() }

    func run(feed: any DeliveryFeed) {
        while true {
            switch feed.next(1, for: relay) {
            case .finished, .stopped: return
            case .wait: _ = waiting.wait(timeout: .now() + 0.02)
            case .messages(let messages): for message in messages { carry(message, feed: feed) }
            }
        }
    }

    private func carry(_ message: OutgoingMessage, feed: any DeliveryFeed) {
        let attempt = attempts.withLock { counts in
            counts[message.delivery, default: 0] += 1
            return counts[message.delivery] ?? 0
        }
        let outcome = script(message, attempt)
        if outcome.needsClaim {
            guard feed.commit(results: [], claims: [message.delivery]).contains(message.delivery) else {
                let failure = ConnectionFailure(relay: relay, kind: .claimDenied, stage: .data, detail: "claim denied")
                report(message, .notStarted(failure), feed)
                return
            }
            carried.withLock { $0.append(message.delivery) }
        }
        report(message, outcome, feed)
    }

    private func report(_ message: OutgoingMessage, _ outcome: AttemptResult.Outcome, _ feed: any DeliveryFeed) {
        let result = AttemptResult(delivery: message.delivery, outcome: outcome, relay: relay, duration: .zero)
        _ = feed.commit(results: [result], claims: [])
    }
}

enum Fixtures {
    static let relay = SendingTests.relay
}

extension AttemptResult.Outcome {
    fileprivate var needsClaim: Bool {
        switch self {
        case .accepted, .uncertain: true
        case .refused(_, let stage): stage == .endOfData
        case .notStarted, .unsendable, .unsuitable: false
        }
    }
}

/// A transport that cannot connect.
final class ClosedPort: MessageTransport {
    let relay = Fixtures.relay
    let failure: ConnectionFailure
    private let waiting = DispatchSemaphore(value: 0)

    init(_ kind: ConnectionFailure.Kind) {
        failure = ConnectionFailure(relay: Fixtures.relay, kind: kind, stage: .connect, detail: "Connection refused")
    }

    func wake() { waiting.signal() }

    func run(feed: any DeliveryFeed) {
        while case .retry(let pause) = feed.connectionFailed(failure) {
            let parts = pause.components
            _ = waiting.wait(timeout: .now() + Double(parts.seconds) + Double(parts.attoseconds) / 1e18)
        }
    }
}

let accepted = AttemptResult.Outcome.accepted(reply(250, "2.0.0 Ok"))

func lost(_ stage: DialogueStage) -> ConnectionFailure {
    ConnectionFailure(relay: relay, kind: .lost(nil), stage: stage, detail: "Connection reset by peer")
}

func settings(_ clock: HandClock, schedule: RetrySchedule = .standard) -> RunSettings {
    RunSettings(
        mailing: MailingID(rawValue: 1), owner: LeaseOwner("test:1:a"),
        policy: OutcomePolicy(schedules: RetrySchedules(standard: schedule, byClass: [:])) { reply, _ in
            reply.isPermanent ? .hard : .throttle
        },
        compose: { due, _, _ in
            OutgoingMessage(
                delivery: due.delivery, envelope: Envelope(sender: nil, recipient: due.address), bytes: [13, 10])
        },
        wallClock: { clock.now }, random: { 0.5 })
}
