import MailerConfiguration
import Foundation
import Mail
import Operations
import Rendering
import Sending
import Store
import Synchronization

/// Sends what falls due, until it is asked to stop.
///
/// Mailings take turns: one that has been sent for a while, such as one that a limit holds to a crawl, makes way for
/// another that is due, and goes on behind it. So there is one run at a time, and one truth about connections and limits.
///
/// A mailing that cannot be sent now (no relay, another process holds it) is tried again after a pause that grows.
final class MailingWorker: Sendable {
    private struct State {
        var app: App
        /// The configuration that is to take the place of the one in force.
        var next: App?
        var isStopping = false
        var run: MailingRun?
        /// Mailings that could not be sent: not before that time, and how often in a row.
        var postponed: [MailingID: (until: Timestamp, failures: Int)] = [:]
        /// When each was taken up last, as a running number.
        var turns: [MailingID: Int] = [:]
        var turnCount = 0
    }

    /// How often the store is asked for work.
    static let pollPause = Duration.seconds(1)
    /// How often the ledger hears that we live.
    static let beatPause = Duration.seconds(15)
    static let firstPause = Duration.seconds(10)
    static let longestPause = Duration.seconds(600)

    private let store: MailerStore
    private let log: DeliveryLog
    private let turn: Duration
    private let state: Mutex<State>

    /// - Parameter turn: how long a mailing is sent at least while another waits.
    init(app: App, store: MailerStore, log: DeliveryLog, turn: Duration) {
        state = Mutex(State(app: app))
        self.store = store
        self.log = log
        self.turn = turn
    }

    /// Callable from any thread: what is in flight is finished.
    func requestStop() {
        let run = state.withLock { state in
            state.isStopping = true
            return state.run
        }
        run?.requestStop()
    }

    /// Reads the configuration anew, callable from any thread: the mailing under way finishes what is in flight and goes on
    /// with it. Where it cannot be used, the log says why, and nothing changes.
    func reload() {
        log.reopen()
        do {
            let next = try app.readAnew()
            try next.requireRelays()
            _ = try next.signers()
            try log.move(to: next.logSettings)
            let run = state.withLock { state in
                state.next = next
                return state.run
            }
            run?.requestStop(for: .reconfigured)
        } catch {
            refuseReload(error)
        }
    }

    private func refuseReload(_ error: any Error) {
        log.append(.reloadFailed("\(error)"))
        Terminal.note("mailer: The configuration was not taken over, the old one stays: \(error)")
    }

    /// The configuration in force.
    private var app: App { state.withLock { $0.app } }

    /// Takes over the configuration that was read, if there is one; what was put off may go now.
    private func takeOver(_ relays: RelaySet) async -> RelaySet {
        let (old, next) = state.withLock { state in
            defer { state.next = nil }
            return (state.app, state.next)
        }
        guard let next else { return relays }
        do {
            let fresh = try await next.openRelays(limits: next.hasLimits(of: old) ? relays.limits : nil)
            await relays.stop()
            state.withLock { state in
                state.app = next
                state.postponed = [:]
            }
            let report = next.changeReport(since: old)
            log.append(.reloaded(report))
            Terminal.note("work: the configuration was read anew: \(report)")
            return fresh
        } catch {
            refuseReload(error)
            return relays
        }
    }

    /// - Parameter once: returns when nothing is due, in place of waiting.
    func run(once: Bool) async throws {
        var relays = try await app.openRelays()
        let heartbeat = Task { if !once { await beat() } }
        defer { heartbeat.cancel() }
        do {
            while !isStopping {
                relays = await takeOver(relays)
                if let mailing = try nextDue() {
                    await send(mailing, over: relays)
                } else if once {
                    break
                } else {
                    try await Task.sleep(for: Self.pollPause)
                }
            }
        } catch {
            await relays.stop()
            throw error
        }
        await relays.stop()
    }

    /// Says in the ledger that we live, also while a run takes hours. A ledger that cannot be written is the run's to
    /// complain of.
    private func beat() async {
        while !Task.isCancelled {
            try? store.beat(.work, at: app.now())
            try? await Task.sleep(for: Self.beatPause)
        }
    }

    private var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Of those that may be sent now, the one whose last turn was the longest ago.
    private func nextDue() throws -> Mailing? {
        let due = try dueNow()
        return state.withLock { state in
            let next = due.min { state.turns[$0.id, default: 0] < state.turns[$1.id, default: 0] }
            guard let next else { return nil }
            state.turnCount += 1
            state.turns[next.id] = state.turnCount
            return next
        }
    }

    /// In the order of their times.
    private func dueNow() throws -> [Mailing] {
        let now = app.now()
        return try store.dueMailings(at: now).filter { mailing in
            let isHeld = mailing.owner.map { !$0.isGone } ?? false && mailing.ownerUntil.map { $0 > now } ?? false
            let until = state.withLock { $0.postponed[mailing.id]?.until }
            return !isHeld && until.map { $0 <= now } ?? true
        }
    }

    /// Ends the run once it has had its turn and another mailing is due.
    private func limitTurn(of run: MailingRun, _ mailing: MailingID) async {
        do {
            try await Task.sleep(for: turn)
            // A database that is busy now may answer the next time.
            while (try? dueNow().contains { $0.id != mailing }) != true { try await Task.sleep(for: Self.pollPause) }
            run.requestStop(for: .yielded)
        } catch {
            // Cancelled: the run has ended by itself.
        }
    }

    private func send(_ mailing: Mailing, over relays: RelaySet) async {
        do {
            try app.requireReachable(mailing, store: store)
            let mailing = try begin(mailing)
            let session = MailingSession(app: app, store: store, log: log, mailing: mailing, relays: relays)
            let run = try session.makeRun()
            let (isStopping, isStale) = state.withLock { state in
                state.run = run
                return (state.isStopping, state.next != nil)
            }
            if isStopping { run.requestStop() } else if isStale { run.requestStop(for: .reconfigured) }
            let limit = Task { await limitTurn(of: run, mailing.id) }
            defer { limit.cancel() }
            note(try await session.carryOut(run), of: mailing)
            state.withLock { $0.run = nil }
        } catch {
            state.withLock { $0.run = nil }
            Terminal.note("mailer: '\(mailing.slug)': \(error)")
            postpone(mailing.id)
        }
    }

    /// Freezes the audience of a scheduled mailing. Readers who lack a value that the issue needs may have joined since
    /// it was scheduled: then it is for people to say what to do.
    private func begin(_ mailing: Mailing) throws -> Mailing {
        guard mailing.state == .scheduled else { return mailing }
        let message = try app.message(
            of: try store.contents(of: mailing.id, version: mailing.version), list: mailing.listName)
        guard let survey = try store.gaps(among: try store.scope(of: mailing), for: message), survey.gapCount > 0 else {
            return try store.begin(mailing.id, at: app.now())
        }
        let reason =
            "\(survey.gapCount) of \(survey.readerCount) readers lack a value that the issue needs "
            + "(\(survey.report.joined(separator: "; "))); 'mailer correct' gives it a fallback, 'mailer resume' sends it "
            + "as it is"
        return try store.begin(mailing.id, at: app.now(), pausedBecause: reason)
    }

    private func note(_ result: RunResult, of mailing: Mailing) {
        noteRelays(after: result)
        switch result.reason {
        case .exhausted, .requested, .yielded, .reconfigured, .paused, .closed:
            state.withLock { $0.postponed[mailing.id] = nil }
        case .held:
            Terminal.note("mailer: '\(mailing.slug)': \(result.reason.sentence)")
            state.withLock { $0.postponed[mailing.id] = nil }
        case .breaker, .turnedAway, .noRelay, .ledger, .leaseLost, .heldBy:
            Terminal.note("mailer: '\(mailing.slug)': \(result.reason.sentence)")
            postpone(mailing.id)
        }
    }

    /// Others see it in the metrics. A run that was stopped or never began says nothing about relays.
    private func noteRelays(after result: RunResult) {
        switch result.reason {
        case .noRelay, .breaker, .turnedAway: try? store.noteRelays(areOut: true, at: app.now())
        case .exhausted: try? store.noteRelays(areOut: false, at: app.now())
        case .requested, .yielded, .reconfigured, .paused, .closed, .held, .ledger, .leaseLost, .heldBy: break
        }
    }

    private func postpone(_ mailing: MailingID) {
        let now = app.now()
        state.withLock { state in
            let failures = (state.postponed[mailing]?.failures ?? 0) + 1
            let pause = min(Self.firstPause * (1 << min(failures - 1, 10)), Self.longestPause)
            state.postponed[mailing] = (now.adding(pause), failures)
        }
    }
}
