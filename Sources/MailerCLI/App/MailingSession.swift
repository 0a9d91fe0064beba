import Bounces
import MailerConfiguration
import Foundation
import Mail
import Operations
import Rendering
import Sending
import Store

/// One run of a mailing with all its rooms wired: the ledger, the relays, the log, the progress line, Ctrl-C.
struct MailingSession {
    let job: SendJob
    let mailing: Mailing
    let message: CompiledMessage
    let relays: RelaySet

    func run(patience: Duration) async throws -> RunResult {
        let log = try job.app.openLog()
        var settings = try settings(log)
        settings.patience = patience
        let run = MailingRun(settings: settings, ledger: job.store, transports: relays.transports)
        let interruption = Interruption { _ in
            Terminal.endProgress()
            Terminal.note("Stopping: what is in flight is finished. 'mailer send' goes on later.")
            run.requestStop()
        }
        let progress = ProgressLine(total: try job.store.accounting(of: mailing.id)) { run.tally }
        defer {
            progress.stop()
            interruption.cancel()
        }
        try logStart(log)
        let result = try await Self.onThread { try run.execute() }
        log.append(
            .mailingEnded(
                mailing.slug, accounting: try job.store.accounting(of: mailing.id), reason: result.reason.sentence))
        return result
    }

    private func settings(_ log: DeliveryLog) throws -> RunSettings {
        let composer = MessageComposer(
            message: message,
            circumstances: MessageComposer.Circumstances(
                mailing: mailing.id, uid: mailing.uid, list: mailing.list, baseURL: job.app.configuration.baseURL,
                sender: try job.newsletter().from.address),
            identity: try job.app.identity(from: try job.newsletter().from))
        var settings = RunSettings(
            mailing: mailing.id, owner: .current(), policy: job.app.outcomePolicy(),
            compose: { due, date in try composer.compose(due, at: date) }, wallClock: App.wallClock,
            random: { Double.random(in: 0..<1) })
        settings.limits = relays.limits
        settings.ownerIsGone = { $0.isGone }
        settings.observer = observer(log)
        return settings
    }

    private func observer(_ log: DeliveryLog) -> RunObserver {
        let slug = mailing.slug
        return RunObserver(
            updated: { updates, stored in log.attempts(updates, mailing: slug, stored: stored) },
            connectionFailed: { failure in log.append(.connectionFailed(failure)) },
            connectionOpened: { relay in log.append(.connectionOpened(to: relay)) },
            ledgerFailed: { reason in log.append(.ledgerFailed(slug, reason: reason)) })
    }

    private func logStart(_ log: DeliveryLog) throws {
        let accounting = try job.store.accounting(of: mailing.id)
        guard job.existing == nil else {
            return log.append(.mailingResumed(mailing.slug, orphans: accounting[.inFlight], accounting: accounting))
        }
        log.append(
            .mailingStarted(
                mailing.slug, list: job.list.name, audience: accounting.audience, skipped: accounting[.skipped]))
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
        let pauses = configuration.retryPauses
        return OutcomePolicy(schedule: pauses.isEmpty ? .standard : RetrySchedule(pauses: pauses)) { reply, stage in
            ReplyClassifier.classify(reply, stage: stage).bounceClass
        }
    }
}
