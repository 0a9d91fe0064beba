import Mail
import Synchronization
import Testing

@testable import Sending

/// A ledger whose commits start to fail, as on a full disk.
final class FailingLedger: DeliveryLedger {
    struct DiskFull: Error, CustomStringConvertible { let description = "disk full" }
    let inner: MemoryLedger
    let commitsLeft: Mutex<Int>
    let heals: Bool

    init(_ inner: MemoryLedger, failingAfter commits: Int, heals: Bool) {
        self.inner = inner
        self.commitsLeft = Mutex(commits)
        self.heals = heals
    }

    func commit(
        _ updates: [DeliveryUpdate], claims: [Claim], owner: LeaseOwner, now: Timestamp, leaseUntil: Timestamp
    ) throws -> ClaimReceipt {
        let left = commitsLeft.withLock { left in
            left -= 1
            return left
        }
        if heals ? left == 0 : left <= 0 { throw DiskFull() }
        return try inner.commit(updates, claims: claims, owner: owner, now: now, leaseUntil: leaseUntil)
    }

    func acquire(
        _ mailing: MailingID, owner: LeaseOwner, now: Timestamp, until: Timestamp, ownerIsGone: (LeaseOwner) -> Bool
    ) throws -> LeaseGrant {
        try inner.acquire(mailing, owner: owner, now: now, until: until, ownerIsGone: ownerIsGone)
    }
    func renew(_ mailing: MailingID, owner: LeaseOwner, now: Timestamp, until: Timestamp) throws -> Bool {
        try inner.renew(mailing, owner: owner, now: now, until: until)
    }
    func release(_ mailing: MailingID, owner: LeaseOwner, now: Timestamp) throws {
        try inner.release(mailing, owner: owner, now: now)
    }
    func pending(_ mailing: MailingID, after: DeliveryID?, limit: Int) throws -> [DueDelivery] {
        try inner.pending(mailing, after: after, limit: limit)
    }
    func dueAgain(_ mailing: MailingID, now: Timestamp, limit: Int) throws -> [DueDelivery] {
        try inner.dueAgain(mailing, now: now, limit: limit)
    }
    func nextAttempt(_ mailing: MailingID) throws -> Timestamp? { try inner.nextAttempt(mailing) }
    func standing(of mailing: MailingID) throws -> MailingStanding { try inner.standing(of: mailing) }
    func pause(_ mailing: MailingID, reason: String) throws { try inner.pause(mailing, reason: reason) }
    func record(_ uses: [WindowUse]) throws { try inner.record(uses) }
    func windowUses(since minute: Int64) throws -> [WindowUse] { try inner.windowUses(since: minute) }
    func accounting(of mailing: MailingID) throws -> Accounting { try inner.accounting(of: mailing) }
    func refusalRecord(of mailing: MailingID) throws -> RefusalRecord { try inner.refusalRecord(of: mailing) }
    func refusalHistory(before mailing: MailingID) throws -> RefusalCount { try inner.refusalHistory(before: mailing) }
    func holdRefusals(_ mailing: MailingID, reason: String, now: Timestamp) throws -> Bool {
        try inner.holdRefusals(mailing, reason: reason, now: now)
    }
    func bookRefusals(_ mailing: MailingID, now: Timestamp) throws -> [NewSuppression] {
        try inner.bookRefusals(mailing, now: now)
    }
}

@Suite struct LedgerFailureTests {
    let clock = HandClock()

    @Test(arguments: [3, 4, 20, 21])
    func noDataLeavesOnceTheLedgerCannotBeWritten(commits: Int) throws {
        let memory = MemoryLedger(try recipients(50))
        let ledger = FailingLedger(memory, failingAfter: commits, heals: false)
        let transport = ScriptedTransport { _, _ in accepted }
        let result = try MailingRun(settings: settings(clock), ledger: ledger, transports: [transport]).execute()
        #expect(result.reason == .ledger("disk full"))
        let accounting = try memory.accounting(of: MailingID(rawValue: 1))
        let carried = transport.carried.withLock { $0.count }
        #expect(accounting[.sent] + accounting[.inFlight] == carried)
        #expect(result.unsaved.filter { $0.disposition == .sent }.count == accounting[.inFlight])
        #expect(accounting[.pending] == 50 - carried)
    }

    @Test func anOutcomeThatCouldNotBeStoredIsStoredOnceTheLedgerWorksAgain() throws {
        let memory = MemoryLedger(try recipients(50))
        let ledger = FailingLedger(memory, failingAfter: 4, heals: true)
        let transport = ScriptedTransport { _, _ in accepted }
        let result = try MailingRun(settings: settings(clock), ledger: ledger, transports: [transport]).execute()
        #expect(result.reason == .ledger("disk full"))
        #expect(result.unsaved.isEmpty)
        let accounting = try memory.accounting(of: MailingID(rawValue: 1))
        #expect(accounting[.inFlight] == 0)
        #expect(accounting[.sent] == transport.carried.withLock { $0.count })
    }
}
