import Mail

/// The durable rows of a mailing, as a run needs them. `Store` keeps them in SQLite; a test send keeps one in memory.
///
/// All calls are synchronous and durable when they return. They may be made from any thread.
package protocol DeliveryLedger: Sendable {
    /// Takes the mailing for `owner` until a deadline. Rows that a vanished owner left in flight become `unknown`.
    func acquire(
        _ mailing: MailingID, owner: LeaseOwner, now: Timestamp, until: Timestamp,
        ownerIsGone: (LeaseOwner) -> Bool
    ) throws -> LeaseGrant

    /// Moves the deadline; false if the mailing is no longer ours to send.
    func renew(_ mailing: MailingID, owner: LeaseOwner, now: Timestamp, until: Timestamp) throws -> Bool

    /// Stops the mailing until somebody resumes it. `reason` is for people.
    func pause(_ mailing: MailingID, reason: String) throws

    func release(_ mailing: MailingID, owner: LeaseOwner, now: Timestamp) throws

    /// Rows in state pending with an id above `after`, in order of id.
    func pending(_ mailing: MailingID, after: DeliveryID?, limit: Int) throws -> [DueDelivery]

    /// Deferred rows whose time has come, the oldest first.
    func dueAgain(_ mailing: MailingID, now: Timestamp, limit: Int) throws -> [DueDelivery]

    /// When the earliest deferred row is due.
    func nextAttempt(_ mailing: MailingID) throws -> Timestamp?

    /// One transaction: stores the updates, then claims. A refusal for good is not booked against anybody yet.
    func commit(
        _ updates: [DeliveryUpdate], claims: [Claim], owner: LeaseOwner, now: Timestamp, leaseUntil: Timestamp
    ) throws -> ClaimReceipt

    /// The refusals of a mailing that are not booked yet.
    func refusalRecord(of mailing: MailingID) throws -> RefusalRecord

    /// What the list has shown in earlier mailings.
    func refusalHistory(before mailing: MailingID) throws -> RefusalCount

    /// Pauses the mailing and takes back what it failed and did not book; what is still on its way when this is called
    /// belongs to it, too. One transaction. Nothing happens to a mailing that is not being sent; says whether it was held.
    func holdRefusals(_ mailing: MailingID, reason: String, now: Timestamp) throws -> Bool

    /// Lets the refusals count that were not booked yet; answers with those who are suppressed by it.
    func bookRefusals(_ mailing: MailingID, now: Timestamp) throws -> [NewSuppression]

    /// Whether the mailing is to be sent at all, and which version: other processes may pause, cancel or correct it.
    func standing(of mailing: MailingID) throws -> MailingStanding

    /// Counts messages in the windows of the limits, before their claims.
    func record(_ uses: [WindowUse]) throws

    /// What all processes have counted since that minute.
    func windowUses(since minute: Int64) throws -> [WindowUse]

    func accounting(of mailing: MailingID) throws -> Accounting
}
