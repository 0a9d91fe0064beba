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
            let attempts = hasReleased ? updates.filter { $0.update.disposition != .released } : updates
            settings.observer.updated(attempts, true)
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
        let now = settings.wallClock()
        let notStarted = results.filter(\.outcome.leavesItsPlace).map(\.delivery)
        return state.read { state in
            giveBackPlaces(of: notStarted, state)
            var updates = state.unsaved
            state.unsaved = []
            updates.reserveCapacity(updates.count + results.count)
            for result in results {
                guard let inHand = state.inHand[result.delivery] else { continue }
                if case .notStarted(let failure) = result.outcome, failure.wasUnderWay { inHand.lostConnections += 1 }
                var context = OutcomePolicy.Context(
                    attempts: inHand.due.attempts, lostConnections: inHand.lostConnections, now: now,
                    messageDate: inHand.messageDate, random: settings.random)
                context.revision = inHand.due.revision
                context.address = inHand.due.address
                updates.append((settings.policy.update(for: result, in: context), inHand.due.address))
            }
            return updates
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
        let (tripped, isEmpty, suspects) = state.read { state in
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
                    limits.observe(update, destination: destination, at: now, wallClock: wallNow)
                    if state.refusals.observe(update, at: destination) { suspects.append(destination) }
                }
            }
            var tripped: String?
            for (update, _) in updates {
                state.settle(update, limits: settings.limits)
                if let sentence = state.relays.observe(update, at: now) { tripped = sentence }
            }
            return (state.relays.isAnyLeft ? nil : tripped, state.inHand.isEmpty, suspects)
        }
        if !suspects.isEmpty { judgeRefusals(at: suspects) }
        if let tripped { stop(for: .breaker(tripped)) }
        let mayWakeComposers = !denied.isEmpty || updates.contains { $0.update.disposition == .released }
        if mayWakeComposers { state.update { _ in } }
        if isEmpty { wakeTransports() }
    }

    package func connectionFailed(_ failure: ConnectionFailure) -> ReconnectDecision {
        settings.observer.connectionFailed(failure)
        let now = settings.now()
        let decision = state.update { state -> ReconnectDecision in
            switch state.relays.failed(failure, at: now) {
            case .retry(let pause): return .retry(after: pause)
            case .giveUp: return .giveUp
            case .noneLeft:
                state.stop(for: .noRelay(failure))
                return .giveUp
            }
        }
        if decision == .giveUp { wakeTransports() }
        return decision
    }

    package func connectionOpened(to relay: RelayName) {
        state.read { $0.relays.opened(relay, at: settings.now()) }
        settings.observer.connectionOpened(relay)
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
        case .unsendable: true
        }
    }
}

extension ConnectionFailure {
    /// A connection was lost that had been open, in this message's turn; a relay that cannot be reached at all, or that
    /// was lost with another message or while the session was set up, says nothing about this one.
    fileprivate var wasUnderWay: Bool {
        switch kind {
        case .lost, .protocolViolation: !stage.isSetup
        case .cannotConnect, .rejected, .tls, .authentication, .claimDenied, .sentAhead: false
        }
    }
}
