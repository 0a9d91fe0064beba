import Mail

/// The loop of one relay's sessions. Each turn:
///
/// 1. take over sessions that were opened, read what came, end what is overdue;
/// 2. one `feed.commit` with all results and all claims of this turn;
/// 3. session by session: start the body whose claim was granted, give it a new message if it is free, and send;
/// 4. wait for the network, the clock or a wake-up.
///
/// Invariant: a message taken from the feed is in exactly one of `held`, a session's dialogue, or
/// `results`; it leaves the loop as one result in one commit.
final class RelayLoop {
    /// A message that waits for a session to be opened.
    struct Held {
        let message: OutgoingMessage
        let takenAt: ContinuousClock.Instant
    }

    /// Sessions opened at the same time; more would only make the relay suspicious.
    static let openingLimit = 8
    private static let scratchSize = 16 * 1024

    let settings: RelaySettings
    let feed: any DeliveryFeed
    let pipe: WakePipe
    let connector: Connector
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: scratchSize, alignment: 16)

    /// What was learned of the relay's sessions, in this run or before.
    private(set) var book: SessionBook

    var sessions: [RelaySession] = []
    var held: [Held] = []
    /// Not committed yet.
    var results: [AttemptResult] = []
    /// Claims that were asked for in this turn, and those of them that were granted.
    var claims: [DeliveryID] = []
    var granted: Set<DeliveryID> = []
    /// The memory that sessions send from, one after the other.
    var spare: [UInt8] = []
    /// The feed has nothing more, or gave up.
    var isFinished = false
    /// Somebody asked for the end: what waits for a session goes back.
    var isStopped = false
    /// No further session is opened.
    var hasGivenUp = false
    var lastFailure: ConnectionFailure?
    /// Set by `wake`: the feed is asked at once, whatever it said before.
    var isWoken = false
    /// The feed is not asked before, but when woken.
    var askAt: ContinuousClock.Instant
    /// No session is opened before.
    var openAt: ContinuousClock.Instant
    /// No session is overdue before.
    private var lookAt: ContinuousClock.Instant
    var now = ContinuousClock.now
    private var polled = PollSet()
    private var polledSessions = 0
    private var turnSize = TurnSize()
    /// The first session to be served in the next turn, so that each has its turn.
    private var firstServed = 0
    /// When the loop began to wait for the network.
    private var waitingSince: ContinuousClock.Instant

    init(connector: Connector, book: SessionBook, feed: any DeliveryFeed, pipe: WakePipe) {
        settings = connector.settings
        self.book = book
        self.feed = feed
        self.pipe = pipe
        self.connector = connector
        askAt = now
        openAt = now
        lookAt = now
        waitingSince = now
    }

    deinit { scratch.deallocate() }

    func run() {
        repeat {
            beginTurn()
            adoptOpened()
            readSessions()
            endOverdue()
            commit()
            fill()
            removeClosed()
            returnStranded()
            if !isOver { wait() }
        } while !isOver
        connector.cancel()
    }

    /// Nothing taken, nothing to take, nothing to report, and the sessions have said goodbye.
    private var isOver: Bool { isFinished && held.isEmpty && results.isEmpty && sessions.isEmpty }

    private func beginTurn() {
        let last = now
        now = ContinuousClock.now
        turnSize.note(waited: waitingSince.duration(to: now), lasted: last.duration(to: now))
    }

    private func adoptOpened() {
        var failures: [ConnectionFailure] = []
        for opened in connector.collect() {
            switch opened {
            case .success(let curl):
                feed.connectionOpened(to: settings.relay)
                sessions.append(RelaySession(curl: curl, settings: settings, messageLimit: book.messages, now: now))
                if book.wasOpened(open: openCount, at: now) { tellSessions("it takes more again") }
            case .failure(let failure): failures.append(failure)
            }
        }
        for failure in failures {
            if openCount > 0 { noteTurnedAway(failure.detail) } else { noteFailure(failure) }
        }
    }

    private var openCount: Int { sessions.count { !$0.isClosed } }

    /// The relay takes no further session, and those that are open work: they are enough.
    private func noteTurnedAway(_ detail: String) {
        if book.wasTurnedAway(open: openCount, at: now) { tellSessions(detail) }
    }

    private func tellSessions(_ detail: String) {
        let count = book.isShortOfSessions ? book.sessions : nil
        feed.sessionsLearned(SessionLimit(.sessions, count: count, detail: detail), of: settings.relay)
    }

    /// The relay ended a session, or takes no more in it.
    private func noteEnding(of session: RelaySession) {
        guard let ending = session.dialogue.takeEnding() else { return }
        if ending.cause == .sessions { noteTurnedAway(ending.detail) }
        guard book.noteEnding(ending, isSudden: session.isSudden(at: now)) else { return }
        for other in sessions { other.dialogue.messageLimit = min(other.dialogue.messageLimit, book.messages) }
        feed.sessionsLearned(
            SessionLimit(.messages, count: book.messages, detail: ending.detail), of: settings.relay)
    }

    private func readSessions() {
        let limit = turnSize.limit
        let first = firstServed
        var served = 0
        for offset in sessions.indices {
            let index = (first + offset) % sessions.count
            // A session that was not polled is new, and may hold bytes that were decrypted with the last reply.
            guard index >= polledSessions || polled.isReady(at: index + 1) else { continue }
            // What is left unread makes the next wait end at once.
            if served == limit { return firstServed = index }
            served += 1
            sessions[index].dialogue.hasCompany = sessions.count > 1
            sessions[index].receive(scratch: scratch, at: now)
            if sessions[index].dialogue.ending != nil { noteEnding(of: sessions[index]) }
        }
    }

    /// Looks at the clocks of all sessions, when one of them may have run out.
    ///
    /// Between two looks a session may begin to wait for something else; as the next look is never further away than the
    /// shortest wait, it comes in time.
    private func endOverdue() {
        guard lookAt <= now else { return }
        lookAt = now + max(settings.shortestWait, .milliseconds(10))
        for session in sessions {
            guard let deadline = session.deadline(settings: settings) else { continue }
            if deadline <= now { session.expire(settings: settings) } else { lookAt = min(lookAt, deadline) }
        }
    }

    /// The group commit: what became of messages, and whose data may start.
    private func commit() {
        claims.removeAll(keepingCapacity: true)
        for session in sessions {
            session.takeResults(at: now, into: &results)
            if let claim = session.dialogue.pendingClaim { claims.append(claim) }
        }
        guard !results.isEmpty || !claims.isEmpty else { return }
        granted = feed.commit(results: results, claims: claims)
        results.removeAll(keepingCapacity: true)
    }

    private func removeClosed() {
        guard sessions.contains(where: { $0.isClosed }) else { return }
        for session in sessions where session.isClosed {
            noteEnding(of: session)
            session.takeResults(at: now, into: &results)
            if session.dialogue.isRelayTrouble, case .failed(let failure) = session.dialogue.closure {
                noteFailure(failure)
            }
        }
        sessions.removeAll { $0.isClosed }
    }

    private func wait() {
        polled.removeAll()
        polled.add(pipe.readEnd, forWriting: false)
        for session in sessions { polled.add(session.descriptor, forWriting: session.isBlocked) }
        polledSessions = sessions.count
        waitingSince = ContinuousClock.now
        polled.wait(milliseconds: waitingTime())
        if polled.isReady(at: 0) {
            pipe.drain()
            isWoken = true
        }
    }

    private func waitingTime() -> Int32 {
        if !results.isEmpty || sessions.contains(where: { $0.dialogue.pendingClaim != nil }) { return 0 }
        var until = sessions.isEmpty ? nil : lookAt
        if !isFinished, canAsk { until = min(until ?? askAt, askAt) }
        if connector.underWay < openingsWanted { until = min(until ?? openAt, openAt) }
        if !held.isEmpty, let raise = book.nextRaise {
            until = min(until ?? raise, max(raise, now + .milliseconds(10)))
        }
        guard let until else { return -1 }
        let left = ContinuousClock.now.duration(to: until)
        return left <= .zero ? 0 : Int32(clamping: left.wholeMilliseconds)
    }
}
