import Mail

// The side that transports see.
extension MailingRun {
    package func next(_ count: Int, for relay: RelayName) -> FeedStep {
        var needsComposers = false
        let step = state.read { state -> FeedStep? in
            let now = settings.now()
            if let stop = state.stop { return stop == .exhausted ? .finished : .stopped }
            if state.isPaused { return .wait(until: now + .seconds(1)) }
            guard state.lanes.hasReady || state.relays.turn(of: relay, at: now) == .never else {
                return state.fetching.isExhausted && state.isDry ? nil : .wait(until: now + .seconds(1))
            }
            let readyBefore = state.lanes.sharedReady
            let step = nextMessages(count, for: relay, at: now, &state)
            let half = settings.readyTarget / 2
            needsComposers = (readyBefore > half && state.lanes.sharedReady <= half) || state.lanes.hasLimitedDue
            return step
        }
        // Composers sleep while enough is ready. Waking them at half, not at each message, saves a system call each.
        if needsComposers { state.update { _ in } }
        return step ?? stepWhenDry()
    }

    /// The next ready messages that the limits allow this relay, or when to ask again.
    private func nextMessages(
        _ count: Int, for relay: RelayName, at now: ContinuousClock.Instant, _ state: inout RunState
    ) -> FeedStep {
        let wallNow = settings.wallClock()
        var messages: [OutgoingMessage] = []
        let end = settings.limits.update { limits -> FeedStep? in
            while messages.count < count {
                switch state.relays.turn(of: relay, at: now) {
                case .never: return .finished
                case .wait(let until): return .wait(until: until)
                case .yes: break
                }
                let step = state.nextReady(for: relay, at: now, wallNow, &limits)
                guard case .messages(let next) = step else { return step }
                state.relays.gave(relay, at: now)
                messages += next
            }
            return nil
        }
        return messages.isEmpty ? end ?? .wait(until: now) : .messages(messages)
    }

    /// Nothing is left to hand out; with nothing in hand either, the run is over unless retries fall due soon.
    private func stepWhenDry() -> FeedStep {
        let isSettled = state.read { $0.inHand.isEmpty && $0.fetching.isExhausted && $0.isDry }
        guard isSettled else { return .wait(until: settings.now() + .seconds(1)) }
        do {
            if let wait = try waitForRetries() { return .wait(until: settings.now() + wait) }
        } catch {
            ledgerFailed(error)
            return .finished
        }
        stop(for: .exhausted)
        return .finished
    }

    /// How long until the next deferred row is due, if that is within the run's patience.
    private func waitForRetries() throws -> Duration? {
        guard let next = try ledger.nextAttempt(settings.mailing) else { return nil }
        let wait = next.since(settings.wallClock())
        guard wait <= settings.patience else { return nil }
        if wait > .zero { return min(wait, .seconds(1)) }
        state.update { $0.fetching.expectMore() }
        return .milliseconds(20)
    }

    package func commit(results: [AttemptResult], claims: [DeliveryID]) -> Set<DeliveryID> {
        let updates = updates(for: results)
        if updates.isEmpty, claims.isEmpty { return [] }
        do {
            try recordUses()
            let now = settings.wallClock()
            let (leaseUntil, claimed) = state.read { state in
                (state.leaseUntil, claims.compactMap { id in state.inHand[id].map { Claim(id, version: $0.version) } })
            }
            let receipt = try ledger.commit(
                updates.map(\.update), claims: claimed, owner: settings.owner, now: now, leaseUntil: leaseUntil)
            let granted = receipt.granted
            if !receipt.skipped.isEmpty { tell(receipt.skipped) }
            settle(updates, denied: granted.count == claims.count ? [] : Set(claims).subtracting(granted))
            let hasReleased = updates.contains { $0.update.disposition == .released }
            // What a server said is told, though the message is put back.
            let told = hasReleased ? updates.filter { !$0.update.isWithoutWord } : updates
            settings.observer.updated(told, true)
            return granted
        } catch {
            state.update { $0.unsaved += updates }
            settings.observer.updated(updates, false)
            ledgerFailed(error)
            return []
        }
    }

    private func tell(_ skipped: [SkippedClaim]) {
        let known = state.read { state in
            skipped.compactMap { claim in state.inHand[claim.delivery].map { (claim, $0.due.address) } }
        }
        for (claim, address) in known { settings.observer.skipped(claim, address) }
    }

    /// Places that were given in the limits' windows are stored before the claims of their messages.
    func recordUses() throws {
        let uses = settings.limits.update { $0.takeUses() }
        if uses.isEmpty { return }
        do {
            try ledger.record(uses)
            settings.limits.update { $0.settle(uses, areStored: true) }
        } catch {
            settings.limits.update { $0.settle(uses, areStored: false) }
            throw error
        }
    }

    /// What is to be stored: what could not be before, and these results.
    private func updates(for results: [AttemptResult]) -> [RunObserver.Update] {
        let (now, wallNow) = (settings.now(), settings.wallClock())
        let notStarted = results.filter(\.outcome.leavesItsPlace).map(\.delivery)
        return state.read { state in
            giveBackPlaces(of: notStarted, state)
            state.noteReturned(results)
            var updates = state.unsaved
            state.unsaved = []
            updates.reserveCapacity(updates.count + results.count)
            for result in results {
                guard let inHand = state.inHand[result.delivery] else { continue }
                var update = settings.policy.update(for: result, in: context(of: result, inHand, state, at: wallNow))
                noteUnfit(result, update, inHand)
                update = state.judge(update, at: now)
                if update.bounceClass == .throttle {
                    update = settings.limits.update { state.slow(update, &$0, at: now, wallClock: wallNow) }
                }
                updates.append((update, inHand.due.address))
            }
            return updates
        }
    }

    private func context(
        of result: AttemptResult, _ inHand: RunState.InHand, _ state: RunState, at now: Timestamp
    ) -> OutcomePolicy.Context {
        if case .notStarted(let failure) = result.outcome, failure.wasUnderWay { inHand.lostConnections += 1 }
        var context = OutcomePolicy.Context(
            attempts: inHand.due.attempts, lostConnections: inHand.lostConnections, now: now,
            messageDate: inHand.messageDate, random: settings.random)
        context.deferredSince = inHand.due.deferredSince
        context.revision = inHand.due.revision
        context.address = inHand.due.address
        switch result.outcome {
        case .refused, .unsuitable:
            context.otherRelays = state.relays.others(than: Set(inHand.unfit.keys).union([result.relay]))
            context.otherReasons = inHand.unfit.filter { $0.key != result.relay }.map { "\($0.key.host): \($0.value)" }
                .sorted()
        case .accepted, .notStarted, .unsendable, .uncertain: break
        }
        return context
    }

    /// The relay cannot take the message, whoever it is for: another is to be asked.
    private func noteUnfit(_ result: AttemptResult, _ update: DeliveryUpdate, _ inHand: RunState.InHand) {
        switch (result.outcome, update.disposition) {
        case (.unsuitable(let reason), _): inHand.unfit[result.relay] = reason
        case (.refused(let reply, _), .released): inHand.unfit[result.relay] = "\(reply)"
        default: break
        }
    }

    /// Messages for which no relay works that can take them are put off, with the reason.
    func settleStranded() {
        let stranded = state.update { $0.takeStranded() }
        if stranded.isEmpty { return }
        let none = RelayName(host: "none", port: 0)
        _ = commit(
            results: stranded.map {
                AttemptResult(delivery: $0.delivery, outcome: .unsuitable($0.reason), relay: none, duration: .zero)
            }, claims: [])
    }

    /// Tells what holds mail up now, and what no longer does.
    func tellConditions() {
        for change in state.read({ $0.conditions.takeChanges() }) {
            settings.observer.conditionChanged(change.key, change.kind, change.condition)
        }
    }

    private func giveBackPlaces(of deliveries: some Collection<DeliveryID>, _ state: RunState) {
        if deliveries.isEmpty { return }
        settings.limits.update { limits in
            for delivery in deliveries { state.giveBackPlace(of: delivery, in: &limits) }
        }
    }

    /// Takes stored outcomes off the books; released deliveries are composed again.
    private func settle(_ updates: [RunObserver.Update], denied: Set<DeliveryID>) {
        let (now, wallNow) = (settings.now(), settings.wallClock())
        let (trip, isEmpty, trials, suspects) = state.read { state in
            // A denied claim is out of our hands: the ledger has marked it skipped, or the mailing is paused, or
            // somebody else's. The row may wait in the ledger still.
            giveBackPlaces(of: denied, state)
            for delivery in denied {
                state.drop(delivery)
                state.fetching.expectMore()
            }
            var suspects: [Destination] = []
            settings.limits.update { limits in
                for (update, _) in updates {
                    guard let destination = state.inHand[update.delivery]?.destination else { continue }
                    if update.disposition == .sent {
                        limits.observe(update, destination: destination, at: now, wallClock: wallNow)
                        state.endThrottles(update, destination, limits)
                    }
                    if state.refusals.observe(update, at: destination) { suspects.append(destination) }
                }
            }
            for (update, _) in updates { state.settle(update, limits: settings.limits) }
            return (
                state.relays.isAnyLeft ? nil : state.trip, state.inHand.isEmpty, state.takeTrials(), suspects
            )
        }
        // Relays that get one message at a time may have their next.
        for transport in transports where trials.contains(transport.relay) { transport.wake() }
        if !suspects.isEmpty { judgeRefusals(at: suspects) }
        if let trip { stop(for: trip.needsPeople ? .breaker(trip.sentence) : .turnedAway(trip.sentence)) }
        let mayWakeComposers = !denied.isEmpty || updates.contains { $0.update.disposition == .released }
        if mayWakeComposers { state.update { _ in } }
        if isEmpty { wakeTransports() }
        tellConditions()
    }

    package func connectionFailed(_ failure: ConnectionFailure) -> ReconnectDecision {
        settings.observer.connectionFailed(failure)
        let (now, wallNow) = (settings.now(), settings.wallClock())
        let decision = state.update { state -> ReconnectDecision in
            let decision = state.relays.failed(failure, at: now)
            let pause: Duration? = if case .retry(let pause) = decision { pause } else { nil }
            state.conditions.note(
                failure.needsOperator ? .refusing : .unreachable, .relay(failure.relay), failure.detail, at: wallNow,
                until: pause.map { wallNow.adding($0) })
            switch decision {
            case .retry(let pause): return .retry(after: pause)
            case .giveUp: return .giveUp
            case .noneLeft:
                state.stop(for: .noRelay(failure))
                return .giveUp
            }
        }
        if decision == .giveUp { wakeTransports() }
        tellConditions()
        return decision
    }

    package func connectionOpened(to relay: RelayName) {
        state.read { state in
            state.relays.opened(relay, at: settings.now())
            state.conditions.end(.unreachable, .relay(relay))
        }
        settings.observer.connectionOpened(relay)
        tellConditions()
    }

    package func sessionsLearned(_ limit: SessionLimit, of relay: RelayName) {
        let kind: RelayCondition.Kind = limit.kind == .sessions ? .sessions : .messages
        state.read { state in
            if let count = limit.count {
                state.conditions.note(
                    kind, .relay(relay), limit.detail, at: settings.wallClock(), count: count)
            } else {
                state.conditions.end(kind, .relay(relay))
            }
        }
        tellConditions()
    }

    func ledgerFailed(_ error: any Error) {
        let reason = "\(error)"
        settings.observer.ledgerFailed(reason)
        stop(for: .ledger(reason))
    }
}

extension AttemptResult.Outcome {
    /// Whether somebody else may have the message's place in the windows of limits. A refusal keeps it: the relay has
    /// seen the envelope, and may count it itself. Where a claim is denied, the place is given back there (`settle`).
    fileprivate var leavesItsPlace: Bool {
        switch self {
        case .accepted, .refused, .uncertain: false
        case .notStarted(let failure): failure.kind != .claimDenied
        case .unsendable, .unsuitable: true
        }
    }
}

extension ConnectionFailure {
    /// A connection was lost that had been open, in this message's turn; a relay that cannot be reached at all, or that
    /// was lost with another message or while the session was set up, says nothing about this one.
    fileprivate var wasUnderWay: Bool {
        switch kind {
        case .lost, .protocolViolation: !stage.isSetup
        case .cannotConnect, .rejected, .tls, .authentication, .claimDenied, .sentAhead, .sessionSpent: false
        }
    }
}

extension DeliveryUpdate {
    fileprivate var isWithoutWord: Bool { disposition == .released && attempt.reply == nil }
}
