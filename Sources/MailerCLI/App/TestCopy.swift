import Archive
import MailerConfiguration
import Mail
import Rendering
import Sending
import Signing
import Store
import Synchronization

/// One copy of an issue to one address, outside the ledger: the message as it would be sent, but that its links belong to
/// nobody. They lead to pages that say so.
struct TestCopy {
    struct Outcome {
        let isSent: Bool
        let text: String
    }

    let app: App
    let store: MailerStore
    let issue: LoadedIssue
    /// Names of lists; empty: the issue's, or the only one.
    let lists: [String]
    let address: EmailAddress

    func send(over relays: RelaySet) async throws -> Outcome {
        let names = try listNames()
        let newsletter = try app.newsletter(list: names[0], from: issue.issue.from, replyTo: issue.issue.replyTo)
        let offersBrowserView = issue.issue.isPublic && names.contains { app.configuration.archive.shows(list: $0) }
        let message = try issue.compile(
            try app.design(of: issue), newsletter: newsletter, offersBrowserView: offersBrowserView,
            subjectPrefix: "[Test] ")
        var circumstances = MessageComposer.Circumstances(
            mailing: MailingID(rawValue: 0), uid: try SecureRandom.text(), list: ListID(rawValue: 0),
            baseURL: app.configuration.baseURL, sender: newsletter.from.address)
        if offersBrowserView {
            circumstances.viewURL = try HeaderURI("\(app.configuration.baseURL)/archive/\(ArchiveSite.testPath)")
        }
        let composer = MessageComposer(
            message: message, circumstances: circumstances,
            identity: try app.identity(from: newsletter.from, store: store))
        var settings = RunSettings(
            mailing: MailingID(rawValue: 0), owner: .current(), policy: app.outcomePolicy(),
            compose: { due, date, _ in try composer.compose(due, at: date) }, wallClock: App.wallClock,
            random: { 0.5 })
        let last = Mutex<String?>(nil)
        settings.observer.updated = { updates, _ in last.withLock { $0 = updates.last?.update.attempt.detail } }
        let run = MailingRun(
            settings: settings, ledger: MemoryLedger([try recipient()]), transports: relays.transports)
        let result = try await MailingSession.onThread { try run.execute() }
        return Outcome(isSent: result.sent == 1, text: last.withLock { $0 } ?? result.reason.sentence)
    }

    /// Where there are none yet, or it is not clear which, a name stands for them: a test needs no readers.
    private func listNames() throws -> [String] {
        if !lists.isEmpty { return try store.listsToMail(lists).map(\.name) }
        let known = try? store.listToMail(issue.issue.list)
        return [known?.name ?? issue.issue.list ?? "test"]
    }

    /// With the reader's own name and attributes, if the address is known.
    private func recipient() throws -> DueDelivery {
        let known = try store.subscriber(address)
        return DueDelivery(
            delivery: DeliveryID(rawValue: 0), subscriber: SubscriberID(rawValue: 0), address: address,
            name: known?.name, attributes: known?.attributes ?? [:], attempts: 0)
    }
}
