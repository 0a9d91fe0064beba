import GRDB
import Mail
import Testing

@testable import Store

/// Every state with every move, against a real database.
@Suite struct LedgerMoveTests {
    struct Cell: CustomTestStringConvertible, Sendable {
        let from: DeliveryState
        let disposition: DeliveryUpdate.Disposition
        /// Nil: an error that changes nothing.
        let to: DeliveryState?
        var isAttemptKept = true

        var testDescription: String { "\(from.rawValue) + \(disposition.code)" }
    }

    private static let later = DeliveryUpdate.Disposition.deferred(until: .day(3))

    static let table: [Cell] = [
        Cell(from: .pending, disposition: .sent, to: nil),
        Cell(from: .pending, disposition: later, to: .deferred),
        Cell(from: .pending, disposition: .failed, to: .failed),
        Cell(from: .pending, disposition: .unknown, to: nil),
        Cell(from: .pending, disposition: .released, to: .pending, isAttemptKept: false),
        Cell(from: .inFlight, disposition: .sent, to: .sent),
        Cell(from: .inFlight, disposition: later, to: .deferred),
        Cell(from: .inFlight, disposition: .failed, to: .failed),
        Cell(from: .inFlight, disposition: .unknown, to: .unknown),
        Cell(from: .inFlight, disposition: .released, to: .pending, isAttemptKept: false),
        Cell(from: .deferred, disposition: .sent, to: nil),
        Cell(from: .deferred, disposition: later, to: .deferred),
        Cell(from: .deferred, disposition: .failed, to: .failed),
        Cell(from: .deferred, disposition: .unknown, to: nil),
        Cell(from: .deferred, disposition: .released, to: .deferred, isAttemptKept: false),
        Cell(from: .skipped, disposition: .sent, to: nil),
        Cell(from: .skipped, disposition: later, to: .skipped),
        Cell(from: .skipped, disposition: .failed, to: .skipped),
        Cell(from: .skipped, disposition: .unknown, to: nil),
        Cell(from: .skipped, disposition: .released, to: .skipped, isAttemptKept: false),
    ]
    static let final: [Cell] = [DeliveryState.sent, .failed, .unknown].flatMap { state in
        [.sent, later, .failed, .unknown].map { Cell(from: state, disposition: $0, to: nil) }
            + [Cell(from: state, disposition: .released, to: state, isAttemptKept: false)]
    }

    @Test func theTableHasEveryCell() {
        #expect((Self.table + Self.final).count == DeliveryState.allCases.count * 5)
    }

    @Test(arguments: table + final)
    func aMoveChangesWhatTheTableSaysAndNothingElse(_ cell: Cell) throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: cell.from)
        let before = try test.row(delivery)
        let contents = try test.contents()

        guard let to = cell.to else {
            #expect(throws: StoreError.illegalMove(delivery, from: cell.from, to: cell.disposition.code)) {
                try test.apply(cell.disposition, to: delivery)
            }
            #expect(try test.contents() == contents)
            return
        }
        try test.apply(cell.disposition, to: delivery)

        let kept = cell.isAttemptKept ? 1 : 0
        let after = try test.row(delivery)
        #expect(after.state == to)
        #expect(after.attempts == before.attempts + kept)
        #expect(after.attemptRows == before.attemptRows + kept)
        #expect(after.owner == nil)
        if case .deferred(let time) = cell.disposition, to == .deferred {
            #expect(after.nextAttempt == time.milliseconds)
        }
        if to == cell.from, !cell.isAttemptKept { #expect(try test.contents() == contents) }
    }

    @Test func aReleasedRowThatWasTriedBeforeIsDueAtOnceWithItsOldReason() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .deferred)
        #expect(try test.claim(delivery, at: .day(4)) == [delivery])

        try test.apply(.released, to: delivery, at: .day(4))

        let row = try test.row(delivery)
        #expect(row.state == .deferred)
        #expect(row.nextAttempt == Timestamp.day(4).milliseconds)
        #expect(row.reason == "451 4.7.1 in reply to RCPT TO")
        #expect(row.attempts == 1)
    }

    @Test func oneIllegalMoveInABatchStoresNothingOfIt() throws {
        let test = try TestStore()
        try test.subscribe("a@example.org", "b@example.org")
        let mailing = try test.start()
        let due = try test.store.pending(mailing, after: nil, limit: 10)
        _ = try test.claim(due[0].delivery)
        let contents = try test.contents()
        let updates = due.map {
            DeliveryUpdate(delivery: $0.delivery, disposition: .sent, attempt: .test(reply: .accepted, at: .day(2)))
        }

        #expect(throws: StoreError.illegalMove(due[1].delivery, from: .pending, to: "sent")) {
            try test.store.commit(updates, claims: [], owner: .us, now: .day(2), leaseUntil: .day(3))
        }
        #expect(try test.contents() == contents)
    }

    @Test func anotherSendersClaimIsNotOursToSettle() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .inFlight)
        let update = DeliveryUpdate(
            delivery: delivery, disposition: .sent, attempt: .test(reply: .accepted, at: .day(2)))

        #expect(throws: StoreError.illegalMove(delivery, from: .inFlight, to: "sent")) {
            try test.store.commit([update], claims: [], owner: .other, now: .day(2), leaseUntil: .day(3))
        }
        #expect(try test.row(delivery).state == .inFlight)
    }

    @Test(arguments: [DeliveryUpdate.Disposition.released, .deferred(until: .day(5))])
    func inACancelledMailingWhatComesBackIsSkipped(_ disposition: DeliveryUpdate.Disposition) throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .inFlight)
        let mailing = try required(test.store.mailings().first).id
        _ = try test.store.cancel(mailing, now: .day(2))

        try test.apply(disposition, to: delivery, reply: .busy)

        let row = try test.row(delivery)
        #expect(row.state == .skipped)
        #expect(row.reason == "cancelled")
    }

    @Test func anOutcomeOfAnUnknownDeliveryIsAnError() throws {
        let test = try TestStore()
        let stranger = DeliveryID(rawValue: 99)
        #expect(throws: StoreError.noSuchDelivery(stranger)) { try test.apply(.sent, to: stranger) }
        #expect(throws: StoreError.noSuchDelivery(stranger)) { try test.claim(stranger) }
    }

    @Test func anAttemptKeepsTheServersWords() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .inFlight)
        try test.apply(.failed, to: delivery, class: .hard, reply: .noSuchUser)

        let kept = try test.store.pool.read { db in
            try String.fetchOne(
                db,
                sql: """
                    SELECT relay || '|' || address || '|' || stage || '|' || outcome || '|' || reply_code || '|'
                        || enhanced_status || '|' || text || '|' || bounce_class || '|' || duration_ms
                    FROM attempts
                    """)
        }
        #expect(
            kept == "127.0.0.1:2525|A@example.org|RCPT TO|failed|550|5.1.1|5.1.1 <x> No such user|hard|12")
        #expect(try test.row(delivery).reason == "550 5.1.1 in reply to RCPT TO")
    }
}

extension TestStore {
    /// A delivery that came into a state by the ways that lead there.
    func delivery(in state: DeliveryState) throws -> DeliveryID {
        try subscribe("A@example.org")
        let mailing = try start()
        let delivery = try required(store.pending(mailing, after: nil, limit: 1).first).delivery
        switch state {
        case .pending: break
        case .inFlight: _ = try claim(delivery)
        case .deferred: try apply(.deferred(until: .day(3)), to: delivery, reply: .busy)
        case .skipped:
            _ = try store.unsubscribe(id(of: "a@example.org"), from: list, origin: .cli(.day(2)))
            _ = try claim(delivery)
        case .sent, .failed, .unknown:
            _ = try claim(delivery)
            try applyOpen(state == .sent ? .sent : state == .failed ? .failed : .unknown, to: delivery)
        }
        return delivery
    }
}
