import Mail

// Where messages come from and when sessions are opened.
extension RelayLoop {
    /// When no session can be opened for longer than this, waiting messages go back to the feed: another relay may take them.
    private static let strandedAfter = Duration.seconds(2)
    /// How many messages may be in hand beyond `connections` because wake-ups asked for them.
    private static let wokenHeldLimit = 64

    /// There is somewhere to put a message: a free session, or one that could be opened for it.
    var canAsk: Bool { held.count < roomForSessions || sessions.contains { $0.dialogue.wantsMessage } }

    var roomForSessions: Int { max(0, book.allowed(at: now) - sessions.count) }

    /// Starts the bodies whose claims were granted, gives free sessions messages, and sends; opens sessions for messages
    /// that wait, and lets idle sessions go at the end.
    func fill() {
        askWhenWoken()
        var places = roomForSessions
        for session in sessions {
            if session.retireAt <= now { session.dialogue.retire() }
            if session.dialogue.wantsMessage || willWantMessage(session) { places += 1 }
        }
        if held.count < places { askFeed(for: places - held.count) }
        for session in sessions where session.dialogue.isIdle { give(to: session) }
        // A busy session takes a second message (full pipelining) only after every idle one has its first.
        for session in sessions { serve(session) }
        openSessions()
        for session in sessions where isDone(session) {
            session.dialogue.quit()
            session.send(scratch: scratch, at: now)
        }
    }

    /// One session after the other, from body to network: what is sent is still in the processor's cache.
    private func serve(_ session: RelaySession) {
        session.dialogue.output.swapMemory(with: &spare)
        if let claim = session.dialogue.pendingClaim, claims.contains(claim) {
            session.dialogue.claim(granted: granted.contains(claim))
        }
        give(to: session)
        session.send(scratch: scratch, at: now)
        session.dialogue.output.swapMemory(with: &spare)
    }

    private func willWantMessage(_ session: RelaySession) -> Bool {
        session.dialogue.wantsMessageBehindClaim && session.dialogue.pendingClaim.map(granted.contains) == true
    }

    private func give(to session: RelaySession) {
        while session.dialogue.wantsMessage, let next = nextMessage() {
            session.offer(next.message, takenAt: next.takenAt)
            // What cannot be sent is finished at once.
            session.takeResults(at: now, into: &results)
        }
    }

    private func isDone(_ session: RelaySession) -> Bool {
        session.dialogue.isIdle && (session.dialogue.isSpent || (isFinished && held.isEmpty))
    }

    private func nextMessage() -> Held? {
        if held.isEmpty { askFeed(for: 1) }
        return held.isEmpty ? nil : held.remove(at: 0)
    }

    private func askFeed(for count: Int) {
        guard !isFinished, askAt <= now else { return }
        switch feed.next(count, for: settings.relay) {
        case .messages(let messages): for message in messages { held.append(Held(message: message, takenAt: now)) }
        case .wait(let until): askAt = max(until, now + .milliseconds(1))
        case .finished: isFinished = true
        case .stopped:
            isFinished = true
            isStopped = true
        }
    }

    /// A wake-up may mean "stop", so the feed is asked even if there is no session for its answer.
    private func askWhenWoken() {
        guard isWoken else { return }
        isWoken = false
        askAt = now
        if !canAsk, sessions.isEmpty, held.count < book.sessions + Self.wokenHeldLimit { askFeed(for: 1) }
    }

    /// How many sessions should be on their way to being open.
    var openingsWanted: Int { hasGivenUp ? 0 : min(held.count, roomForSessions, Self.openingLimit) }

    private func openSessions() {
        guard openAt <= now else { return }
        var underWay = connector.underWay
        while underWay < openingsWanted {
            connector.start()
            underWay += 1
        }
    }

    /// A session could not be opened, or was lost without having done anything.
    func noteFailure(_ failure: ConnectionFailure) {
        lastFailure = failure
        switch feed.connectionFailed(failure) {
        case .retry(let pause): openAt = now + pause
        case .giveUp:
            hasGivenUp = true
            isFinished = true
        }
    }

    /// Gives messages back that wait for a session, once there will be none soon: the feed gave up or asks for a long
    /// pause, or it has finished and opening failed, so that an operator who stops a run need not wait for a dead relay.
    func returnStranded() {
        if held.isEmpty { return }
        if isStopped {
            // A relay that lets connections hang must not keep whoever wants to stop waiting.
            return giveBackHeld(because: lastFailure ?? stopBeforeOpening)
        }
        guard sessions.isEmpty, connector.underWay == 0, let lastFailure,
            hasGivenUp || (isFinished && openAt > now) || openAt > now + Self.strandedAfter
        else { return }
        giveBackHeld(because: lastFailure)
    }

    private var stopBeforeOpening: ConnectionFailure {
        ConnectionFailure(
            relay: settings.relay, kind: .cannotConnect, stage: .connect, detail: "stopped before a session was open")
    }

    private func giveBackHeld(because failure: ConnectionFailure) {
        // They had no session: where another message lost its own is not where they stood.
        let reason = ConnectionFailure(
            relay: failure.relay, kind: failure.kind, stage: failure.stage.isSetup ? failure.stage : .connect,
            detail: failure.detail)
        for held in held {
            results.append(
                AttemptResult(
                    delivery: held.message.delivery, outcome: .notStarted(reason), relay: settings.relay,
                    duration: held.takenAt.duration(to: now)))
        }
        held.removeAll()
    }
}
