import GRDB
import Mail
import Testing

@testable import Store

@Suite struct BouncePolicyTests {
    private typealias Evidence = BouncePolicy.Evidence
    private let policy = BouncePolicy()

    private func bounced(_ bounceClass: BounceClass, _ days: Int...) -> [BouncePolicy.Evidence] {
        days.enumerated().map { index, day in
            Evidence(at: .day(day), delivery: DeliveryID(rawValue: Int64(index)), kind: .bounced(bounceClass))
        }
    }

    @Test(arguments: [(BounceClass.hard, SuppressionReason.hardBounce), (.complaint, .complaint)])
    func theFirstOneSuppresses(_ bounceClass: BounceClass, _ reason: SuppressionReason) {
        #expect(policy.verdict(on: bounceClass, evidence: [], now: .day(1)) == .suppress(reason))
    }

    @Test(arguments: [
        BounceClass.reputation, .content, .auth, .throttle, .greylist, .size, .protocolError, .delayed, .autoreply,
    ])
    func whatIsNotTheReadersFaultNeverCounts(_ bounceClass: BounceClass) {
        let evidence = (1...50).flatMap { bounced(bounceClass, $0) }
        #expect(policy.verdict(on: bounceClass, evidence: evidence, now: .day(50)) == .ignore)
    }

    @Test(arguments: [BounceClass.full, .expired, .unknown])
    func softBouncesCountOncePerDayAndTheFifthSuppresses(_ bounceClass: BounceClass) {
        let four = bounced(bounceClass, 1, 1, 1, 2, 3, 4)
        #expect(policy.verdict(on: bounceClass, evidence: four, now: .day(4)) == .count(4, limit: 5))
        let five = four + bounced(.full, 9)
        #expect(policy.verdict(on: bounceClass, evidence: five, now: .day(9)) == .suppress(.softBounces))
    }

    @Test func aDeliveryResetsTheSoftScore() {
        let delivered = Evidence(at: .day(5), delivery: DeliveryID(rawValue: 99), kind: .delivered)
        let evidence = bounced(.full, 1, 2, 3, 4, 6) + [delivered]
        #expect(policy.verdict(on: .full, evidence: evidence, now: .day(6)) == .count(1, limit: 5))
    }

    @Test func twoMessagesToADisabledMailboxIn30DaysSuppress() {
        #expect(
            policy.verdict(on: .disabled, evidence: bounced(.disabled, 1, 31), now: .day(31)) == .suppress(.hardBounce))
        #expect(
            policy.verdict(on: .disabled, evidence: bounced(.disabled, 1, 32), now: .day(32)) == .count(1, limit: 2))
        let sameMessage = bounced(.disabled, 1) + bounced(.disabled, 2)
        #expect(policy.verdict(on: .disabled, evidence: sameMessage, now: .day(2)) == .count(1, limit: 2))
    }
}

@Suite struct RefusalTests {
    @Test func aHardRefusalSuppressesWhenItIsBookedAndNotBefore() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .pending)
        try test.applyOpen(.failed, to: delivery, class: .hard, reply: .noSuchUser)
        #expect(try test.store.suppression(of: EmailAddress("a@example.org")) == nil)
        let new = try test.store.bookRefusals(MailingID(rawValue: 1), now: .day(2))
        #expect(
            new == [
                NewSuppression(
                    address: try EmailAddress("A@example.org"), reason: .hardBounce, source: "smtp mailing=2026-W01",
                    detail: "550 5.1.1 <x> No such user")
            ])
        let suppression = try required(test.store.suppression(of: EmailAddress("a@example.org")))
        #expect(suppression.reason == .hardBounce)
        #expect(suppression.detail == "550 5.1.1 <x> No such user")
        #expect(suppression.source == "smtp mailing=2026-W01")
        #expect(suppression.at == .day(2))
    }

    @Test(arguments: [BounceClass.full, .disabled, .content, .reputation, .throttle, nil])
    func anotherRefusalDoesNotSuppressAtOnce(_ bounceClass: BounceClass?) throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .inFlight)
        try test.apply(.failed, to: delivery, class: bounceClass, reply: .noSuchUser)
        #expect(try test.store.suppression(of: EmailAddress("a@example.org")) == nil)
    }

    @Test func aDeferralNeverSuppresses() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .inFlight)
        try test.apply(.deferred(until: .day(3)), to: delivery, class: .hard, reply: .busy)
        #expect(try test.store.suppression(of: EmailAddress("a@example.org")) == nil)
    }

    @Test func softRefusalsOnFiveDaysSuppressUnlessADeliveryComesBetween() throws {
        let test = try TestStore()
        try test.subscribe("a@example.org", "b@example.org")
        for day in 2...7 {
            let mailing = try test.start("d\(day)", at: .day(day))
            let due = try test.store.pending(mailing, after: nil, limit: 2).map(\.delivery)
            _ = try test.claim(due[0], due.last ?? due[0], at: .day(day))
            try test.apply(.failed, to: due[0], class: .full, at: .day(day))
            if due.count > 1 { try test.apply(day == 4 ? .sent : .failed, to: due[1], class: .full, at: .day(day)) }
            let isSuppressed = try test.store.suppression(of: EmailAddress("a@example.org")) != nil
            #expect(isSuppressed == (day >= 6))
            if isSuppressed { break }
        }
        #expect(try test.store.suppression(of: EmailAddress("a@example.org"))?.reason == .softBounces)
        #expect(try test.store.suppression(of: EmailAddress("b@example.org")) == nil)
    }

    @Test func twoDisabledRefusalsSuppress() throws {
        let test = try TestStore()
        try test.subscribe("a@example.org")
        for day in [2, 20] {
            let mailing = try test.start("d\(day)", at: .day(day))
            let due = try test.store.pending(mailing, after: nil, limit: 1).map(\.delivery)
            try test.apply(.failed, to: due[0], class: .disabled, at: .day(day))
            #expect(try (test.store.suppression(of: EmailAddress("a@example.org")) != nil) == (day == 20))
        }
    }
}

@Suite struct RecordBounceTests {
    private func bounce(
        _ delivery: DeliveryID?, _ bounceClass: BounceClass, kind: BounceKind = .bounce, at now: Timestamp = .day(5)
    ) -> ReceivedBounce {
        ReceivedBounce(
            receivedAt: now, kind: kind, verifiedDelivery: delivery, recipient: "a@example.org",
            status: EnhancedStatusCode(5, 1, 1), bounceClass: bounceClass, rule: "dsn-status",
            raw: Array("Subject: returned\r\n".utf8))
    }

    @Test(arguments: [
        (BounceClass.hard, BounceKind.bounce, BounceAction.suppressed(.hardBounce)),
        (.complaint, .complaint, .suppressed(.complaint)),
        (.unknown, .complaint, .suppressed(.complaint)),
        (.full, .bounce, .counted(1, limit: 5)),
        (.disabled, .bounce, .counted(1, limit: 2)),
        (.content, .bounce, .ignored),
        (.delayed, .bounce, .ignored),
        (.hard, .autoreply, .ignored),
        (.hard, .other, .ignored),
        (.hard, .success, .ignored),
    ])
    func aVerifiedBounceIsActedOnByItsClass(
        _ bounceClass: BounceClass, _ kind: BounceKind, _ action: BounceAction
    ) throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .sent)
        let receipt = try test.store.recordBounce(bounce(delivery, bounceClass, kind: kind))
        #expect(receipt.action == action)
        #expect(receipt.settledUnknown == nil)
        let suppression = try test.store.suppression(of: EmailAddress("a@example.org"))
        #expect(receipt.suppression?.reason == suppression?.reason)
        if case .suppressed(let reason) = action {
            #expect(suppression?.reason == reason)
            #expect(suppression?.source == "\(kind.rawValue) mailing=2026-W01")
        } else {
            #expect(suppression == nil)
        }
        #expect(try test.row(delivery).state == .sent)
    }

    @Test(arguments: BounceClass.allCases)
    func withoutAVerifiedAddressABounceIsKeptAndChangesNothing(_ bounceClass: BounceClass) throws {
        let test = try TestStore()
        _ = try test.delivery(in: .unknown)
        let contents = try test.contents()
        let receipt = try test.store.recordBounce(bounce(nil, bounceClass))
        #expect(receipt == BounceReceipt(action: .unverified, settledUnknown: nil))
        #expect(try test.contents() == contents)
        let raw = try test.store.pool.read { try String.fetchOne($0, sql: "SELECT raw FROM bounces") }
        #expect(raw == "Subject: returned\r\n")
    }

    @Test func aVerifiedAddressOfAnotherDatabaseChangesNothing() throws {
        let test = try TestStore()
        let receipt = try test.store.recordBounce(bounce(DeliveryID(rawValue: 99), .hard))
        #expect(receipt.action == .unverified)
        #expect(try test.store.suppression(of: EmailAddress("a@example.org")) == nil)
    }

    @Test(arguments: [
        (BounceKind.bounce, BounceClass.content, DeliveryState.failed, "returned 5.1.1 content"),
        (.bounce, .delayed, .sent, "settled as sent by returned mail: dsn-status"),
        (.success, .autoreply, .sent, "settled as sent by returned mail: dsn-status"),
        (.complaint, .complaint, .sent, "settled as sent by returned mail: dsn-status"),
    ])
    func returnedMailSettlesAnUnknownDelivery(
        _ kind: BounceKind, _ bounceClass: BounceClass, _ state: DeliveryState, _ reason: String
    ) throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .unknown)
        #expect(try test.store.recordBounce(bounce(delivery, bounceClass, kind: kind)).settledUnknown == state)
        #expect(try test.row(delivery).state == state)
        #expect(try test.row(delivery).reason == reason)
        #expect(try test.store.recordBounce(bounce(delivery, .content)).settledUnknown == nil)
        #expect(try test.row(delivery).state == state)
    }

    @Test(arguments: [(BounceKind.autoreply, BounceClass.hard), (.other, .hard), (.bounce, .autoreply)])
    func whatProvesNothingLeavesADeliveryUnknown(_ kind: BounceKind, _ bounceClass: BounceClass) throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .unknown)
        #expect(try test.store.recordBounce(bounce(delivery, bounceClass, kind: kind)).settledUnknown == nil)
        #expect(try test.row(delivery).state == .unknown)
    }

    @Test(arguments: BounceKind.allCases)
    func withoutAVerifiedAddressNothingIsSettled(_ kind: BounceKind) throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .unknown)
        #expect(try test.store.recordBounce(bounce(nil, .hard, kind: kind)).settledUnknown == nil)
        #expect(try test.row(delivery).state == .unknown)
    }

    /// A relay takes every message; those that come back are no deliveries and do not reset the score.
    @Test func softBouncesOfMessagesThatTheRelayTookAddUp() throws {
        let test = try TestStore()
        try test.subscribe("a@example.org")
        var actions: [BounceAction] = []
        for day in 2...6 {
            let mailing = try test.start("d\(day)", at: .day(day))
            let delivery = try required(test.store.pending(mailing, after: nil, limit: 1).first).delivery
            _ = try test.claim(delivery, at: .day(day))
            try test.apply(.sent, to: delivery, at: .day(day))
            actions.append(try test.store.recordBounce(bounce(delivery, .full, at: .day(day))).action)
        }
        #expect(actions == (1...4).map { .counted($0, limit: 5) } + [.suppressed(.softBounces)])
    }
}
