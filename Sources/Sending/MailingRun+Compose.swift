import Mail

// The side that fills the feed: fetching due rows, composing and signing them.
extension MailingRun {
    private enum Job {
        case fetch(after: DeliveryID?)
        case compose([ComposeTask])
        case end
    }

    private struct ComposeTask {
        let due: DueDelivery
        let lane: Destination?
        let version: Int
    }

    /// Messages that a composer makes between two looks at what the threads share: one lock for so many.
    private static let composedAtOnce = 8

    /// A composer's life: take a job, do it, wake the transports if they were starving.
    func composeMessages() {
        settings.prepareComposer()
        while true {
            switch nextJob() {
            case .end: return
            case .fetch(let cursor): fetch(after: cursor)
            case .compose(let tasks): compose(tasks)
            }
        }
    }

    private func nextJob() -> Job {
        var settled: [RunState.InHand] = []
        return state.wait(pause: 1) { state in
            settled += state.takeSettled()
            if state.isOver || state.stop != nil { return .end }
            let tasks = nextTasks(&state)
            if !tasks.isEmpty { return .compose(tasks) }
            guard !state.isPaused, state.lanes.sharedReady < settings.readyTarget, state.isWorthFetching else {
                return nil
            }
            state.fetching.begin()
            return .fetch(after: state.fetching.cursor)
        }
    }

    private func nextTasks(_ state: inout RunState) -> [ComposeTask] {
        var tasks: [ComposeTask] = []
        while tasks.count < Self.composedAtOnce {
            let next = state.lanes.nextDue(readyTarget: settings.readyTarget) { destination in
                settings.limits.isSoon(destination, at: settings.now(), wallClock: settings.wallClock())
            }
            guard let (due, lane) = next else { break }
            tasks.append(ComposeTask(due: due, lane: lane, version: due.version ?? state.version))
        }
        return tasks
    }

    private func compose(_ tasks: [ComposeTask]) {
        let date = settings.wallClock()
        var composed: [(task: ComposeTask, message: OutgoingMessage)] = []
        for task in tasks {
            do {
                composed.append((task, try settings.compose(task.due, date, task.version)))
            } catch {
                state.read { $0.lanes.abandon(in: task.lane) }
                reject(task.due, because: "\(error)")
            }
        }
        let wasDry = state.read { state -> Bool in
            let wasDry = !state.lanes.hasReady
            for (task, message) in composed {
                let inHand = state.inHand[task.due.delivery]
                inHand?.messageDate = date
                inHand?.version = task.version
                state.lanes.finish(message, in: task.lane)
            }
            return wasDry
        }
        if wasDry || composed.contains(where: { $0.task.lane != nil }) { wakeTransports() }
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
