import Mail

// The side that sees to it that nobody pays for our mistakes: refusals are booked when the guard has let them pass.
extension MailingRun {
    /// Takes up the refusals that earlier runs have left open; holds the mailing if they are too many already.
    func loadRefusals() throws {
        let record = try ledger.refusalRecord(of: settings.mailing)
        let refusals = settings.limits.update { limits in
            RefusalGuard(record) { limits.destination(of: $0) }
        }
        state.read { $0.refusals = refusals }
        if refusals.hasRefusals { judgeRefusals(at: refusals.concerned) }
    }

    /// Holds the mailing if there are far more refusals than its list has shown before.
    func judgeRefusals(at places: [Destination], isOver: Bool = false) {
        do {
            if state.read({ $0.refusals.history == nil }) {
                let history = try ledger.refusalHistory(before: settings.mailing)
                state.read { $0.refusals.history = history }
            }
            guard let hold = state.read({ $0.refusals.verdict(at: places, isOver: isOver) }) else { return }
            let reason = "\(hold)"
            guard try ledger.holdRefusals(settings.mailing, reason: reason, now: settings.wallClock()) else { return }
            settings.observer.held(reason)
            // It stands above what else may have stopped the run: nothing is left to do before people have looked.
            state.update { $0.stop = .held(reason) }
            wakeTransports()
        } catch {
            ledgerFailed(error)
        }
    }

    /// At the end of a run: once nothing is left to be sent now, the refusals are all there are, and count, or are held.
    func closeRefusals() throws {
        if case .held = state.read({ $0.stop }) { return }
        guard state.read({ $0.refusals.hasRefusals && $0.unsaved.isEmpty }) else { return }
        let accounting = try ledger.accounting(of: settings.mailing)
        guard accounting[.pending] == 0, accounting[.inFlight] == 0 else { return }
        judgeRefusals(at: state.read { $0.refusals.concerned }, isOver: true)
        if case .held = state.read({ $0.stop }) { return }
        settings.observer.suppressed(try ledger.bookRefusals(settings.mailing, now: settings.wallClock()))
    }
}
