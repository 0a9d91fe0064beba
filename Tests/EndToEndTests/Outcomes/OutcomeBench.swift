import Bounces
import Foundation
import Mail
import SMTP
import Sandbox
import Sending
import Synchronization

/// A mailing to four readers, in this order over one connection, to a sandbox with faults: what docs/outcomes.md is
/// about. Everything is real but the ledger, which is in memory.
struct OutcomeBench {
    enum Reader: String, CaseIterable {
        case before, hit, behind, last
    }

    /// What was seen.
    struct Seen {
        var states: [Reader: String] = [:]
        var connections = 0
        /// `finishes`, `stops` (to be run again) or `pauses` (for people to look at it).
        var run = ""
    }

    var server = SandboxOptions()
    var tls = TLSPolicy.off
    var host = "127.0.0.1"
    var trust = TrustAnchors.system
    var credentials: Credentials?
    var pipelining = Pipelining.full
    /// How long any reply may take.
    var patience = Duration.seconds(60)
    var recipient = "hit@example.net"
    /// Of the message to the one who is hit.
    var size = 0
    /// Bytes that the message to the one who is hit begins with.
    var header = "Subject: outcome\r\n\r\n"

    func run() throws -> Seen {
        let sandbox = try SandboxServer.startBlocking(server)
        defer { sandbox.stopBlocking() }
        var seen = try run(port: sandbox.port)
        seen.connections = sandbox.statistics().connections
        return seen
    }

    func run(port: Int) throws -> Seen {
        let gate = Gate()
        let states = Mutex<[DeliveryID: String]>([:])
        let transport = GatedTransport(try RelayTransport(relaySettings(port)), gate)
        let ledger = MemoryLedger(try Reader.allCases.map(due))
        let result = try MailingRun(
            settings: runSettings(gate) { update in
                states.withLock { $0[update.delivery] = update.disposition.word }
            }, ledger: ledger, transports: [transport]
        ).execute()
        var seen = Seen()
        for reader in Reader.allCases { seen.states[reader] = states.withLock { $0[reader.delivery] } ?? "pending" }
        seen.run = result.reason.word
        let accounting = try ledger.accounting(of: MailingID(rawValue: 1))
        let counted = Dictionary(grouping: seen.states.values) { $0 }.mapValues(\.count)
        for (state, count) in accounting.counts where counted[state.rawValue] != count {
            seen.run = "ledger says \(accounting.counts)"
        }
        return seen
    }

    private func relaySettings(_ port: Int) -> RelaySettings {
        var settings = RelaySettings(relay: RelayName(host: host, port: port), tls: tls, credentials: credentials)
        settings.trust = trust
        settings.pipelining = pipelining
        settings.timeouts.setup = patience
        settings.timeouts.command = patience
        settings.timeouts.dataInitiation = patience
        settings.timeouts.dataBlock = patience
        settings.timeouts.dataEnd = patience
        settings.timeouts.quit = min(patience, .seconds(5))
        return settings
    }

    private func runSettings(_ gate: Gate, note: @escaping @Sendable (DeliveryUpdate) -> Void) -> RunSettings {
        var settings = RunSettings(
            mailing: MailingID(rawValue: 1), owner: LeaseOwner("outcomes"),
            policy: OutcomePolicy(schedules: RetrySchedules()) { ReplyClassifier.classify($0, stage: $1).bounceClass },
            compose: { [self] due, _, _ in
                defer { gate.pass() }
                return message(to: due)
            }, wallClock: { Timestamp(milliseconds: 1_700_000_000_000) }, random: { 0.5 })
        // In order of the ledger.
        settings.composers = 1
        settings.breaker = CircuitBreaker(connectionLimit: 2)
        // What can be pipelined is.
        settings.beginsWithTrial = false
        settings.observer.updated = { updates, _ in
            for (update, _) in updates where update.disposition != .released { note(update) }
        }
        return settings
    }

    private func due(_ reader: Reader) throws -> DueDelivery {
        DueDelivery(
            delivery: reader.delivery, subscriber: SubscriberID(rawValue: reader.delivery.rawValue),
            address: try EmailAddress(reader == .hit ? recipient : "\(reader.rawValue)@example.net"), name: nil,
            attributes: [:], attempts: 0)
    }

    private func message(to due: DueDelivery) -> OutgoingMessage {
        let reader = Reader.allCases[Int(due.delivery.rawValue) - 1]
        let isHit = reader == .hit
        let line = String(repeating: "x", count: 510) + "\r\n"
        let text =
            (isHit ? header : "Subject: outcome\r\n\r\n") + String(repeating: line, count: isHit ? size / 512 : 1)
        let sender = try? EmailAddress("\(reader.rawValue)@bounce.example.org")
        return OutgoingMessage(
            delivery: due.delivery, envelope: Envelope(sender: sender, recipient: due.address), bytes: Array(text.utf8))
    }
}

extension OutcomeBench.Reader {
    fileprivate var delivery: DeliveryID {
        DeliveryID(rawValue: Int64((Self.allCases.firstIndex(of: self) ?? 0) + 1))
    }
}

/// Opens when every message has been composed once, so that what can be pipelined is.
private final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let composed = Mutex(0)

    func pass() {
        let count = composed.withLock { count in
            count += 1
            return count
        }
        if count == OutcomeBench.Reader.allCases.count { semaphore.signal() }
    }

    func wait() { _ = semaphore.wait(timeout: .now() + 20) }
}

private final class GatedTransport: MessageTransport {
    private let transport: RelayTransport
    private let gate: Gate

    init(_ transport: RelayTransport, _ gate: Gate) {
        self.transport = transport
        self.gate = gate
    }

    var relay: RelayName { transport.relay }

    func run(feed: any DeliveryFeed) {
        gate.wait()
        transport.run(feed: feed)
    }

    func wake() { transport.wake() }
}

extension DeliveryUpdate.Disposition {
    fileprivate var word: String {
        switch self {
        case .sent: "sent"
        case .failed: "failed"
        case .unknown: "unknown"
        case .deferred: "deferred"
        case .released: "pending"
        }
    }
}

extension StopReason {
    fileprivate var word: String {
        if pauseReason != nil { return "pauses" }
        switch self {
        case .exhausted: return "finishes"
        case .noRelay: return "stops"
        default: return "\(self)"
        }
    }
}

/// Does the work for each item on threads of its own, for work that does little but wait.
func concurrently<Item: Sendable, Result: Sendable>(
    _ items: [Item], threads: Int = 40, _ work: @escaping @Sendable (Item) -> Result
) -> [Result] {
    let next = Mutex(0)
    let results = Mutex([Result?](repeating: nil, count: items.count))
    let group = DispatchGroup()
    for _ in 0..<min(threads, items.count) {
        group.enter()
        Thread.detachNewThread {
            while true {
                let index = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                guard index < items.count else { break }
                let result = work(items[index])
                results.withLock { $0[index] = result }
            }
            group.leave()
        }
    }
    group.wait()
    return results.withLock { $0.compactMap { $0 } }
}
