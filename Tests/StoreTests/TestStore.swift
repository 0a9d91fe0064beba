import Foundation
import GRDB
import Mail

@testable import Store

/// A real database in a fresh folder that goes away with it.
final class TestStore {
    let folder: URL
    let store: MailerStore
    let list: ListID

    var path: String { folder.appendingPathComponent("mailer.db").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)")
        store = try MailerStore(path: folder.appendingPathComponent("mailer.db").path, busyTimeout: .milliseconds(20))
        list = try store.createList(name: "weekly", title: "The weekly", at: .day(1)).id
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Puts addresses on the list.
    @discardableResult
    func subscribe(_ addresses: String..., at now: Timestamp = .day(1)) throws -> [SubscriberID] {
        try addresses.map { address in
            _ = try store.add(.init(address: EmailAddress(address)), to: list, origin: .cli(now))
            return try id(of: address)
        }
    }

    func id(of address: String) throws -> SubscriberID {
        try required(store.subscriber(EmailAddress(address))).id
    }

    /// Freezes a mailing to the list and takes its lease.
    func start(_ slug: String = "2026-W01", at now: Timestamp = .day(2)) throws -> MailingID {
        let mailing = try store.createMailing(newMailing(slug), at: now).id
        _ = try store.acquire(mailing, owner: .us, now: now, until: .day(400)) { _ in false }
        return mailing
    }

    func newMailing(_ slug: String) -> NewMailing {
        NewMailing(
            slug: slug, list: list, uid: "uid-\(slug)",
            content: MailingContent(
                subject: "Subject", issuePath: "issues/\(slug).md", issue: Array("# Hi\n".utf8), issueSHA256: "00"))
    }

    /// Applies one outcome, in a commit of its own, and lets a refusal count.
    func apply(
        _ disposition: DeliveryUpdate.Disposition, to delivery: DeliveryID, class bounceClass: BounceClass? = nil,
        reply: SMTPReply? = .accepted, at now: Timestamp = .day(2)
    ) throws {
        try applyOpen(disposition, to: delivery, class: bounceClass, reply: reply, at: now)
        let mailing = try store.pool.read { db in
            try Int64.fetchOne(db, sql: "SELECT mailing FROM deliveries WHERE id = ?", arguments: [delivery.rawValue])
        }
        _ = try store.bookRefusals(MailingID(rawValue: required(mailing)), now: now)
    }

    /// Applies one outcome, in a commit of its own; a refusal stays open.
    func applyOpen(
        _ disposition: DeliveryUpdate.Disposition, to delivery: DeliveryID, class bounceClass: BounceClass? = nil,
        reply: SMTPReply? = .accepted, at now: Timestamp = .day(2)
    ) throws {
        let update = DeliveryUpdate(
            delivery: delivery, disposition: disposition, attempt: .test(reply: reply, at: now),
            bounceClass: bounceClass)
        _ = try store.commit([update], claims: [], owner: .us, now: now, leaseUntil: now)
    }

    func claim(_ deliveries: DeliveryID..., owner: LeaseOwner = .us, at now: Timestamp = .day(2)) throws
        -> Set<DeliveryID>
    {
        try store.commit(
            [], claims: deliveries.map { Claim($0, version: 1) }, owner: owner, now: now, leaseUntil: .day(3)
        ).granted
    }

    /// The delivery's row as stored.
    func row(_ delivery: DeliveryID) throws -> StoredDelivery {
        try store.pool.read { db in
            let row = try required(
                Row.fetchOne(db, sql: "SELECT * FROM deliveries WHERE id = ?", arguments: [delivery.rawValue]))
            let attempts = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM attempts WHERE delivery = ?", arguments: [delivery.rawValue])
            return StoredDelivery(
                state: try required(DeliveryState(rawValue: row["state"])), reason: row["reason"],
                attempts: row["attempts"], nextAttempt: row["next_attempt_at"], owner: row["owner"],
                attemptRows: attempts ?? 0)
        }
    }

    /// The whole content of the tables that an outcome may touch, to see that nothing changed.
    func contents() throws -> [String] {
        try store.pool.read { db in
            try ["deliveries", "attempts", "suppressions", "mailings", "subscriptions"].flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
            }
        }
    }

    func execute(_ sql: String) throws {
        try store.pool.write { db in try db.execute(sql: sql) }
    }
}

struct StoredDelivery: Equatable {
    var state: DeliveryState
    var reason: String?
    var attempts: Int
    var nextAttempt: Int64?
    var owner: String?
    var attemptRows: Int
}

struct Missing: Error {}

/// The value, or an error that fails the test.
func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
}

extension Timestamp {
    /// Noon of the n-th day of 2026.
    static func day(_ day: Int) -> Timestamp {
        Timestamp(milliseconds: 1_767_225_600_000 + Int64(day - 1) * 86_400_000 + 43_200_000)
    }
}

extension Origin {
    static func cli(_ at: Timestamp) -> Origin { Origin(source: "cli", at: at) }
}

extension LeaseOwner {
    static let us = LeaseOwner("host:1:a")
    static let other = LeaseOwner("host:2:b")
}

extension SMTPReply {
    static let accepted = SMTPReply(code: 250, lines: ["2.0.0 Ok: queued as 4F2"])
    static let noSuchUser = SMTPReply(code: 550, lines: ["5.1.1 <x> No such user"])
    static let busy = SMTPReply(code: 451, lines: ["4.7.1 Greylisted"])
}

extension AttemptRecord {
    static func test(reply: SMTPReply?, at now: Timestamp) -> AttemptRecord {
        AttemptRecord(
            at: now, relay: RelayName(host: "127.0.0.1", port: 2525), stage: .rcptTo, reply: reply,
            detail: reply?.text ?? "lost connection", duration: .milliseconds(12), messageDate: now)
    }
}
