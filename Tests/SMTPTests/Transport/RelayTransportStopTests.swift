import Foundation
import Mail
import Synchronization
import Testing

@testable import SMTP

/// Ends that come from the feed: it gives up, or it is stopped while the relay is away.
@Suite struct RelayTransportStopTests {
    @Test func aStopIsHeardWhileTheRelayIsAway() throws {
        let (socket, port) = try PeerSocket.listening()
        socket.shutDown()
        let feed = ListFeed(try (1...3).map { try message($0) }, staysOpen: true) { _ in .retry(after: .seconds(3600)) }
        let transport = try RelayTransport(.local(port))
        stopWhenFailed(feed, transport)
        transport.run(feed: feed)
        #expect(feed.books.areBalanced)
        #expect(feed.books.results.allSatisfy { OutcomeKind($0.outcome) == .notStarted(.connect) })
    }

    /// Had the loop waited for the greeting, the failure to open a session would be in the books.
    @Test func aStopDoesNotWaitForARelayThatNeverGreets() throws {
        let stop = Mutex<(@Sendable () -> Void)?>(nil)
        let script: ScriptedPeer.Script = { situation in
            guard situation.step == .greeting else { return nil }
            stop.withLock { $0?() }
            return .hang
        }
        try withPeer(script: script) { peer in
            let settings = RelaySettings.local(peer.port) {
                $0.connections = 2
                $0.timeouts.setup = .seconds(20)
            }
            let feed = ListFeed(try (1...3).map { try message($0) }, staysOpen: true) { _ in .retry(after: .zero) }
            let transport = try RelayTransport(settings)
            stop.withLock {
                $0 = {
                    feed.stop()
                    transport.wake()
                }
            }
            transport.run(feed: feed)
            #expect(feed.books.areBalanced && feed.books.failures.isEmpty)
            #expect(!feed.books.results.isEmpty)
            #expect(feed.books.results.allSatisfy { OutcomeKind($0.outcome) == .notStarted(.connect) })
        }
    }

    /// The second connection is greeted only when everything has been delivered over the first: a loop that waited for
    /// it would deliver nothing until opening it fails, and the failure would be in the books.
    @Test func aSessionThatHangsWhileOpeningDelaysNoOther() throws {
        let isHanging = Mutex(false)
        let script: ScriptedPeer.Script = { situation in
            if situation.step == .greeting, situation.connection == 2 {
                isHanging.withLock { $0 = true }
                return .hang
            }
            // Not a message moves before the second connection is there.
            while situation.step == .mail, !isHanging.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.001) }
            return nil
        }
        try withPeer(script: script) { peer in
            let settings = RelaySettings.local(peer.port) {
                $0.connections = 2
                $0.timeouts.setup = .seconds(20)
            }
            let books = try send(try (1...100).map { try message($0) }, settings)
            #expect(books.results.allSatisfy { OutcomeKind($0.outcome) == .accepted })
            #expect(books.failures.isEmpty && books.opened == 1)
            #expect(peer.delivered.count == 100 && peer.delivered.allSatisfy { $0.connection == 1 })
        }
    }

    /// Where the first one lost its session is not said of those that waited for theirs.
    @Test func whoWaitedForASessionDidNotLoseOne() throws {
        try withPeer(script: { $0.step == .mail ? .close : nil }) { peer in
            let books = try send(try (1...3).map { try message($0) }, .local(peer.port)) { _ in
                .retry(after: .seconds(3600))
            }
            #expect(
                (1...3).map { books.kind($0) } == [
                    .notStarted(.mailFrom), .notStarted(.connect), .notStarted(.connect),
                ])
            #expect(peer.connections == 1)
        }
    }

    @Test func aRelayThatTakesOneSessionGetsAllOfItsMailThroughIt() throws {
        let script: ScriptedPeer.Script = {
            $0.step == .greeting && $0.connection > 1 ? .sayAndClose("554 one is enough") : nil
        }
        try withPeer(script: script) { peer in
            let books = try send(try (1...500).map { try message($0) }, .local(peer.port) { $0.connections = 3 }) { _ in
                .retry(after: .milliseconds(1))
            }
            let accepted = books.results.filter { OutcomeKind($0.outcome) == .accepted }
            #expect(accepted.count == 500 && peer.delivered.count == 500)
            // Until the first session stands, a refusal may be about all of them.
            #expect(books.failures.count <= 2)
        }
    }

    @Test func aFeedThatGrantsNothingGetsEveryMessageBack() throws {
        try withPeer { peer in
            let books = try send(
                try (1...8).map { try message($0) }, denied: Set(1...8), .local(peer.port) { $0.connections = 3 })
            #expect(books.results.allSatisfy { OutcomeKind($0.outcome) == .notStarted(.data) })
            #expect(peer.delivered.isEmpty && books.failures.isEmpty)
        }
    }
}

/// Many faults at once: whatever happens, the books of both sides agree.
@Suite struct RelayTransportChaosTests {
    private static let reactions: [ScriptedPeer.Step: [ScriptedPeer.Reaction]] = [
        .greeting: [.sayAndClose("421 busy"), .close, .reset],
        .mail: [.say("451 later"), .sayAndClose("421 enough"), .close],
        .rcpt: [.say("450 busy"), .say("550 no"), .sayAndClose("421 enough"), .reset],
        .data: [.say("451 no"), .sayAndClose("421 enough"), .close, .say("what")],
        .body: [.close, .reset, .sayAndClose("552 no")],
        .dot: [
            .say("451 no"), .say("554 no"), .sayAndClose("421 enough"), .close, .reset, .sayAndClose("250 sent"),
            .say("wat"),
        ],
    ]

    @Test(arguments: Pipelining.allCases, [UInt64](1...4))
    func everyMessageIsAccountedForOnBothSides(_ mode: Pipelining, _ seed: UInt64) throws {
        let script: ScriptedPeer.Script = { situation in
            var state = seed
            for byte in "\(situation.step) \(situation.connection) \(situation.recipient)".utf8 {
                state = state &* 31 &+ UInt64(byte)
            }
            var generator = SplitMix(state: state)
            guard generator.next() % 12 == 0 else { return nil }
            return Self.reactions[situation.step]?.randomElement(using: &generator)
        }
        try withPeer(script: script) { peer in
            let settings = RelaySettings.local(peer.port) {
                $0.connections = 5
                $0.pipelining = mode
            }
            let books = try send(try (1...200).map { try message($0) }, settings) { _ in .retry(after: .milliseconds(1))
            }
            let delivered = peer.delivered.filter { !$0.bytes.isEmpty }.map(\.recipient)
            let accepted = books.results.filter { OutcomeKind($0.outcome) == .accepted }.map {
                "r\($0.delivery)@example.net"
            }
            let uncertain = books.results.filter { OutcomeKind($0.outcome) == .uncertain }.map {
                "r\($0.delivery)@example.net"
            }
            #expect(Set(delivered).count == delivered.count)
            #expect(Set(accepted).isSubset(of: delivered))
            #expect(Set(delivered).isSubset(of: accepted + uncertain))
        }
    }
}
