import Bounces
import MailerConfiguration
import Foundation
import Mail
import Operations
import Sending
import Store

/// One run of a mailing with all its rooms wired: the ledger, the relays, the log.
struct MailingSession {
    let app: App
    let store: MailerStore
    let log: DeliveryLog
    let mailing: Mailing
    let relays: RelaySet

    /// A run that is ready to be carried out; `adjust` may change its settings.
    ///
    /// The content is compiled here, before the mailing is taken: what cannot be compiled must not fail its recipients.
    func makeRun(_ adjust: (inout RunSettings) -> Void = { _ in }) throws -> MailingRun {
        let messages = MailingMessages(app: app, store: store, mailing: mailing)
        let signs = try messages.composer(of: mailing.version).signs
        var settings = RunSettings(
            mailing: mailing.id, owner: .current(), policy: app.outcomePolicy(),
            compose: { due, date, version in try messages.compose(due, at: date, version: version) },
            wallClock: App.wallClock, random: { Double.random(in: 0..<1) })
        if signs { settings.composers = ProcessInfo.processInfo.activeProcessorCount }
        settings.limits = relays.limits
        settings.weights = relays.weights
        settings.ownerIsGone = { $0.isGone }
        settings.prepareComposer = ProcessSettings.workInBackground
        settings.observer = observer()
        adjust(&settings)
        return MailingRun(settings: settings, ledger: store, transports: relays.transports)
    }

    /// Runs until nothing is left to do now, and marks the mailing as finished or held if it is.
    func carryOut(_ run: MailingRun) async throws -> RunResult {
        ProcessSettings.keepMemory()
        try logStart()
        let result = try await Self.onThread { try run.execute() }
        try close(result)
        return result
    }

    private func close(_ result: RunResult) throws {
        _ = try store.finishIfDone(mailing.id, now: app.now())
        if result.reason == .exhausted { _ = try store.holdCanary(mailing.id, now: app.now()) }
        log.append(
            .mailingEnded(
                mailing.slug, accounting: try store.accounting(of: mailing.id), reason: result.reason.sentence))
    }

    private func observer() -> RunObserver {
        let slug = mailing.slug
        let log = log
        var observer = RunObserver(
            updated: { updates, stored in log.attempts(updates, mailing: slug, stored: stored) },
            connectionFailed: { failure in log.append(.connectionFailed(failure)) },
            connectionOpened: { relay in log.append(.connectionOpened(to: relay)) },
            ledgerFailed: { reason in log.append(.ledgerFailed(slug, reason: reason)) },
            paused: { reason in log.append(reason.map { .mailingPaused(slug, reason: $0) } ?? .mailingUnpaused(slug)) })
        observer.skipped = { claim, address in
            log.append(.skipped(claim.delivery, mailing: slug, to: address, reason: claim.reason))
        }
        observer.suppressed = { suppressions in for new in suppressions { log.append(.suppressed(new)) } }
        observer.held = { reason in log.append(.mailingHeld(slug, reason: reason)) }
        return observer
    }

    private func logStart() throws {
        let accounting = try store.accounting(of: mailing.id)
        guard mailing.startedAt == nil else {
            return log.append(.mailingResumed(mailing.slug, orphans: accounting[.inFlight], accounting: accounting))
        }
        log.append(
            .mailingStarted(
                mailing.slug, list: mailing.listNames, audience: accounting.audience, skipped: accounting[.skipped]))
    }

    /// A run blocks; it must not hold one of the few threads that async code shares.
    static func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Swift.Result(catching: body)) }
            thread.name = "mailing"
            thread.start()
        }
    }
}

extension MailerStore: DeliveryLedger {}

extension App {
    func outcomePolicy() -> OutcomePolicy {
        let retry = configuration.retry
        let standard = retry.pauses.isEmpty ? RetrySchedule.standard : RetrySchedule(pauses: retry.pauses)
        // Whoever sets the general pauses means all refusals, but for the classes that they name.
        var byClass = retry.pauses.isEmpty ? RetrySchedules.builtIn : [:]
        for (bounceClass, pauses) in [(.greylist, retry.greylist), (.throttle, retry.throttle), (.full, retry.full)]
            as [(BounceClass, [Duration])] where !pauses.isEmpty
        {
            byClass[bounceClass] = RetrySchedule(pauses: pauses)
        }
        let schedules = RetrySchedules(
            standard: standard, byClass: byClass, expiry: retry.expiry ?? RetrySchedules.standardExpiry)
        return OutcomePolicy(schedules: schedules) { reply, stage in
            ReplyClassifier.classify(reply, stage: stage).bounceClass
        }
    }
}
