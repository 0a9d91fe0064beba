import Mail

// The side that fills the feed: fetching due rows, composing and signing them.
extension MailingRun {
    private enum Job {
        case fetch(after: DeliveryID?)
        case compose(DueDelivery, lane: Destination?, version: Int)
        case end
    }

    /// A composer's life: take a job, do it, wake the transports if they were starving.
    func composeMessages() {
        while true {
            switch nextJob() {
            case .end: return
            case .fetch(let cursor): fetch(after: cursor)
            case .compose(let due, let lane, let version): compose(due, lane, version)
            }
        }
    }

    private func nextJob() -> Job {
        state.wait(pause: 1) { state in
            if state.isOver || state.stop != nil { return .end }
            let next = state.lanes.nextDue(readyTarget: settings.readyTarget) { destination in
                settings.limits.isSoon(destination, at: settings.now(), wallClock: settings.wallClock())
            }
            if let (due, lane) = next { return .compose(due, lane: lane, version: due.version ?? state.version) }
            guard !state.isPaused, state.lanes.sharedReady < settings.readyTarget, state.isWorthFetching else {
                return nil
            }
            state.fetching.begin()
            return .fetch(after: state.fetching.cursor)
        }
    }

    private func compose(_ due: DueDelivery, _ lane: Destination?, _ version: Int) {
        let date = settings.wallClock()
        do {
            let message = try settings.compose(due, date, version)
            let wasDry = state.read { state -> Bool in
                let wasDry = !state.lanes.hasReady
                state.inHand[due.delivery]?.messageDate = date
                state.inHand[due.delivery]?.version = version
                state.lanes.finish(message, in: lane)
                return wasDry || lane != nil
            }
            if wasDry { wakeTransports() }
        } catch {
            state.read { $0.lanes.abandon(in: lane) }
            reject(due, because: "\(error)")
        }
    }

    /// A recipient whose message cannot be made fails alone, with the reason; the others go on.
    private func reject(_ due: DueDelivery, because reason: String) {
        let none = RelayName(host: "none", port: 0)
        _ = commit(
            results: [
                AttemptResult(
                    delivery: due.delivery, outcome: .unsendable(reason), relay: none, duration: .zero)
            ], claims: [])
    }

    /// Reads the next pending rows, then rows whose retry is due; at the end starts over, and only when
    /// a whole pass finds nothing new is the mailing exhausted.
    private func fetch(after cursor: DeliveryID?) {
        do {
            let limit = settings.readyTarget * 4
            let pending = try ledger.pending(settings.mailing, after: cursor, limit: limit)
            let isLast = pending.count < limit
            let again =
                isLast ? try ledger.dueAgain(settings.mailing, now: settings.wallClock(), limit: limit) : []
            let now = settings.wallClock()
            state.update { state in
                let fresh = state.takeUp(pending + again, at: now, limits: settings.limits)
                state.fetching.end(last: isLast ? nil : pending.last?.delivery, fresh: fresh)
            }
        } catch {
            state.update { $0.fetching.fail() }
            ledgerFailed(error)
        }
        wakeTransports()
    }
}

extension RunState {
    /// A fetch may find rows to take up.
    var isWorthFetching: Bool {
        mutating get {
            if fetching.isUnderWay || fetching.isExhausted { return false }
            let blocked = fetching.waitingFor
            if blocked.isEmpty { return true }
            if fetching.cursor == nil { return blocked.contains { lanes.wantsMore($0) } }
            // In the middle of a pass that only refills known lanes: once they are full, the rest holds nothing new.
            guard blocked.isSubset(of: fetching.passedOver) else { return true }
            fetching.giveUpPass()
            return false
        }
    }
}
