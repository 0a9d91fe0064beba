import Mail
import Testing

@testable import Store

@Suite struct TraceTests {
    @Test func theStoryOfAnAddressIsInOrderWithTheServersWords() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .deferred)
        _ = try test.claim(delivery, at: .day(3))
        try test.apply(.failed, to: delivery, class: .hard, reply: .noSuchUser, at: .day(3))
        _ = try test.store.bookRefusals(required(test.store.mailings().first).id, now: .day(3))
        _ = try test.store.recordBounce(
            ReceivedBounce(
                receivedAt: .day(4), kind: .complaint, verifiedDelivery: delivery, recipient: nil, status: nil,
                bounceClass: .complaint, rule: "arf", raw: []))
        _ = try test.store.unsubscribe(
            test.id(of: "a@example.org"), from: test.list,
            origin: Origin(source: "page", detail: "192.0.2.1", at: .day(5)))

        let events = try test.store.trace(EmailAddress("a@EXAMPLE.org"))

        let to = "mailing=2026-W01 delivery=1 to=A@example.org relay=127.0.0.1:2525"
        #expect(
            events.map { "\($0.at.day) \($0.kind.rawValue): \($0.text)" } == [
                "2026-01-01 subscription: subscribed list=weekly by cli",
                "2026-01-02 attempt: \(to) status=deferred (451 4.7.1 Greylisted, in reply to RCPT TO)",
                "2026-01-03 suppression: suppressed (hard_bounce) by smtp mailing=2026-W01 (550 5.1.1 <x> No such user)",
                "2026-01-03 attempt: \(to) status=failed (550 5.1.1 <x> No such user, in reply to RCPT TO)",
                "2026-01-03 delivery: mailing=2026-W01 delivery=1 is failed (550 5.1.1 in reply to RCPT TO) after 2 attempts",
                "2026-01-04 suppression: suppressed (complaint) by complaint mailing=2026-W01 (complaint (arf))",
                "2026-01-04 bounce: complaint mailing=2026-W01 delivery=1 class=complaint rule=arf: suppressed (complaint)",
                "2026-01-05 subscription: unsubscribed list=weekly by page (192.0.2.1)",
            ])
    }

    @Test func aLostConnectionIsToldWithoutAReply() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .inFlight)
        try test.apply(.unknown, to: delivery, reply: nil)
        let attempt = try required(test.store.trace(EmailAddress("a@example.org")).first { $0.kind == .attempt })
        #expect(attempt.text.hasSuffix("status=unknown (lost connection, at RCPT TO)"))
    }

    @Test func anAddressNobodyHeardOfHasNoStory() throws {
        let test = try TestStore()
        #expect(try test.store.trace(EmailAddress("no@example.org")) == [])
    }

    @Test func anAddressThatWasOnlySuppressedHasOne() throws {
        let test = try TestStore()
        let origin = Origin(source: "cli", detail: "asked by phone", at: .day(1))
        _ = try test.store.suppress(EmailAddress("no@example.org"), reason: .manual, origin: origin)
        #expect(
            try test.store.trace(EmailAddress("no@example.org")).map(\.text)
                == ["suppressed (manual) by cli (asked by phone)"])
    }
}

@Suite struct StatusTests {
    @Test func theReasonsAreCountedWithoutWhatDiffersFromRowToRow() throws {
        let test = try TestStore()
        for number in 0..<8 { try test.subscribe("r\(number)@x.org") }
        for number in 0..<3 {
            _ = try test.store.unsubscribe(
                test.id(of: "r\(number)@x.org"), from: test.list, origin: .cli(.day(2 + number)))
        }
        _ = try test.store.suppress(EmailAddress("r3@x.org"), reason: .manual, origin: .cli(.day(2)))
        let mailing = try test.start("w1", at: .day(6))
        let due = try test.store.pending(mailing, after: nil, limit: 9).map(\.delivery)
        try test.apply(.deferred(until: .day(9)), to: due[0], reply: .busy, at: .day(7))
        try test.apply(.failed, to: due[1], class: .hard, reply: .noSuchUser, at: .day(8))

        let status = try test.store.statusBreakdown(mailing)

        #expect(status.accounting.counts == [.skipped: 4, .deferred: 1, .failed: 1, .pending: 2])
        #expect(
            status.reasons == [
                .skipped: [
                    ReasonCount(reason: "unsubscribed", count: 3), ReasonCount(reason: "suppressed: manual", count: 1),
                ],
                .deferred: [ReasonCount(reason: "451 4.7.1 in reply to RCPT TO", count: 1)],
                .failed: [ReasonCount(reason: "550 5.1.1 in reply to RCPT TO", count: 1)],
            ])
        #expect(status.firstAttempt == .day(7))
        #expect(status.lastAttempt == .day(8))
        #expect(status.nextAttempt == .day(9))
        #expect(status.mailing.slug == "w1")
    }

    @Test func aMailingNobodyTriedYetHasNoTimes() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let status = try test.store.statusBreakdown(test.start())
        #expect(status.firstAttempt == nil)
        #expect(status.lastAttempt == nil)
        #expect(status.reasons == [:])
    }
}

@Suite struct TotalsTests {
    /// Two mailings take turns; what was never claimed has no version.
    @Test func mailingsBesideEachOtherAreNotMixedUp() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org", "b@x.org", "c@x.org")
        let mailings = try [test.start("one"), test.start("two")]
        for (number, mailing) in mailings.enumerated() {
            let rows = try test.store.pending(mailing, after: nil, limit: 3).map(\.delivery)
            _ = try test.claim(rows[0], rows[1])
            try test.apply(.sent, to: rows[0], at: .day(3 + number))
            try test.apply(.unknown, to: rows[1], reply: nil, at: .day(5 + number))
            try test.apply(.failed, to: rows[2], reply: .noSuchUser, at: .day(7 + number))
        }
        for (number, mailing) in mailings.enumerated() {
            let status = try test.store.statusBreakdown(mailing)
            #expect(status.firstAttempt == .day(3 + number))
            #expect(status.lastAttempt == .day(7 + number))
            #expect(status.versions == [VersionCount(version: 1, count: 2)])
        }
    }

    @Test func anEmptyDatabaseCountsNothing() throws {
        let test = try TestStore()
        #expect(
            try test.store.totals()
                == StoreTotals(
                    subscriptions: [:], suppressions: [:], deliveries: [:], bounces: [:], unsubscribes: [:],
                    attempts: [:], mailings: [:]))
    }

    @Test func everythingIsCountedOnce() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .sent)
        try test.subscribe("b@x.org", "c@x.org")
        for (address, source) in [("b@x.org", "one-click"), ("c@x.org", "one-click 192.0.2.1")] {
            _ = try test.store.unsubscribe(
                test.id(of: address), from: test.list, origin: Origin(source: source, at: .day(2)))
        }
        for verified in [delivery, nil] {
            _ = try test.store.recordBounce(
                ReceivedBounce(
                    receivedAt: .day(4), kind: .bounce, verifiedDelivery: verified, recipient: nil, status: nil,
                    bounceClass: .hard, rule: "dsn", raw: []))
        }
        var expected = StoreTotals(
            subscriptions: ["weekly": [.subscribed: 1, .unsubscribed: 2]], suppressions: [.hardBounce: 1],
            deliveries: [.sent: 1], bounces: [.hard: 1], unsubscribes: ["one-click": 2], attempts: [.sent: 1],
            mailings: [.sending: 1])
        expected.unactedMail = [.unverified: 1]
        #expect(try test.store.totals() == expected)
    }
}
