import GRDB
import Mail
import Testing

@testable import Store

@Suite struct ClaimTests {
    @Test func aPendingRowIsClaimedOnce() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .pending)
        #expect(try test.claim(delivery, delivery) == [delivery])
        #expect(try test.row(delivery).state == .inFlight)
        #expect(try test.row(delivery).owner == LeaseOwner.us.description)
        #expect(try test.claim(delivery) == [])
    }

    /// The reader changed it while the message was on its way; without one, the subscriber's is taken.
    @Test(arguments: [("old@x.org", "old@x.org"), (nil, "new@x.org")])
    func anAttemptKeepsTheAddressThatItWasSentTo(_ sent: String?, kept: String) throws {
        let test = try TestStore()
        try test.subscribe("old@x.org")
        let mailing = try test.start()
        let delivery = try required(test.store.pending(mailing, after: nil, limit: 1).first).delivery
        _ = try test.claim(delivery)
        try test.execute("UPDATE subscribers SET address = 'new@x.org', address_key = 'new@x.org'")
        var attempt = AttemptRecord.test(reply: .accepted, at: .day(2))
        attempt.address = try sent.map { try EmailAddress($0) }
        let update = DeliveryUpdate(delivery: delivery, disposition: .sent, attempt: attempt)
        _ = try test.store.commit([update], claims: [], owner: .us, now: .day(2), leaseUntil: .day(2))
        let stored = try test.store.pool.read { try String.fetchAll($0, sql: "SELECT address FROM attempts") }
        #expect(stored == [kept])
    }

    @Test(arguments: [DeliveryState.inFlight, .sent, .failed, .unknown, .skipped])
    func aRowThatIsNotWaitingIsNotGrantedAndStaysAsItIs(_ state: DeliveryState) throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: state)
        let contents = try test.contents()
        #expect(try test.claim(delivery) == [])
        #expect(try test.contents() == contents)
    }

    @Test func whoUnsubscribedAfterTheFreezeIsSkippedWithTheReason() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .pending)
        let origin = Origin(source: "one-click", at: .day(2))
        _ = try test.store.unsubscribe(test.id(of: "a@example.org"), from: test.list, origin: origin)

        #expect(try test.claim(delivery) == [])
        #expect(try test.row(delivery).state == .skipped)
        #expect(try test.row(delivery).reason == "unsubscribed 2026-01-02 by one-click")
    }

    @Test func whoWasSuppressedAfterTheFreezeIsSkippedEvenWhenDeferred() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .deferred)
        _ = try test.store.suppress(EmailAddress("a@EXAMPLE.org"), reason: .complaint, origin: .cli(.day(3)))

        #expect(try test.claim(delivery, at: .day(3)) == [])
        #expect(try test.row(delivery).state == .skipped)
        #expect(try test.row(delivery).reason == "suppressed: complaint since 2026-01-03")
    }

    @Test func aMailingThatIsNotBeingSentOrNotOursGrantsNothingAndSkipsNobody() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .pending)
        let mailing = try required(test.store.mailings().first).id
        _ = try test.store.unsubscribe(test.id(of: "a@example.org"), from: test.list, origin: .cli(.day(2)))

        #expect(try test.claim(delivery, owner: .other) == [])
        try test.store.pause(mailing, reason: "test")
        #expect(try test.claim(delivery) == [])
        #expect(try test.row(delivery).state == .pending)
        try test.store.resume(mailing)
        #expect(try test.claim(delivery) == [])
        #expect(try test.row(delivery).state == .skipped)
    }

    @Test func twoOwnersNeverHoldTheSameRow() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .pending)
        let mailing = try required(test.store.mailings().first).id
        let second = try MailerStore(path: test.path, busyTimeout: .milliseconds(20))

        #expect(
            try second.acquire(mailing, owner: .other, now: .day(3), until: .day(4)) { _ in false }
                == .heldBy(.us, until: .day(400)))
        #expect(
            try second.acquire(mailing, owner: .other, now: .day(3), until: .day(4)) { $0 == .us }
                == .granted(orphans: 0))

        #expect(try test.claim(delivery) == [])
        #expect(
            try second.commit(
                [], claims: [Claim(delivery, version: 1)], owner: .other, now: .day(3), leaseUntil: .day(4)
            ).granted == [delivery])
        #expect(try test.store.renew(mailing, owner: .us, now: .day(3), until: .day(5)) == false)
        #expect(try second.renew(mailing, owner: .other, now: .day(3), until: .day(5)))
    }
}

@Suite struct LeaseTests {
    @Test func anExpiredLeaseIsFree() throws {
        let test = try TestStore()
        try test.subscribe("a@example.org")
        let mailing = try test.store.createMailing(test.newMailing("a"), at: .day(2)).id
        #expect(
            try test.store.acquire(mailing, owner: .us, now: .day(2), until: .day(3)) { _ in false }
                == .granted(orphans: 0))
        #expect(
            try test.store.acquire(mailing, owner: .other, now: .day(3), until: .day(4)) { _ in false }
                == .granted(orphans: 0))
        #expect(try test.store.mailing(mailing).owner == .other)
        #expect(try test.store.mailing(mailing).startedAt == .day(2))
    }

    @Test func onlyTheHolderReleases() throws {
        let test = try TestStore()
        try test.subscribe("a@example.org")
        let mailing = try test.start()
        try test.store.release(mailing, owner: .other, now: .day(2))
        #expect(try test.store.mailing(mailing).owner == .us)
        try test.store.release(mailing, owner: .us, now: .day(2))
        #expect(try test.store.mailing(mailing).owner == nil)
        #expect(try test.store.renew(mailing, owner: .us, now: .day(2), until: .day(3)) == false)
    }

    @Test func aMailingThatDoesNotExistCannotBeHeld() throws {
        let test = try TestStore()
        #expect(throws: StoreError.noSuchMailing("7")) {
            try test.store.acquire(MailingID(rawValue: 7), owner: .us, now: .day(1), until: .day(2)) { _ in true }
        }
    }

    @Test func afterACrashTheRowsLeftInFlightAreUnknownAndNobodyIsLost() throws {
        let test = try TestStore()
        try test.subscribe("a@example.org", "b@example.org", "c@example.org")
        let mailing = try test.start()
        let due = try test.store.pending(mailing, after: nil, limit: 10).map(\.delivery)
        #expect(try test.claim(due[0], due[1]).count == 2)
        try test.apply(.sent, to: due[0])
        // The process dies: nothing is released. The next one opens the same file.
        try test.store.close()

        let store = try MailerStore(path: test.path)
        let grant = try store.acquire(mailing, owner: .other, now: .day(3), until: .day(4)) { $0 == .us }

        #expect(grant == .granted(orphans: 1))
        let accounting = try store.accounting(of: mailing)
        #expect(accounting.counts == [.sent: 1, .unknown: 1, .pending: 1])
        #expect(accounting.isBalanced)
        #expect(try store.pending(mailing, after: nil, limit: 10).map(\.delivery) == [due[2]])
        let unknown = try store.unknownDeliveries(of: mailing)
        #expect(unknown.map(\.delivery) == [due[1]])
        #expect(unknown.first?.reason == "sender stopped while the message may have been on its way")
        #expect(
            try store.commit([], claims: [Claim(due[1], version: 1)], owner: .other, now: .day(3), leaseUntil: .day(4))
                .granted == [])
    }
}

@Suite struct DueTests {
    @Test func pendingRowsComeByIdInPages() throws {
        let test = try TestStore()
        _ = try test.store.add(
            .init(address: EmailAddress("Ann@example.org"), name: "Ann", attributes: ["city": "Köln"]), to: test.list,
            origin: .cli(.day(1)))
        try test.subscribe("b@example.org", "c@example.org")
        let mailing = try test.start()

        let first = try test.store.pending(mailing, after: nil, limit: 2)
        let second = try test.store.pending(mailing, after: first.last?.delivery, limit: 2)

        #expect(first.map(\.address.description) == ["Ann@example.org", "b@example.org"])
        #expect(first.first?.name == "Ann")
        #expect(first.first?.attributes == ["city": "Köln"])
        #expect(first.first?.attempts == 0)
        #expect(second.map(\.address.description) == ["c@example.org"])
    }

    @Test func deferredRowsComeWhenTheirTimeHasComeTheLongestDueFirst() throws {
        let test = try TestStore()
        try test.subscribe("a@example.org", "b@example.org", "c@example.org")
        let mailing = try test.start()
        let due = try test.store.pending(mailing, after: nil, limit: 3).map(\.delivery)
        for (delivery, day) in zip(due, [6, 4, 5]) {
            try test.apply(.deferred(until: .day(day)), to: delivery, reply: .busy)
        }

        #expect(try test.store.nextAttempt(mailing) == .day(4))
        #expect(try test.store.dueAgain(mailing, now: .day(3), limit: 9) == [])
        #expect(try test.store.dueAgain(mailing, now: .day(5), limit: 9).map(\.delivery) == [due[1], due[2]])
        #expect(try test.store.dueAgain(mailing, now: .day(5), limit: 1).map(\.attempts) == [1])
        #expect(try test.store.pending(mailing, after: nil, limit: 9) == [])
    }

    @Test func withNothingDeferredThereIsNoNextAttempt() throws {
        let test = try TestStore()
        try test.subscribe("a@example.org")
        #expect(try test.store.nextAttempt(test.start()) == nil)
    }

    /// The cost of a batch must not grow with the mailing: no scan and no sorting in the plans.
    @Test(arguments: [LedgerQuery.pending, LedgerQuery.dueAgain, LedgerQuery.nextAttempt, LedgerQuery.counts])
    func aSendersReadsUseTheirIndex(_ sql: String) throws {
        let test = try TestStore()
        let plan = try test.store.pool.read { db in
            let sql = "EXPLAIN QUERY PLAN " + sql.replacing("?", with: "1")
            return try Row.fetchAll(db, sql: sql).map { $0["detail"] as String }
        }
        #expect(plan.first?.contains("USING") == true, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}

@Suite struct AccountingTests {
    /// Anything may happen in any order: nobody is lost, and no row is claimed against the reader's will.
    @Test(arguments: 1...8)
    func theSumHoldsUnderRandomOperations(_ seed: Int) throws {
        var random = SeededGenerator(state: UInt64(seed))
        let test = try TestStore()
        for number in 0..<20 { try test.subscribe("r\(number)@example.org") }
        let mailing = try test.start()
        let deliveries = try test.store.pending(mailing, after: nil, limit: 100)

        for step in 1...150 {
            let now = Timestamp.day(2).adding(.seconds(step))
            let target = try required(deliveries.randomElement(using: &random))
            try test.act(Int.random(in: 0..<9, using: &random), on: target, mailing, at: now)
            let accounting = try test.store.accounting(of: mailing)
            #expect(accounting.isBalanced, "seed \(seed), step \(step)")
            let kept = try test.store.totals().attempts.values.reduce(0, +)
            let counted = try test.store.pool.read { try Int.fetchOne($0, sql: "SELECT sum(attempts) FROM deliveries") }
            #expect(kept == counted)
        }
    }

    @Test func aLostRowShows() throws {
        let test = try TestStore()
        try test.subscribe("a@example.org", "b@example.org")
        let mailing = try test.start()
        try test.execute("DELETE FROM deliveries WHERE id = 1")
        #expect(try !test.store.accounting(of: mailing).isBalanced)
        #expect(try !test.store.finishIfDone(mailing, now: .day(3)))
    }
}

extension TestStore {
    fileprivate func act(_ choice: Int, on due: DueDelivery, _ mailing: MailingID, at now: Timestamp) throws {
        let delivery = due.delivery
        do {
            switch choice {
            case 0, 1, 2: _ = try claim(delivery, at: now)
            case 3: try apply(.sent, to: delivery, at: now)
            case 4: try apply(.deferred(until: now), to: delivery, reply: .busy, at: now)
            case 5: try apply(.failed, to: delivery, class: .full, reply: .noSuchUser, at: now)
            case 6: try apply(.released, to: delivery, at: now)
            case 7: _ = try store.acquire(mailing, owner: .us, now: now, until: .day(400)) { _ in false }
            default: _ = try store.unsubscribe(due.subscriber, from: list, origin: .cli(now))
            }
        } catch StoreError.illegalMove {
            // Expected of random moves; that it changes nothing is what the sum shows.
        }
    }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
