import Mail

// The side that fills the feed: fetching due rows, composing and signing them, keeping the lease.
extension MailingRun {
    private enum Job {
        case fetch(after: DeliveryID?)
        case compose(DueDelivery)
        case end
    }

    /// A composer's life: take a job, do it, wake the transports if they were starving.
    func composeMessages() {
        while true {
            switch nextJob() {
            case .end: return
            case .fetch(let cursor): fetch(after: cursor)
            case .compose(let due): compose(due)
            }
        }
    }

    private func nextJob() -> Job {
        state.wait(pause: 1) { state in
            if state.isOver || state.stop != nil { return .end }
            if state.ready.count + state.composing >= settings.readyTarget { return nil }
            if let due = state.toCompose.popFirst() {
                state.composing += 1
                return .compose(due)
            }
            if state.isFetching || state.isExhausted { return nil }
            state.isFetching = true
            return .fetch(after: state.cursor)
        }
    }

    private func compose(_ due: DueDelivery) {
        let date = settings.wallClock()
        do {
            let message = try settings.compose(due, date)
            let wasDry = state.read { state -> Bool in
                state.composing -= 1
                state.inHand[due.delivery]?.messageDate = date
                state.ready.append(message)
                return state.ready.count == 1
            }
            if wasDry { wakeTransports() }
        } catch {
            state.read { $0.composing -= 1 }
            reject(due, because: "\(error)", at: date)
        }
    }

    /// A recipient whose message cannot be made fails alone, with the reason; the others go on.
    private func reject(_ due: DueDelivery, because reason: String, at date: Timestamp) {
        let none = RelayName(host: "none", port: 0)
        _ = commit(
            results: [
                AttemptResult(
                    delivery: due.delivery, outcome: .unsendable(reason), relay: none, duration: .zero)
            ], claims: [])
    }

    /// Reads the next pending rows, then rows whose retry is due; at the end starts over once, and
    /// only when that finds nothing new is the mailing exhausted.
    private func fetch(after cursor: DeliveryID?) {
        do {
            let limit = settings.readyTarget * 4
            let pending = try ledger.pending(settings.mailing, after: cursor, limit: limit)
            let again =
                pending.isEmpty
                ? try ledger.dueAgain(settings.mailing, now: settings.wallClock(), limit: limit) : []
            let now = settings.wallClock()
            state.update { state in
                state.cursor = pending.last?.delivery
                let fresh = state.takeUp(pending + again, at: now)
                state.isExhausted = fresh == 0 && cursor == nil && pending.count < limit
            }
        } catch {
            state.update { $0.isFetching = false }
            ledgerFailed(error)
        }
        wakeTransports()
    }

    /// Moves the lease's deadline at every third of its time, until the run is over.
    func keepLease() {
        let pause = Double(settings.leaseTime.components.seconds) / 3
        while true {
            let isOver = state.wait(until: pause) { $0.isOver }
            if isOver { return }
            renewLease()
        }
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
