import GRDB
import Mail

@testable import Store

extension TestStore {
    /// Makes a move of the table in docs/architecture.md; true if it was answered with an error.
    func make(_ move: String, of delivery: DeliveryID) throws -> Bool {
        do {
            if move.hasSuffix(" after cancel") {
                _ = try store.cancel(MailingID(rawValue: 1), now: .day(2))
                return try make(String(move.dropLast(13)), of: delivery)
            }
            try makeMove(move, of: delivery)
            return false
        } catch StoreError.illegalMove {
            return true
        }
    }

    private func makeMove(_ move: String, of delivery: DeliveryID) throws {
        let mailing = MailingID(rawValue: 1)
        switch move {
        case "claim": _ = try claim(delivery, at: .day(4))
        case "claim refused":
            _ = try store.unsubscribe(id(of: "a@example.org"), from: list, origin: .cli(.day(2)))
            _ = try claim(delivery, at: .day(4))
        case "reply 2xx": try apply(.sent, to: delivery)
        case "reply 4xx": try apply(.deferred(until: .day(5)), to: delivery, reply: .busy)
        case "reply 5xx": try apply(.failed, to: delivery, class: .content, reply: .noSuchUser)
        case "lost after the dot": try apply(.unknown, to: delivery, reply: nil)
        case "released": try apply(.released, to: delivery)
        case "crash": _ = try store.acquire(mailing, owner: .other, now: .day(400), until: .day(500)) { _ in false }
        case "cancel": _ = try store.cancel(mailing, now: .day(2))
        case "settled as sent": try store.settle(delivery, as: .sent, origin: .cli(.day(4)))
        case "settled as failed": try store.settle(delivery, as: .failed, origin: .cli(.day(4)))
        case "resend": try store.settle(delivery, as: .resend, origin: .cli(.day(4)))
        case "held": _ = try store.holdRefusals(mailing, reason: "held: 1 of 1", now: .day(4))
        case "accepted":
            try execute("INSERT OR IGNORE INTO unbooked_refusals (mailing, delivery) VALUES (1, \(delivery.rawValue))")
            try execute("INSERT INTO refusal_holds (mailing, held_at) VALUES (1, 1)")
            _ = try store.acceptRefusals(mailing, now: .day(4))
        case "retry":
            var everybody = RetryChoice()
            everybody.all = true
            _ = try store.retry(mailing, everybody, origin: .cli(.day(4)))
        case "bounce": try receive(.bounce, .content, about: delivery)
        case "delay warning": try receive(.bounce, .delayed, about: delivery)
        case "success report": try receive(.success, .autoreply, about: delivery)
        case "complaint": try receive(.complaint, .complaint, about: delivery)
        default: throw Missing()
        }
    }

    private func receive(_ kind: BounceKind, _ bounceClass: BounceClass, about delivery: DeliveryID) throws {
        _ = try store.recordBounce(
            ReceivedBounce(
                receivedAt: .day(4), kind: kind, verifiedDelivery: delivery, recipient: nil, status: nil,
                bounceClass: bounceClass, rule: "test", raw: []))
    }

    /// Deliveries and attempts as stored, to see that nothing changed.
    func rowsOfTheLedger() throws -> [String] { try Successor(store: store).rowsOfTheLedger() }

    /// The process that comes after one that died.
    struct Successor {
        let store: MailerStore

        func takesOver(at now: Timestamp) throws -> LeaseGrant {
            try store.acquire(MailingID(rawValue: 1), owner: .other, now: now, until: .day(500)) { _ in false }
        }

        func rowsOfTheLedger() throws -> [String] {
            try store.pool.read { db in
                try ["deliveries", "attempts"].flatMap { table in
                    try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
                }
            }
        }

        func state(of delivery: DeliveryID) throws -> DeliveryState {
            try StoredText.value(try column("state", of: delivery), table: "deliveries", id: delivery.rawValue)
        }

        func attempts(of delivery: DeliveryID) throws -> Int { try column("attempts", of: delivery) }

        private func column<Value: DatabaseValueConvertible>(_ name: String, of delivery: DeliveryID) throws -> Value {
            try store.pool.read { db in
                try required(
                    Value.fetchOne(
                        db, sql: "SELECT \(name) FROM deliveries WHERE id = ?", arguments: [delivery.rawValue]))
            }
        }
    }
}
