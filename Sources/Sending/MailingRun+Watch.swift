import Mail

// The side that looks after the mailing: its lease, and what other processes want of it.
extension MailingRun {
    /// Looks every moment whether the mailing was paused, resumed, cancelled or corrected, and moves the
    /// lease's deadline at every third of its time, until the run is over.
    func keepWatch() {
        let third = settings.leaseTime / 3
        var renewAt = settings.now() + third
        while true {
            let isOver = state.wait(until: settings.watchPause.inSeconds) { $0.isOver }
            if isOver { return }
            if settings.now() >= renewAt {
                renewLease()
                renewAt = settings.now() + third
            }
            lookAtStanding()
            lookForRetries()
            settleStranded()
            loadCounts()
        }
    }

    /// What other processes send counts in the windows of our limits, too.
    func loadCounts() {
        guard settings.limits.update({ $0.needsCounts }) else { return }
        let first = settings.limits.update { $0.beginLoading(at: settings.wallClock()) }
        // A busy database keeps the counts of a moment ago; a broken one stops the run at its next commit.
        guard let uses = try? ledger.windowUses(since: first) else { return }
        settings.limits.update { $0.load(uses, at: settings.wallClock()) }
    }

    /// Retries that fall due while limits hold the rest up are not to wait for the end.
    private func lookForRetries() {
        guard state.read({ !$0.inHand.isEmpty && ($0.fetching.isExhausted || !$0.fetching.waitingFor.isEmpty) }),
            let next = try? ledger.nextAttempt(settings.mailing), next <= settings.wallClock()
        else { return }
        state.update { $0.fetching.expectMore() }
    }

    private func lookAtStanding() {
        do {
            apply(try ledger.standing(of: settings.mailing))
        } catch {
            // A busy database may answer the next time; a broken one refuses the next commit, which stops the run.
        }
    }

    func apply(_ standing: MailingStanding) {
        switch standing.phase {
        case .closed: stop(for: .closed)
        case .paused(let reason):
            if settings.staysWhenPaused { setPaused(reason) } else { stop(for: .paused(reason)) }
        case .sending: setPaused(nil)
        }
        let isNew = state.read { standing.version != $0.version }
        if isNew { state.update { $0.change(to: standing.version, limits: settings.limits) } }
    }

    private func setPaused(_ reason: String?) {
        let hasChanged = state.update { state in
            // We have paused it ourselves, and said so.
            if case .held = state.stop { return false }
            defer { state.isPaused = reason != nil }
            return state.isPaused != (reason != nil)
        }
        guard hasChanged else { return }
        settings.observer.paused(reason)
        wakeTransports()
    }

    private func renewLease() {
        let now = settings.wallClock()
        let until = now.adding(settings.leaseTime)
        do {
            guard try ledger.renew(settings.mailing, owner: settings.owner, now: now, until: until) else {
                return stop(for: .leaseLost)
            }
            state.read { $0.leaseUntil = until }
        } catch {
            // A busy database may let the next beat through; past the deadline the mailing may be somebody else's.
            if state.read({ now >= $0.leaseUntil }) { ledgerFailed(error) }
        }
    }
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
