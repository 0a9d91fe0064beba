import Foundation
import GRDB
import Mail

extension MailerStore {
    /// Keeps a returned message, and applies the policy if its return address was verified.
    ///
    /// A returned message for an `unknown` delivery settles it: it failed, or had been taken, whatever it says.
    package func recordBounce(_ bounce: ReceivedBounce) throws(StoreError) -> BounceReceipt {
        try write("store a returned message") { db in
            guard let delivery = bounce.verifiedDelivery, let target = try BounceTarget(db, delivery) else {
                try Self.insert(db, bounce, target: nil, action: .unverified)
                try UnverifiedMail.prune(db, at: bounce.receivedAt)
                return BounceReceipt(action: .unverified, settledUnknown: nil)
            }
            // The row comes first, so that the policy finds it among the evidence.
            try Self.insert(db, bounce, target: target, action: .ignored)
            let id = db.lastInsertedRowID
            let (action, suppression) = try Self.act(db, on: bounce, target: target)
            try db.execute(sql: SQL.setAction, arguments: [action.description, id])
            return BounceReceipt(
                action: action, settledUnknown: try Self.settle(db, bounce, target: target), suppression: suppression)
        }
    }

    private static func act(
        _ db: Database, on bounce: ReceivedBounce, target: BounceTarget
    ) throws -> (BounceAction, NewSuppression?) {
        let bounceClass: BounceClass
        switch bounce.kind {
        case .bounce: bounceClass = bounce.bounceClass
        case .complaint: bounceClass = .complaint
        case .success, .autoreply, .other, .unreadable: return (.ignored, nil)
        }
        let counted = CountedBounce(
            subscriber: target.subscriber, address: target.address, bounceClass: bounceClass)
        let status = bounce.status.map { "\($0) " } ?? ""
        let origin = Origin(
            source: "\(bounce.kind.rawValue) mailing=\(target.slug)",
            detail: "\(status)\(bounceClass.rawValue) (\(bounce.rule))", at: bounce.receivedAt)
        let (verdict, suppression) = try applyPolicy(db, to: counted, origin: origin)
        switch verdict {
        case .suppress(let reason): return (.suppressed(reason), suppression)
        case .count(let score, let limit): return (.counted(score, limit: limit), nil)
        case .ignore: return (.ignored, nil)
        }
    }

    private static func settle(
        _ db: Database, _ bounce: ReceivedBounce, target: BounceTarget
    ) throws -> DeliveryState? {
        guard let state = bounce.proves else { return nil }
        let words = ["returned", bounce.status?.description, bounce.bounceClass.rawValue].compactMap(\.self)
        let reason =
            state == .failed ? words.joined(separator: " ") : "settled as sent by returned mail: \(bounce.rule)"
        try db.execute(
            sql: SQL.settle,
            arguments: [state.rawValue, reason, bounce.receivedAt.milliseconds, target.delivery.rawValue])
        return db.changesCount > 0 ? state : nil
    }

    private static func insert(
        _ db: Database, _ bounce: ReceivedBounce, target: BounceTarget?, action: BounceAction
    ) throws {
        try db.execute(
            sql: SQL.insert,
            arguments: [
                bounce.receivedAt.milliseconds, bounce.kind.stored, target != nil, target?.delivery.rawValue,
                target?.subscriber.rawValue, bounce.recipient, bounce.status?.description,
                bounce.bounceClass.rawValue, action.description, bounce.rule,
                Data(target == nil ? UnverifiedMail.kept(bounce.raw) : bounce.raw),
            ])
        if let counted = UnactedMail(bounce, isVerified: target != nil) { try counted.count(db) }
    }
}

extension ReceivedBounce {
    /// What must have become of a message about which this came back; nil if it proves nothing.
    ///
    /// Who warns of a delay, reports success or complains has the message. An automatic reply may be a bounce in
    /// words that nobody knew.
    fileprivate var proves: DeliveryState? {
        switch (kind, bounceClass) {
        case (.bounce, .delayed), (.success, _), (.complaint, _): .sent
        case (.bounce, .autoreply), (.autoreply, _), (.other, _), (.unreadable, _): nil
        case (.bounce, _): .failed
        }
    }
}

/// The delivery that a returned message is about.
private struct BounceTarget {
    let delivery: DeliveryID
    let subscriber: SubscriberID
    let address: EmailAddress
    let slug: String

    init?(_ db: Database, _ delivery: DeliveryID) throws {
        guard let row = try Row.fetchOne(db, sql: SQL.target, arguments: [delivery.rawValue]) else { return nil }
        self.delivery = delivery
        subscriber = SubscriberID(rawValue: row[0])
        address = try StoredText.address(row[1], table: "subscribers", id: row[0])
        slug = row[2]
    }
}

private enum SQL {
    static let target = """
        SELECT p.id, p.address, m.slug
        FROM deliveries d JOIN subscribers p ON p.id = d.subscriber JOIN mailings m ON m.id = d.mailing
        WHERE d.id = ?
        """
    static let insert = """
        INSERT INTO bounces (received_at, kind, is_verified, delivery, subscriber, recipient, status, class, action,
            rule, raw)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let setAction = "UPDATE bounces SET action = ? WHERE id = ?"
    static let settle = """
        UPDATE deliveries SET state = ?, reason = ?, updated_at = ? WHERE id = ? AND state = 'unknown'
        """
}
