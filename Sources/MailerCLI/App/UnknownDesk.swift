import Mail
import MailerConfiguration
import Operations
import Rendering
import Signing
import Store

/// The unknown deliveries of one mailing, or of all: found, named and settled.
struct UnknownDesk {
    let app: App
    let store: MailerStore
    let mailing: Mailing?

    func unknown() throws -> [UnknownDelivery] { try store.unknownDeliveries(of: mailing?.id) }

    /// Those of the addresses named; one that is not unknown is an error, so that a slip of the hand shows.
    func unknown(_ addresses: [String]) throws -> [UnknownDelivery] {
        let all = Dictionary(try unknown().map { ($0.address.key, $0) }) { first, _ in first }
        var seen: Set<String> = []
        let keys = try addresses.map { try EmailAddress($0).key }.filter { seen.insert($0).inserted }
        return try keys.map { key in
            guard let delivery = all[key] else {
                throw CommandFailure(
                    "\(key) is not unknown in \(mailing?.slug ?? "any mailing"): nothing was changed. "
                        + "'mailer trace \(key)' tells its story.")
            }
            return delivery
        }
    }

    /// With the Message-IDs that their messages have.
    func rows() throws -> [UnknownReport.Row] {
        var makers: [ContentKey: MessageIDs] = [:]
        return try unknown().map { unknown in
            let key = ContentKey(mailing: unknown.mailing, version: unknown.version)
            let maker = try makers[key] ?? messageIDs(key)
            makers[key] = maker
            let id = try maker.make(mailingUID: unknown.uid, delivery: unknown.delivery)
            return UnknownReport.Row(unknown, messageID: id)
        }
    }

    /// Settles by the operator's word; what somebody else settled meanwhile is an error that says so.
    func settle(_ deliveries: [UnknownDelivery], as settlement: Settlement) throws {
        let log = app.openLog()
        for delivery in deliveries {
            let origin = app.origin()
            try store.settle(delivery.delivery, as: settlement, origin: origin)
            log.append(.settled(delivery, as: settlement, origin: origin))
        }
    }

    private struct ContentKey: Hashable {
        let mailing: MailingID
        let version: Int
    }

    private func messageIDs(_ key: ContentKey) throws -> MessageIDs {
        let stored = try store.contents(of: key.mailing, version: key.version).content
        if let settings = stored.settings { return try MessageIDs(domain: MessageSettings(json: settings).domain) }
        let issue = try LoadedIssue(path: stored.issuePath, bytes: stored.issue)
        return try MessageIDs(domain: (issue.issue.from ?? app.configuration.from).address.domain)
    }
}
