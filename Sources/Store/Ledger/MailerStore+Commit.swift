import GRDB
import Mail

extension MailerStore {
    /// Stores outcomes, then claims deliveries whose data would start now: all in one transaction.
    ///
    /// A claim is granted only while the mailing is being sent and held by `owner`, and while the
    /// reader is still subscribed and not suppressed; a reader who left meanwhile is skipped with the
    /// reason. A hard refusal suppresses the address. An illegal move throws, and nothing is stored.
    /// - Returns: the claims that were granted; no byte of any other message may be sent.
    package func commit(
        _ updates: [DeliveryUpdate], claims: [Claim], owner: LeaseOwner, now: Timestamp, leaseUntil: Timestamp
    ) throws(StoreError) -> Set<DeliveryID> {
        try writeOften("store outcomes") { db in
            let outcomes = try OutcomeWriter(db, owner: owner, now: now)
            for update in updates { try outcomes.store(update) }
            let claimer = try Claimer(db, owner: owner, now: now, leaseUntil: leaseUntil)
            var granted: Set<DeliveryID> = []
            for claim in claims where try claimer.claim(claim) { granted.insert(claim.delivery) }
            return granted
        }
    }
}
