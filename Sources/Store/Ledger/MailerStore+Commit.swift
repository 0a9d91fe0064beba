import GRDB
import Mail

extension MailerStore {
    /// Stores outcomes, then claims deliveries whose data would start now: all in one transaction.
    ///
    /// A claim is granted only while the mailing is being sent and held by `owner`, and while the
    /// reader is still subscribed and not suppressed; a reader who left meanwhile is skipped with the
    /// reason. An illegal move throws, and nothing is stored.
    ///
    /// A refusal for good fails the delivery and is noted as not booked: whether it counts against the reader is decided
    /// by `bookRefusals`, when enough is known of the whole. While the mailing is held for its refusals, one defers.
    package func commit(
        _ updates: [DeliveryUpdate], claims: [Claim], owner: LeaseOwner, now: Timestamp, leaseUntil: Timestamp
    ) throws(StoreError) -> ClaimReceipt {
        try writeOften("store outcomes") { db in
            let outcomes = try OutcomeWriter(db, owner: owner, now: now)
            for update in updates { try outcomes.store(update) }
            let claimer = try Claimer(db, owner: owner, now: now, leaseUntil: leaseUntil)
            var granted: Set<DeliveryID> = []
            var skipped: [SkippedClaim] = []
            for claim in claims {
                switch try claimer.claim(claim) {
                case .granted: granted.insert(claim.delivery)
                case .skipped(let reason): skipped.append(SkippedClaim(claim.delivery, reason: reason))
                case .denied: break
                }
            }
            return ClaimReceipt(granted: granted, skipped: skipped)
        }
    }
}
