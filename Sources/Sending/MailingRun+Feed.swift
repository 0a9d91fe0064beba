import Mail

// The side that transports see.
extension MailingRun {
    package func next(for relay: RelayName) -> FeedStep {
        var needsComposers = false
        let step = state.read { state -> FeedStep? in
            if state.stop != nil || !state.workingRelays.contains(relay) { return .finished }
            let now = settings.now()
            if state.ready.isEmpty { return state.isExhausted && state.isDry ? nil : .wait(until: now + .seconds(1)) }
            if case .wait(let until) = state.limits[relay]?.take(at: now) { return .wait(until: until) }
            guard let message = state.ready.popFirst() else { return nil }
            needsComposers = state.ready.count == settings.readyTarget / 2
            return .message(message)
        }
        // Composers sleep while enough is ready. Waking them at half, not at each message, saves a system call each.
        if needsComposers { state.update { _ in } }
        return step ?? stepWhenDry()
    }

    /// Nothing is left to hand out; with nothing in hand either, the run is over unless retries fall due soon.
    private func stepWhenDry() -> FeedStep {
        let isSettled = state.read { $0.inHand.isEmpty && $0.isExhausted && $0.isDry }
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
        state.update { $0.isExhausted = false }
        return .milliseconds(20)
    }

    package func commit(results: [AttemptResult], claims: [DeliveryID]) -> Set<DeliveryID> {
        let updates = takeUnsaved() + updates(for: results)
        if updates.isEmpty, claims.isEmpty { return [] }
        do {
            let now = settings.wallClock()
            let leaseUntil = state.read { $0.leaseUntil }
            let granted = try ledger.commit(
                updates.map(\.update), claims: claims, owner: settings.owner, now: now, leaseUntil: leaseUntil)
            settle(updates, denied: Set(claims).subtracting(granted))
            settings.observer.updated(updates.filter { $0.update.disposition != .released }, true)
            return granted
        } catch {
            state.update { $0.unsaved += updates }
            settings.observer.updated(updates, false)
            ledgerFailed(error)
            return []
        }
    }

    private func takeUnsaved() -> [RunObserver.Update] {
        state.read { state in
            defer { state.unsaved = [] }
            return state.unsaved
        }
    }

    private func updates(for results: [AttemptResult]) -> [RunObserver.Update] {
        guard !results.isEmpty else { return [] }
        let now = settings.wallClock()
        return state.read { state in
            results.compactMap { result in
                guard var inHand = state.inHand[result.delivery] else { return nil }
                if case .notStarted(let failure) = result.outcome, failure.kind != .claimDenied {
                    inHand.lostConnections += 1
                    state.inHand[result.delivery] = inHand
                }
                let context = OutcomePolicy.Context(
                    attempts: inHand.due.attempts, lostConnections: inHand.lostConnections, now: now,
                    messageDate: inHand.messageDate, random: settings.random())
                return (settings.policy.update(for: result, in: context), inHand.due.address)
            }
        }
    }

    /// Takes stored outcomes off the books; released deliveries are composed again.
    private func settle(_ updates: [RunObserver.Update], denied: Set<DeliveryID>) {
        let (tripped, hasReleased, isEmpty) = state.read { state in
            // A denied claim is out of our hands: the ledger has marked it skipped, or it is somebody else's.
            for delivery in denied { state.drop(delivery) }
            let sentences = updates.compactMap { state.settle($0.update, fallback: settings.breaker) }
            return (sentences.last, !state.toCompose.isEmpty, state.inHand.isEmpty)
        }
        if let tripped { stop(for: .breaker(tripped)) }
        if hasReleased { state.update { _ in } }
        if isEmpty { wakeTransports() }
    }

    package func connectionFailed(_ failure: ConnectionFailure) -> ReconnectDecision {
        settings.observer.connectionFailed(failure)
        let now = settings.now()
        let decision = state.update { state -> ReconnectDecision in
            if !failure.needsOperator,
                let pause = state.breakers[failure.relay, default: settings.breaker].connectionFailed(at: now)
            {
                return .retry(after: pause)
            }
            state.workingRelays.remove(failure.relay)
            if state.workingRelays.isEmpty { state.stop(for: .noRelay(failure)) }
            return .giveUp
        }
        if decision == .giveUp { wakeTransports() }
        return decision
    }

    package func connectionOpened(to relay: RelayName) {
        state.read { $0.breakers[relay, default: settings.breaker].connectionOpened() }
        settings.observer.connectionOpened(relay)
    }

    func ledgerFailed(_ error: any Error) {
        let reason = "\(error)"
        settings.observer.ledgerFailed(reason)
        stop(for: .ledger(reason))
    }
}
