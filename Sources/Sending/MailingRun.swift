import Foundation
import Mail

/// One run of a mailing: the feed that transports pull from, and the owner of the threads that fill it.
///
/// Order of events for one delivery: fetched from the ledger (a read), composed and signed, taken by a
/// transport, **claimed in a commit once the relay said 354**, sent, and its outcome committed together
/// with the next claims. So a row is in flight only while its data is on the wire.
package final class MailingRun: DeliveryFeed {
    let settings: RunSettings
    let ledger: any DeliveryLedger
    let transports: [any MessageTransport]
    let state: Monitor<RunState>

    package init(settings: RunSettings, ledger: any DeliveryLedger, transports: [any MessageTransport]) {
        self.settings = settings
        self.ledger = ledger
        self.transports = transports
        let relays = RelayBook(
            transports.map(\.relay), weights: settings.weights, breaker: settings.breaker,
            areProven: !settings.beginsWithTrial, at: settings.now())
        self.state = Monitor(
            RunState(relays: relays, version: 1, leaseUntil: settings.wallClock().adding(settings.leaseTime)))
    }

    /// Runs until nothing is left to do now, or something stops it. Blocks; call it once.
    package func execute() throws -> RunResult {
        let now = settings.wallClock()
        let grant = try ledger.acquire(
            settings.mailing, owner: settings.owner, now: now, until: now.adding(settings.leaseTime),
            ownerIsGone: settings.ownerIsGone)
        guard case .granted(let orphans) = grant else {
            guard case .heldBy(let holder, let until) = grant else { return RunResult(reason: .leaseLost, orphans: 0) }
            return RunResult(reason: .heldBy(holder, until: until), orphans: 0)
        }
        let standing = try ledger.standing(of: settings.mailing)
        state.read { $0.version = standing.version }
        apply(standing)
        loadCounts()
        try loadRefusals()
        carry()
        return try finish(orphans: orphans)
    }

    /// Starts the threads and waits for them.
    private func carry() {
        let helpers = ThreadGroup()
        helpers.start("lease") { self.keepWatch() }
        for index in 0..<settings.composers { helpers.start("composer \(index)") { self.composeMessages() } }
        let carriers = ThreadGroup()
        for transport in transports { carriers.start("relay \(transport.relay)") { transport.run(feed: self) } }
        carriers.join()
        state.update { $0.isOver = true }
        helpers.join()
    }

    /// Asks the run to end: what is in flight is finished, nothing new is begun. Callable from any thread.
    ///
    /// - Parameter reason: what the result is to say.
    package func requestStop(for reason: StopReason = .requested) { stop(for: reason) }

    /// Outcomes so far, for a progress line.
    package var tally: RunTally { state.read { $0.tally } }

    /// What holds mail up at present, for a progress line.
    package var conditions: [RelayCondition] { state.read { $0.conditions.all } }

    func stop(for reason: StopReason) {
        state.update { $0.stop(for: reason) }
        wakeTransports()
    }

    func wakeTransports() {
        for transport in transports { transport.wake() }
    }

    /// Saves what could not be saved before, pauses the mailing if only people can mend it, gives it back.
    private func finish(orphans: Int) throws -> RunResult {
        let now = settings.wallClock()
        if state.read({ !$0.unsaved.isEmpty }) { _ = commit(results: [], claims: []) }
        try closeRefusals()
        let (reason, tally, unsaved) = state.read { ($0.stop ?? .exhausted, $0.tally, $0.unsaved.map(\.update)) }
        if let why = reason.pauseReason { try ledger.pause(settings.mailing, reason: why) }
        if unsaved.isEmpty {
            try recordUses()
            try ledger.release(settings.mailing, owner: settings.owner, now: now)
        }
        return RunResult(reason: reason, orphans: orphans, tally: tally, unsaved: unsaved)
    }
}

/// Named threads that can be waited for.
struct ThreadGroup {
    private let group = DispatchGroup()

    func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let group = group
        group.enter()
        let thread = Thread {
            body()
            group.leave()
        }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    func join() { group.wait() }
}
