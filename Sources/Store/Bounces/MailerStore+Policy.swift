import GRDB
import Mail

/// A bounce that was tied to a subscriber: by a reply in the dialogue or by a verified token.
struct CountedBounce {
    let subscriber: SubscriberID
    let address: EmailAddress
    let bounceClass: BounceClass
}

extension MailerStore {
    /// Applies the policy to a bounce whose own row is written already.
    static func applyPolicy(
        _ db: Database, to bounce: CountedBounce, origin: Origin
    ) throws -> (verdict: BouncePolicy.Verdict, new: NewSuppression?) {
        let evidence =
            BouncePolicy.needsEvidence(bounce.bounceClass) ? try Self.evidence(db, of: bounce.subscriber) : []
        let verdict = BouncePolicy().verdict(on: bounce.bounceClass, evidence: evidence, now: origin.at)
        guard case .suppress(let reason) = verdict,
            try suppress(db, key: bounce.address.key, reason: reason, origin: origin)
        else { return (verdict, nil) }
        let suppression = NewSuppression(
            address: bounce.address, reason: reason, source: origin.source, detail: origin.detail ?? "")
        return (verdict, suppression)
    }

    private static func evidence(_ db: Database, of subscriber: SubscriberID) throws -> [BouncePolicy.Evidence] {
        let statement = try db.cachedStatement(sql: SQL.evidence)
        return try Row.fetchAll(statement, arguments: [subscriber.rawValue]).map { row in
            let kind: BouncePolicy.Evidence.Kind
            if let text: String = row[2] {
                kind = .bounced(try StoredText.value(text, table: "attempts", id: row[1]))
            } else {
                kind = .delivered
            }
            return BouncePolicy.Evidence(
                at: Timestamp(milliseconds: row[0]), delivery: DeliveryID(rawValue: row[1]), kind: kind)
        }
    }
}

private enum SQL {
    /// One subscriber's refusals, returned messages, and (class null) messages taken and not returned.
    /// Mailings come first: there are few, and UNIQUE (mailing, subscriber) finds the delivery in each. A refusal counts
    /// while it is the last word about its delivery, and once it is booked.
    static let evidence = """
        SELECT a.at, a.delivery, CASE a.outcome WHEN 'failed' THEN a.bounce_class END
        FROM mailings m
        CROSS JOIN deliveries d ON d.mailing = m.id AND d.subscriber = ?1
        CROSS JOIN attempts a ON a.delivery = d.id
        WHERE (a.outcome = 'failed' AND a.bounce_class IN ('disabled', 'full', 'expired', 'unknown')
                AND d.state = 'failed'
                AND a.id = (SELECT max(l.id) FROM attempts l WHERE l.delivery = d.id)
                AND NOT EXISTS (SELECT 1 FROM unbooked_refusals u WHERE u.delivery = d.id))
            OR (a.outcome = 'sent' AND NOT EXISTS (
                SELECT 1 FROM bounces b
                WHERE b.delivery = a.delivery AND b.is_verified = 1 AND b.kind = 'bounce' AND b.class <> 'delayed'))
        UNION ALL
        SELECT received_at, delivery, class FROM bounces
        WHERE subscriber = ?1 AND is_verified = 1 AND kind = 'bounce'
            AND class IN ('disabled', 'full', 'expired', 'unknown')
        """
}
