import Mail
import Signing
import Store

/// What a token leads to: looks things up and takes readers off lists. Its calls block.
struct UnsubscribeDesk: Sendable {
    /// Whom and what a valid token is about.
    struct Subject: Hashable, Sendable {
        let address: EmailAddress
        let list: MailingList
        let isUnsubscribed: Bool
    }

    enum Result: Hashable, Sendable {
        case unsubscribed(Subject)
        case alreadyUnsubscribed(Subject)
    }

    let store: MailerStore

    /// Nil when the subscriber or list is gone, or they never had to do with each other.
    func subject(of claim: UnsubscribeClaim) throws(StoreError) -> Subject? {
        guard let subscriber = try store.subscriber(claim.subscriber), let list = try store.list(claim.list),
            let subscription = subscriber.subscriptions.first(where: { $0.list == claim.list })
        else { return nil }
        return Subject(
            address: subscriber.address, list: list, isUnsubscribed: subscription.state == .unsubscribed)
    }

    /// Takes the reader off the list, as often as it is asked to.
    func unsubscribe(_ claim: UnsubscribeClaim, source: String, at now: Timestamp) throws(StoreError) -> Result? {
        guard let subject = try subject(of: claim) else { return nil }
        let origin = Origin(source: source, detail: claim.mailing.map { "link in mailing \($0)" }, at: now)
        return switch try store.unsubscribe(claim.subscriber, from: claim.list, origin: origin) {
        case .changed: .unsubscribed(subject)
        case .alreadyUnsubscribed: .alreadyUnsubscribed(subject)
        case .notFound: nil
        }
    }
}

extension EmailAddress {
    /// `a…@example.org`: enough for its owner to know it, not enough for anybody else.
    var hint: String { "\(localPart.prefix(1))…@\(domain)" }
}
