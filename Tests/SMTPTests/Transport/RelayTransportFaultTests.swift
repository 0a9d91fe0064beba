import Mail
import Synchronization
import Testing

@testable import SMTP

/// What happens to message 3 of 6 when the peer misbehaves there, and that the others all arrive.
@Suite struct RelayTransportFaultTests {
    typealias Step = ScriptedPeer.Step

    struct Fault: Sendable, CustomTestStringConvertible {
        let step: Step
        let reaction: ScriptedPeer.Reaction
        /// Of the message that it hits; in lockstep, and with pipelining if that differs.
        let expected: OutcomeKind
        var testDescription: String { "\(step): \(reaction)" }
    }

    static let faults: [Fault] = [
        Fault(step: .mail, reaction: .say("451 4.3.0 later"), expected: .refused(451, .mailFrom)),
        Fault(step: .rcpt, reaction: .say("450 4.2.1 busy"), expected: .refused(450, .rcptTo)),
        Fault(step: .rcpt, reaction: .say("550 5.1.1 no such user"), expected: .refused(550, .rcptTo)),
        Fault(step: .data, reaction: .say("451 4.3.1 no space"), expected: .refused(451, .data)),
        Fault(step: .dot, reaction: .say("451-4.7.1 grey\r\n451 4.7.1 listed"), expected: .refused(451, .endOfData)),
        Fault(step: .dot, reaction: .say("554 5.7.1 spam"), expected: .refused(554, .endOfData)),
        // The session had carried two: it ends between messages, and the third had not begun.
        Fault(step: .mail, reaction: .sayAndClose("421 4.3.2 bye"), expected: .notStarted(.mailFrom)),
        Fault(step: .rcpt, reaction: .sayAndClose("421 4.3.2 bye"), expected: .refused(421, .rcptTo)),
        Fault(step: .data, reaction: .sayAndClose("421 4.3.2 bye"), expected: .refused(421, .data)),
        Fault(step: .dot, reaction: .sayAndClose("421 4.3.2 bye"), expected: .refused(421, .endOfData)),
        Fault(step: .mail, reaction: .close, expected: .notStarted(.mailFrom)),
        Fault(step: .rcpt, reaction: .close, expected: .notStarted(.rcptTo)),
        Fault(step: .data, reaction: .close, expected: .notStarted(.data)),
        Fault(step: .dot, reaction: .close, expected: .uncertain),
        Fault(step: .dot, reaction: .reset, expected: .uncertain),
        Fault(step: .dot, reaction: .hang, expected: .uncertain),
        Fault(step: .dot, reaction: .say("what?"), expected: .uncertain),
        Fault(step: .data, reaction: .hang, expected: .notStarted(.data)),
    ]

    private func run(_ fault: Fault, _ mode: Pipelining, connections: Int) throws -> (ListFeed.Books, [String]) {
        let script: ScriptedPeer.Script = { situation in
            let isHit =
                situation.step == .mail ? situation.line.contains("<b.3@") : situation.recipient == "r3@example.net"
            return isHit && situation.step == fault.step ? fault.reaction : nil
        }
        return try withPeer(script: script) { peer in
            let settings = RelaySettings.local(peer.port) {
                $0.pipelining = mode
                $0.connections = connections
                $0.timeouts.command = .milliseconds(300)
                $0.timeouts.dataInitiation = .milliseconds(300)
                $0.timeouts.dataEnd = .milliseconds(300)
            }
            let books = try send(try (1...6).map { try message($0) }, settings) { _ in .retry(after: .milliseconds(1)) }
            // An empty message is what a lone dot leaves behind: for nobody.
            return (books, peer.delivered.filter { !$0.bytes.isEmpty }.map(\.recipient))
        }
    }

    @Test(arguments: faults, Pipelining.allCases)
    func onlyTheMessageHitIsHarmed(_ fault: Fault, _ mode: Pipelining) throws {
        let (books, delivered) = try run(fault, mode, connections: 1)
        // An abrupt end may swallow replies to the group's earlier commands, so the stage may be earlier.
        if case .notStarted = fault.expected, mode != .off {
            guard case .notStarted = books.kind(3) else {
                Issue.record("\(String(describing: books.kind(3)))")
                return
            }
        } else {
            #expect(books.kind(3) == fault.expected)
        }
        let accepted = books.results.filter { OutcomeKind($0.outcome) == .accepted }.map {
            "r\($0.delivery)@example.net"
        }
        #expect(accepted.sorted() == delivered.sorted())
        // The message behind it in the pipeline may be sent back untouched; nobody else is.
        let others = [1, 2, 4, 5, 6].filter { books.kind($0) != .accepted }
        #expect(
            others.isEmpty || (mode == .full && others == [4] && books.kind(4) == .notStarted(.mailFrom)),
            "\(books.results)")
    }

    @Test(arguments: faults)
    func aFaultOnOneOfSeveralSessionsHarmsNoOther(_ fault: Fault) throws {
        let (books, delivered) = try run(fault, .full, connections: 3)
        let accepted = books.results.filter { OutcomeKind($0.outcome) == .accepted }
        #expect(accepted.count == delivered.count && Set(delivered).count == delivered.count)
        #expect(delivered.count >= 4)
    }

    /// The server goes away in the middle of a body that is larger than all buffers between.
    @Test(arguments: [ScriptedPeer.Reaction.reset, .close])
    func aLossInsideALargeBodyIsSafe(_ reaction: ScriptedPeer.Reaction) throws {
        try withPeer(script: { $0.step == .body ? reaction : nil }) { peer in
            let books = try send([try largeMessage(1, size: 20_000_000)], .local(peer.port)) { _ in .giveUp }
            #expect(books.kind(1) == .notStarted(.messageBody))
            #expect(peer.delivered.isEmpty)
        }
    }

    @Test func aServerThatStopsReadingTheBodyTimesOut() throws {
        try withPeer(script: { $0.step == .body ? .hang : nil }) { peer in
            let settings = RelaySettings.local(peer.port) { $0.timeouts.dataBlock = .milliseconds(300) }
            let books = try send([try largeMessage(1, size: 20_000_000)], settings) { _ in .giveUp }
            #expect(books.kind(1) == .notStarted(.messageBody))
        }
    }

    @Test func aRefusalInsideALargeBodyIsHeard() throws {
        try withPeer(script: { $0.step == .body ? .say("552 5.3.4 too big") : nil }) { peer in
            let books = try send([try largeMessage(1, size: 50_000_000)], .local(peer.port)) { _ in .giveUp }
            #expect(books.kind(1) == .refused(552, .messageBody))
            #expect(peer.delivered.isEmpty)
        }
    }

    @Test func dataAcceptedAfterARefusedRecipientLeavesNoMessageBehind() throws {
        let script: ScriptedPeer.Script = {
            $0.step == .rcpt && $0.recipient == "r2@example.net" ? .say("550 no") : nil
        }
        try withPeer(script: script) { peer in
            let books = try send(try (1...3).map { try message($0) }, .local(peer.port))
            #expect(books.kind(2) == .refused(550, .rcptTo))
            // This peer says 354 all the same, and "250" to the lone dot: an empty message for nobody.
            #expect(peer.delivered.filter { $0.bytes.isEmpty }.count == 1)
            #expect(books.kind(1) == .accepted && books.kind(3) == .accepted && peer.connections == 1)
        }
    }
}

/// Sessions that cannot be opened, or die with nothing to do.
@Suite struct RelayTransportConnectionTests {
    @Test func aClosedPortReturnsEveryMessageUnsent() throws {
        let (socket, port) = try PeerSocket.listening()
        socket.shutDown()
        let books = try send(try (1...5).map { try message($0) }, .local(port) { $0.connections = 2 })
        #expect(books.failures.count >= 3 && books.opened == 0)
        #expect(books.results.allSatisfy { OutcomeKind($0.outcome) == .notStarted(.connect) })
        #expect(!books.results.isEmpty)
    }

    @Test(arguments: ["554 5.7.1 go away", "421 4.3.2 busy"])
    func aRefusingGreetingReturnsEveryMessageUnsent(_ greeting: String) throws {
        try withPeer(script: { $0.step == .greeting ? .sayAndClose(greeting) : nil }) { peer in
            let books = try send([try message(1)], .local(peer.port)) { $0 < 2 ? .retry(after: .zero) : .giveUp }
            #expect(books.failures.allSatisfy { $0.kind.name == "rejected" && $0.detail.contains(greeting) })
            #expect(books.kind(1) == .notStarted(.greeting))
        }
    }

    @Test func aServerThatRecoversGetsTheMessageThatWaited() throws {
        let script: ScriptedPeer.Script = { $0.step == .greeting && $0.connection < 3 ? .sayAndClose("421 busy") : nil }
        try withPeer(script: script) { peer in
            let feed = ListFeed([try message(1)], staysOpen: true) { _ in .retry(after: .milliseconds(1)) }
            let transport = try RelayTransport(.local(peer.port))
            stopWhenSettled(feed, transport, count: 1)
            transport.run(feed: feed)
            #expect(feed.books.areBalanced && feed.books.kind(1) == .accepted)
            #expect(feed.books.failures.count == 2)
        }
    }

    /// Without a pause between sessions this would be a storm of connections.
    @Test func aSessionThatDiesBeforeItsFirstMessageCountsAsNotOpened() throws {
        try withPeer(script: { $0.step == .mail ? .sayAndClose("421 4.7.0 too many") : nil }) { peer in
            let books = try send(try (1...9).map { try message($0) }, .local(peer.port))
            #expect(books.failures.count == 3)
            #expect(books.results.count == 3 && peer.connections == 3)
        }
    }

    @Test(arguments: [ScriptedPeer.Reaction.sayAndClose("250 ok\r\n421 4.4.2 idle"), .sayAndClose("250 ok")])
    func aSessionThatEndsAfterItsMessageHarmsNobodyAndIsNoFailure(_ reaction: ScriptedPeer.Reaction) throws {
        try withPeer(script: { $0.step == .dot ? reaction : nil }) { peer in
            let books = try send(try (1...6).map { try message($0) }, .local(peer.port) { $0.pipelining = .off })
            // Who was offered while the session ended is given back untouched, and the rest went over the next one.
            #expect(books.areBalanced && books.kind(1) == .accepted)
            let others = (1...6).filter { books.kind($0) != .accepted }
            #expect(
                others.allSatisfy { books.kind($0) == .notStarted(.mailFrom) } && others.count <= 3, "\(books.results)")
            #expect(books.failures.isEmpty && peer.connections >= 3, "\(books.failures)")
        }
    }

    @Test func anIdleSessionIsClosedPolitely() throws {
        let isQuit = Mutex(false)
        try withPeer(script: { situation in
            if situation.step == .quit { isQuit.withLock { $0 = true } }
            return nil
        }) { peer in
            let feed = ListFeed([try message(1)], staysOpen: true)
            let transport = try RelayTransport(.local(peer.port) { $0.idleLimit = .milliseconds(20) })
            poll(until: { isQuit.withLock { $0 } }) {
                feed.stop()
                transport.wake()
            }
            transport.run(feed: feed)
            #expect(feed.books.areBalanced && feed.books.failures.isEmpty)
        }
    }

    @Test func aServerThatIgnoresQUITDelaysTheEndOnlyALittle() throws {
        try withPeer(script: { $0.step == .quit ? .hang : nil }) { peer in
            let books = try send([try message(1)], .local(peer.port) { $0.timeouts.quit = .milliseconds(50) })
            #expect(books.kind(1) == .accepted && books.failures.isEmpty)
        }
    }
}
