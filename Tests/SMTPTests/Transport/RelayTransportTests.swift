import Foundation
import Mail
import Testing

@testable import SMTP

/// Real sessions against a scripted peer; `send` checks in each that every message has exactly one result.
@Suite struct RelayTransportTests {
    private func settings(_ peer: ScriptedPeer, _ mode: Pipelining = .full, connections: Int = 1) -> RelaySettings {
        .local(peer.port) {
            $0.pipelining = mode
            $0.connections = connections
        }
    }

    @Test(arguments: Pipelining.allCases, [1, 4])
    func eachMessageArrivesExactlyOnce(_ mode: Pipelining, _ connections: Int) throws {
        try withPeer { peer in
            let messages = try (1...300).map { try message($0) }
            let books = try send(messages, settings(peer, mode, connections: connections))
            #expect(books.results.allSatisfy { OutcomeKind($0.outcome) == .accepted })
            #expect(peer.delivered.count == 300)
            #expect(Set(peer.delivered.map(\.recipient)) == Set((1...300).map { "r\($0)@example.net" }))
            #expect(Set(peer.delivered.map(\.bytes)) == Set(messages.map(\.bytes)))
            #expect(peer.connections <= connections && books.opened == peer.connections)
            for connection in 1...peer.connections { #expect(peer.linesRead(connection).last == "QUIT") }
        }
    }

    @Test func aServerWithoutPipeliningGetsOneCommandAtATime() throws {
        try withPeer([]) { peer in
            let books = try send(try (1...20).map { try message($0) }, settings(peer))
            #expect(books.results.count == 20 && peer.delivered.count == 20)
        }
    }

    @Test func aLargeMessageWithDotsArrivesByteForByte() throws {
        try withPeer { peer in
            let line = "." + String(repeating: "x", count: 70) + "\r\n"
            let text = "Subject: dots\r\n\r\n" + String(repeating: line, count: 30_000)
            _ = try send([try message(1, body: text)], settings(peer))
            #expect(peer.delivered.map(\.bytes) == [Array(text.replacing("\r\n.", with: "\r\n..").utf8)])
        }
    }

    @Test func noMessageOpensNoConnection() throws {
        try withPeer { peer in
            let books = try send([], settings(peer))
            #expect(books.opened == 0 && peer.connections == 0)
        }
    }

    @Test func aSessionIsReplacedAfterItsShareOfMessages() throws {
        try withPeer { peer in
            var settings = settings(peer)
            settings.messagesPerConnection = 10
            let books = try send(try (1...35).map { try message($0) }, settings)
            #expect(peer.delivered.count == 35 && books.failures.isEmpty)
            #expect(peer.connections == 4)
            for connection in 1...4 { #expect(peer.linesRead(connection).last == "QUIT") }
        }
    }

    @Test(arguments: Pipelining.allCases)
    func aSessionIsReplacedWhenItIsOld(_ mode: Pipelining) throws {
        try withPeer { peer in
            var settings = settings(peer, mode)
            settings.ageLimit = .zero
            let books = try send(try (1...3).map { try message($0) }, settings)
            #expect(peer.delivered.count == 3 && books.failures.isEmpty)
            #expect(peer.connections == 3)
            for connection in 1...3 { #expect(peer.linesRead(connection).last == "QUIT") }
        }
    }

    @Test(arguments: Pipelining.allCases)
    func anAddressThatTheRelayCannotTakeFailsAlone(_ mode: Pipelining) throws {
        let recipients = ["ann@bücher.example", "jürgen@bücher.example", "ben@example.net"]
        for extensions in [["PIPELINING"], ["PIPELINING", "SMTPUTF8", "8BITMIME"]] {
            try withPeer(extensions) { peer in
                let messages = try recipients.enumerated().map { number, recipient in
                    try message(
                        Int64(number + 1), to: recipient, body: "To: \(try address(recipient).wireForm)\r\n\r\nHi.\r\n")
                }
                let books = try send(messages, settings(peer, mode))
                let knowsUTF8 = extensions.contains("SMTPUTF8")
                #expect(books.kind(2) == (knowsUTF8 ? .accepted : .unsendable))
                #expect(books.kind(1) == .accepted && books.kind(3) == .accepted && peer.connections == 1)
                let commands = peer.linesRead(1).filter { $0.hasPrefix("MAIL") }
                #expect(
                    commands.map { $0.contains("SMTPUTF8") } == (knowsUTF8 ? [false, true, false] : [false, false]))
                #expect(peer.delivered.map(\.recipient).contains("jürgen@xn--bcher-kva.example") == knowsUTF8)
            }
        }
    }

    @Test(arguments: Pipelining.allCases)
    func aDeniedMessageNeverLeavesAndTheOthersDo(_ mode: Pipelining) throws {
        try withPeer { peer in
            let books = try send(try (1...6).map { try message($0) }, denied: [2, 5], settings(peer, mode))
            #expect(Set(peer.delivered.map(\.recipient)) == Set([1, 3, 4, 6].map { "r\($0)@example.net" }))
            #expect(books.kind(2) == .notStarted(.data) && books.kind(5) == .notStarted(.data))
            #expect(books.failures.isEmpty)
            // Not even a QUIT: inside DATA it would be text.
            #expect(peer.linesRead(1).last == "DATA")
        }
    }

    @Test func whatCannotBeSentIsReportedWithoutHarm() throws {
        try withPeer(["PIPELINING", "SIZE 100"]) { peer in
            let large = try message(2, body: String(repeating: "x", count: 200))
            let books = try send(
                [try message(1), large, try message(3, to: "jürgen@example.net"), try message(4)], settings(peer))
            #expect(books.kind(2) == .unsendable && books.kind(3) == .unsendable)
            #expect(peer.delivered.count == 2 && peer.connections == 1)
        }
    }

    @Test func aWakeMakesAWaitingTransportAskAgain() throws {
        try withPeer { peer in
            let feed = ListFeed([try message(1)], staysOpen: true)
            let transport = try RelayTransport(settings(peer))
            let isOver = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                transport.run(feed: feed)
                isOver.signal()
            }
            feed.stop()
            transport.wake()
            isOver.wait()
            #expect(feed.books.areBalanced)
        }
    }

    /// The peer answers a whole group in one write: the dot, and the next message's MAIL, RCPT and DATA.
    @Test func resultsAndClaimsOfOneTurnShareACommit() throws {
        let script: ScriptedPeer.Script = { situation in
            switch situation.step {
            case .mail, .rcpt: .say("")
            case .data:
                .say((situation.recipient == "r1@example.net" ? "" : "250 sent\r\n") + "250 ok\r\n250 ok\r\n354 go on")
            case .dot: situation.recipient == "r50@example.net" ? nil : .say("")
            default: nil
            }
        }
        try withPeer(script: script) { peer in
            let books = try send(try (1...50).map { try message($0) }, settings(peer))
            #expect(books.results.count == 50 && books.commits == 51)
        }
    }
}
