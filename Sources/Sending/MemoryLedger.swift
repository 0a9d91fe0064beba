import Mail

/// A ledger without a database, for test copies (`mailer send --test`): nothing of them is to be accounted for later.
///
/// It keeps the same promises within the process: a row is claimed once, and only a claimed row can be sent.
package final class MemoryLedger: DeliveryLedger {
    struct Row {
        var due: DueDelivery
        var state: DeliveryState
        var nextAttempt: Timestamp?
    }

    private struct Contents {
        var rows: [DeliveryID: Row]
        var owner: LeaseOwner?
        var uses: [WindowUse] = []
        var standing = MailingStanding(phase: .sending, version: 1)
    }

    private let contents: Monitor<Contents>

    package init(_ deliveries: [DueDelivery]) {
        let rows = deliveries.map { ($0.delivery, Row(due: $0, state: .pending)) }
        contents = Monitor(Contents(rows: Dictionary(rows) { first, _ in first }))
    }

    package func acquire(
        _ mailing: MailingID, owner: LeaseOwner, now: Timestamp, until: Timestamp,
        ownerIsGone: (LeaseOwner) -> Bool
    ) throws -> LeaseGrant {
        contents.read { contents in
            if let holder = contents.owner, holder != owner { return .heldBy(holder, until: until) }
            contents.owner = owner
            return .granted(orphans: 0)
        }
    }

    package func renew(_ mailing: MailingID, owner: LeaseOwner, now: Timestamp, until: Timestamp) throws -> Bool {
        contents.read { $0.owner == owner }
    }

    package func release(_ mailing: MailingID, owner: LeaseOwner, now: Timestamp) throws {
        contents.read { $0.owner = nil }
    }

    package func standing(of mailing: MailingID) throws -> MailingStanding {
        contents.read { $0.standing }
    }

    package func pause(_ mailing: MailingID, reason: String) throws {
        contents.read { $0.standing = MailingStanding(phase: .paused(reason: reason), version: $0.standing.version) }
    }

    package func pending(_ mailing: MailingID, after: DeliveryID?, limit: Int) throws -> [DueDelivery] {
        rows { row in row.state == .pending && (after.map { row.due.delivery > $0 } ?? true) }.prefix(limit).map(\.due)
    }

    package func dueAgain(_ mailing: MailingID, now: Timestamp, limit: Int) throws -> [DueDelivery] {
        rows { $0.state == .deferred && ($0.nextAttempt.map { $0 <= now } ?? true) }.prefix(limit).map(\.due)
    }

    package func nextAttempt(_ mailing: MailingID) throws -> Timestamp? {
        rows { $0.state == .deferred }.compactMap(\.nextAttempt).min()
    }

    package func commit(
        _ updates: [DeliveryUpdate], claims: [Claim], owner: LeaseOwner, now: Timestamp, leaseUntil: Timestamp
    ) throws -> ClaimReceipt {
        contents.read { contents in
            for update in updates { contents.rows[update.delivery]?.apply(update.disposition, at: now) }
            let open = claims.map(\.delivery).filter { [.pending, .deferred].contains(contents.rows[$0]?.state) }
            for delivery in open { contents.rows[delivery]?.state = .inFlight }
            return ClaimReceipt(granted: Set(open))
        }
    }

    /// Nobody is suppressed by a test copy, so that there is nothing to hold.
    package func refusalRecord(of mailing: MailingID) throws -> RefusalRecord { RefusalRecord() }
    package func refusalHistory(before mailing: MailingID) throws -> RefusalCount { RefusalCount() }
    package func holdRefusals(_ mailing: MailingID, reason: String, now: Timestamp) throws -> Bool { false }
    package func bookRefusals(_ mailing: MailingID, now: Timestamp) throws -> [NewSuppression] { [] }

    package func record(_ uses: [WindowUse]) throws { contents.read { $0.uses += uses } }

    package func windowUses(since minute: Int64) throws -> [WindowUse] {
        contents.read { $0.uses.filter { $0.minute >= minute } }
    }

    package func accounting(of mailing: MailingID) throws -> Accounting {
        let all = rows { _ in true }
        return Accounting(audience: all.count, counts: Dictionary(grouping: all, by: \.state).mapValues(\.count))
    }

    private func rows(_ isIncluded: (Row) -> Bool) -> [Row] {
        contents.read { $0.rows.values.filter(isIncluded) }.sorted { $0.due.delivery < $1.due.delivery }
    }
}

extension MemoryLedger.Row {
    fileprivate mutating func apply(_ disposition: DeliveryUpdate.Disposition, at now: Timestamp) {
        nextAttempt = nil
        if disposition != .released { due.attempts += 1 }
        switch disposition {
        case .sent: state = .sent
        case .failed: state = .failed
        case .unknown: state = .unknown
        case .released: if state == .inFlight { state = .pending }
        case .deferred(let until):
            state = .deferred
            due.deferredSince = due.deferredSince ?? now
            nextAttempt = until
        }
    }
}
