import GRDB
import Mail

/// A delivery that failed, with what is needed to decide whether it is worth another try.
package struct FailedDelivery: Hashable, Sendable {
    package let delivery: DeliveryID
    package let address: EmailAddress
    /// The row's reason, such as `550 5.1.1 in reply to RCPT TO`.
    package let reason: String
    /// What the last refusal said, with its code.
    package let words: String
    /// What it said about the reader; nil: nothing, or it failed in another way.
    package let bounceClass: BounceClass?
    /// It failed at an attempt of ours, not by the operator's word or by returned mail.
    package let isRefusal: Bool
    /// The suppression that this mailing has caused, and nothing else stands for.
    package let suppression: SuppressionReason?
    /// Why its reader may not be mailed in any case; nil: she may.
    package let obstacle: String?
}

/// Which of a mailing's failed deliveries are sent again.
package struct RetryChoice: Hashable, Sendable {
    /// Those about the reader, too.
    package var all = false
    package var classes: Set<BounceClass> = []
    /// Part of the server's words or of the reason; case does not matter.
    package var replies: [String] = []
    /// Lowercase.
    package var domains: Set<String> = []

    package init() {}

    /// Whether a delivery is chosen. Without a word about which, those are whose failure was not about the reader.
    package func includes(_ failed: FailedDelivery) -> Bool {
        if !domains.isEmpty, !domains.contains(failed.address.domain.lowercased()) { return false }
        if !classes.isEmpty, !(failed.bounceClass.map(classes.contains) ?? false) { return false }
        let said = "\(failed.words)\n\(failed.reason)".lowercased()
        if !replies.isEmpty, !replies.contains(where: { said.contains($0.lowercased()) }) { return false }
        return all || !classes.isEmpty || !replies.isEmpty || !domains.isEmpty || !failed.isAboutReader
    }
}

extension FailedDelivery {
    /// Her mailbox is gone, full or disabled, as far as the rules know. Retries that ran out are no word about her, and
    /// what people or returned mail have settled is final.
    package var isAboutReader: Bool {
        guard isRefusal else { return true }
        guard let bounceClass else { return false }
        return bounceClass.subject == .reader && bounceClass != .expired
    }
}

/// What sending to the failed again came to.
package struct RetryReceipt: Hashable, Sendable {
    package var again = 0
    package var lifted: [NewSuppression] = []
    /// Left, or suppressed for another reason: they stay failed.
    package var left = 0
}

extension MailerStore {
    /// The deliveries of a mailing that failed, by id.
    package func failedDeliveries(of mailing: MailingID) throws(StoreError) -> [FailedDelivery] {
        try read("list the failed deliveries") { db in try Self.failed(db, of: mailing) }
    }

    /// Sends to the failed again: the chosen rows wait as at the beginning, the suppressions that the mailing had caused
    /// for them are lifted, and a finished mailing is open again. Who left, or is suppressed for another reason, stays
    /// failed. Nobody else's row is touched; attempts stay on record. One transaction.
    ///
    /// A mailing that is held because of its refusals goes on, and they are tried again.
    package func retry(_ mailing: MailingID, _ choice: RetryChoice, origin: Origin) throws(StoreError) -> RetryReceipt {
        try write("send to the failed again") { db in
            let current = try Self.mailing(db, mailing)
            if current.state == .cancelled || current.frozenAt == nil {
                throw StoreError.mailingIsOver(slug: current.slug, state: current.state, verb: "retry")
            }
            var receipt = RetryReceipt()
            if try Self.isHeldForRefusals(db, mailing) {
                receipt.again = try Self.openRefusals(db, of: mailing)
                try Self.dropHeldRefusals(db, of: mailing)
                try Self.goOn(db, mailing)
            }
            for failed in try Self.failed(db, of: mailing) where choice.includes(failed) {
                guard failed.obstacle == nil else {
                    receipt.left += 1
                    continue
                }
                try Self.sendAgain(db, failed, origin: origin)
                receipt.again += 1
                if let reason = failed.suppression {
                    receipt.lifted.append(
                        NewSuppression(
                            address: failed.address, reason: reason, source: origin.source,
                            detail: origin.detail ?? ""))
                }
            }
            if receipt.again > 0 { try db.execute(sql: SQL.reopen, arguments: [mailing.rawValue]) }
            return receipt
        }
    }

    private static func sendAgain(_ db: Database, _ failed: FailedDelivery, origin: Origin) throws {
        let id = failed.delivery.rawValue
        if failed.suppression != nil { _ = try liftSuppression(db, key: failed.address.key, origin: origin) }
        try db.cachedStatement(sql: SQL.beginAnew).execute(arguments: [id])
        try db.cachedStatement(sql: SQL.close).execute(arguments: [id])
        try db.cachedStatement(sql: SQL.again).execute(arguments: [origin.at.milliseconds, id])
    }

    private static func failed(_ db: Database, of mailing: MailingID) throws -> [FailedDelivery] {
        try Row.fetchAll(db, sql: SQL.failed, arguments: [mailing.rawValue]).map { row in
            let id: Int64 = row["id"]
            let isOurs: Bool = row["is_ours"]
            let suppression: SuppressionReason? = try (row["suppression"] as String?).map {
                try StoredText.value($0, table: "suppressions", id: id)
            }
            return FailedDelivery(
                delivery: DeliveryID(rawValue: id),
                address: try StoredText.address(row["address"], table: "subscribers", id: row["subscriber"]),
                reason: row["reason"], words: row["words"] ?? "",
                bounceClass: try (row["class"] as String?).map {
                    try StoredText.value($0, table: "attempts", id: id)
                },
                isRefusal: row["is_refusal"], suppression: isOurs ? suppression : nil, obstacle: row["obstacle"])
        }
    }
}

/// What a status says about failures that another try may mend.
enum RetrySQL {
    /// As `FailedDelivery.isAboutReader` has it.
    static let count = """
        SELECT count(*) FROM deliveries d
        JOIN attempts a ON a.id = (SELECT max(l.id) FROM attempts l WHERE l.delivery = d.id)
        WHERE d.mailing = ? AND d.state = 'failed' AND a.outcome = 'failed'
            AND (a.bounce_class IS NULL OR a.bounce_class NOT IN (\(aboutReader)))
        """

    private static let aboutReader = BounceClass.allCases.filter { $0.subject == .reader && $0 != .expired }
        .map { "'\($0.rawValue)'" }.joined(separator: ", ")
}

private enum SQL {
    /// A suppression is this mailing's own if its source says so, and no returned mail of another one says the same
    /// since: that came back from a message which was not refused by our fault.
    private static let isOurs = """
        (x.source = 'smtp mailing=' || m.slug OR x.source = 'bounce mailing=' || m.slug)
            AND NOT EXISTS (
                SELECT 1 FROM bounces b JOIN deliveries o ON o.id = b.delivery
                WHERE b.subscriber = p.id AND b.is_verified = 1 AND o.mailing <> m.id AND b.received_at >= x.at
                    AND (b.kind = 'complaint' OR b.kind = 'bounce' AND b.class = 'hard'))
        """
    static let failed = """
        SELECT d.id, d.subscriber, p.address, d.reason, coalesce(a.reply_code || ' ', '') || a.text AS words,
            iif(a.outcome = 'failed', a.bounce_class, NULL) AS class,
            coalesce(a.outcome = 'failed' AND d.reason NOT LIKE 'settled as %' AND d.reason NOT LIKE 'returned %', 0)
                AS is_refusal,
            x.reason AS suppression, coalesce(\(isOurs), 0) AS is_ours,
            CASE
                WHEN s.state = 'subscribed' AND \(isOurs) THEN NULL
                ELSE \(SkipReasonSQL.reason)
            END AS obstacle
        FROM deliveries d
        JOIN mailings m ON m.id = d.mailing
        JOIN subscribers p ON p.id = d.subscriber
        LEFT JOIN subscriptions s ON s.subscriber = d.subscriber AND s.list = m.list
        LEFT JOIN suppressions x ON x.address_key = p.address_key
        LEFT JOIN attempts a ON a.id = (SELECT max(l.id) FROM attempts l WHERE l.delivery = d.id)
        WHERE d.mailing = ? AND d.state = 'failed' ORDER BY d.id
        """
    static let again = """
        UPDATE deliveries SET state = 'deferred', next_attempt_at = ?1, version = NULL, updated_at = ?1
        WHERE id = ?2 AND state = 'failed'
        """
    static let beginAnew = """
        INSERT OR REPLACE INTO retried_deliveries (delivery, attempts) SELECT id, attempts FROM deliveries WHERE id = ?
        """
    static let close = "DELETE FROM unbooked_refusals WHERE delivery = ?"
    static let reopen = "UPDATE mailings SET state = 'sending', finished_at = NULL WHERE id = ? AND state = 'finished'"
}
