import Mail
import Testing

@testable import Store

@Suite struct ListTests {
    @Test func aListIsMadeOnce() throws {
        let test = try TestStore()
        let again = try test.store.createList(name: "weekly", title: "Another title", at: .day(9))
        #expect(again.id == test.list)
        #expect(again.title == "The weekly")
        #expect(again.createdAt == .day(1))
        #expect(try test.store.list(named: "weekly") == again)
        #expect(try test.store.list(test.list) == again)
        #expect(try test.store.list(named: "daily") == nil)
    }

    @Test func aListCountsItsSubscriptions() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org", "b@x.org", "c@x.org", "d@x.org")
        _ = try test.store.add(
            .init(address: EmailAddress("p@x.org"), isConfirmed: false), to: test.list, origin: .cli(.day(1)))
        _ = try test.store.unsubscribe(test.id(of: "a@x.org"), from: test.list, origin: .cli(.day(2)))
        _ = try test.store.suppress(EmailAddress("b@x.org"), reason: .manual, origin: .cli(.day(2)))
        _ = try test.store.suppress(EmailAddress("a@x.org"), reason: .manual, origin: .cli(.day(2)))

        let summary = try required(test.store.lists().first)
        #expect(summary.subscribed == 3)
        #expect(summary.suppressed == 1)
        #expect(summary.pending == 1)
        #expect(summary.unsubscribed == 1)
        let audience = try test.store.audience(of: test.list)
        #expect(audience == Audience(toMail: 2, unsubscribed: 1, suppressed: 1, notConfirmed: 1))
        #expect(audience.total == 5)
    }
}

@Suite struct SubscriberTests {
    private func add(_ test: TestStore, _ new: NewSubscriber) throws -> AddOutcome {
        try test.store.add(new, to: test.list, origin: .cli(.day(3)))
    }

    @Test func anAddressIsAddedOnceHoweverItIsSpelled() throws {
        let test = try TestStore()
        #expect(try add(test, .init(address: EmailAddress("Ann@Example.org"), name: "Ann")) == .added)
        #expect(try add(test, .init(address: EmailAddress("Ann@example.org"))) == .unchanged)
        #expect(try add(test, .init(address: EmailAddress("ann@example.org"))) == .updated)
        #expect(try add(test, .init(address: EmailAddress("ann@example.org"), name: "Anna")) == .updated)
        let subscriber = try required(test.store.subscriber(EmailAddress("ANN@example.org")))
        #expect(subscriber.name == "Anna")
        #expect(subscriber.address.description == "ann@example.org")
        #expect(subscriber.history.map(\.kind) == [.subscribed])
    }

    @Test func attributesAreMergedAndEmptyOnesChangeNothing() throws {
        let test = try TestStore()
        let address = try EmailAddress("a@x.org")
        _ = try add(test, .init(address: address, attributes: ["city": "Köln", "team": "\"A\""]))
        #expect(try add(test, .init(address: address, attributes: ["city": ""])) == .unchanged)
        #expect(try add(test, .init(address: address, attributes: ["city": "Bonn"])) == .updated)
        #expect(try test.store.subscriber(address)?.attributes == ["city": "Bonn", "team": "\"A\""])
    }

    @Test func addingNeverRevivesAnUnsubscribedReader() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let origin = Origin(source: "one-click", at: .day(2))
        _ = try test.store.unsubscribe(test.id(of: "a@x.org"), from: test.list, origin: origin)

        let outcome = try add(test, .init(address: EmailAddress("A@x.org"), name: "New"))

        #expect(outcome == .skipped(.unsubscribed(since: .day(2), source: "one-click")))
        let reason = SkipReason.unsubscribed(since: .day(2), source: "one-click")
        #expect(reason.description == "unsubscribed on 2026-01-02 by one-click")
        let subscriber = try required(test.store.subscriber(EmailAddress("a@x.org")))
        #expect(subscriber.subscriptions.map(\.state) == [.unsubscribed])
        #expect(subscriber.name == nil)
    }

    @Test func addingNeverRevivesASuppressedAddressEvenIfItWasNeverOnAList() throws {
        let test = try TestStore()
        _ = try test.store.suppress(EmailAddress("a@x.org"), reason: .hardBounce, origin: .cli(.day(2)))
        guard case .skipped(let reason) = try add(test, .init(address: EmailAddress("A@x.org"))) else {
            Issue.record("the address was added")
            return
        }
        #expect(reason.description == "suppressed: hard_bounce since 2026-01-02")
        #expect(try test.store.subscriber(EmailAddress("a@x.org")) == nil)
    }

    @Test func addingDoesNotConfirmForTheReader() throws {
        let test = try TestStore()
        let address = try EmailAddress("a@x.org")
        #expect(try add(test, .init(address: address, isConfirmed: false)) == .added)
        #expect(try add(test, .init(address: address)) == .skipped(.waitsForConfirmation(since: .day(3))))
    }

    @Test func aNameWithALineBreakIsRefused() throws {
        let test = try TestStore()
        let outcome = try add(test, .init(address: EmailAddress("a@x.org"), name: "Ann\r\nBcc: b@x.org"))
        #expect(outcome == .skipped(.unusableName("Ann\r\nBcc: b@x.org")))
        #expect(try test.store.subscriber(EmailAddress("a@x.org")) == nil)
    }

    @Test func aListThatDoesNotExistTakesNobody() throws {
        let test = try TestStore()
        #expect(throws: StoreError.self) {
            try test.store.add(
                .init(address: EmailAddress("a@x.org")), to: ListID(rawValue: 99), origin: .cli(.day(1)))
        }
        #expect(try test.store.subscriber(EmailAddress("a@x.org")) == nil)
    }
}

@Suite struct UnsubscribeTests {
    @Test func unsubscribingTwiceChangesOnce() throws {
        let test = try TestStore()
        let subscriber = try test.subscribe("a@x.org")[0]
        let first = Origin(source: "one-click", detail: "192.0.2.1", at: .day(2))
        #expect(try test.store.unsubscribe(subscriber, from: test.list, origin: first) == .changed)
        #expect(
            try test.store.unsubscribe(subscriber, from: test.list, origin: .cli(.day(3)))
                == .alreadyUnsubscribed(since: .day(2), source: "one-click"))

        let record = try required(test.store.subscriber(subscriber))
        #expect(record.history.map(\.kind) == [.subscribed, .unsubscribed])
        #expect(record.history.last?.source == "one-click")
        #expect(record.history.last?.detail == "192.0.2.1")
    }

    @Test func aStrangerIsNotFound() throws {
        let test = try TestStore()
        let subscriber = try test.subscribe("a@x.org")[0]
        let other = try test.store.createList(name: "other", title: "", at: .day(1)).id
        #expect(try test.store.unsubscribe(subscriber, from: other, origin: .cli(.day(2))) == .notFound)
        #expect(
            try test.store.unsubscribe(SubscriberID(rawValue: 99), from: test.list, origin: .cli(.day(2))) == .notFound)
        #expect(try test.store.unsubscribeEverywhere(EmailAddress("no@x.org"), origin: .cli(.day(2))) == [:])
    }

    @Test func anAddressLeavesEveryListItIsOn() throws {
        let test = try TestStore()
        let subscriber = try test.subscribe("a@x.org")[0]
        let other = try test.store.createList(name: "other", title: "", at: .day(1)).id
        _ = try test.store.add(.init(address: EmailAddress("a@x.org")), to: other, origin: .cli(.day(1)))
        _ = try test.store.unsubscribe(subscriber, from: other, origin: .cli(.day(2)))

        let outcomes = try test.store.unsubscribeEverywhere(EmailAddress("A@X.org"), origin: .cli(.day(3)))

        #expect(outcomes == ["weekly": .changed, "other": .alreadyUnsubscribed(since: .day(2), source: "cli")])
    }

    @Test func onlyResubscribingBringsAReaderBack() throws {
        let test = try TestStore()
        let subscriber = try test.subscribe("a@x.org")[0]
        #expect(try test.store.resubscribe(subscriber, to: test.list, origin: .cli(.day(2))) == .alreadySubscribed)
        _ = try test.store.unsubscribe(subscriber, from: test.list, origin: .cli(.day(2)))
        #expect(try test.store.resubscribe(subscriber, to: test.list, origin: .cli(.day(3))) == .changed)
        let record = try required(test.store.subscriber(subscriber))
        #expect(record.subscriptions.first?.state == .subscribed)
        #expect(record.subscriptions.first?.since == .day(3))
        #expect(record.history.map(\.kind) == [.subscribed, .unsubscribed, .resubscribed])
        #expect(
            try test.store.resubscribe(SubscriberID(rawValue: 99), to: test.list, origin: .cli(.day(3))) == .notFound)
    }

    @Test func confirmingEndsTheWait() throws {
        let test = try TestStore()
        let address = try EmailAddress("a@x.org")
        _ = try test.store.add(.init(address: address, isConfirmed: false), to: test.list, origin: .cli(.day(1)))
        let origin = Origin(source: "page", at: .day(2))
        #expect(try test.store.resubscribe(test.id(of: "a@x.org"), to: test.list, origin: origin) == .changed)
        let record = try required(test.store.subscriber(address))
        #expect(record.history.map(\.kind) == [.requested, .subscribed])
        #expect(record.subscriptions.first?.source == "page")
    }

    @Test func aSuppressedReaderIsNotSubscribedAgainUntilThatIsLifted() throws {
        let test = try TestStore()
        let subscriber = try test.subscribe("a@x.org")[0]
        let address = try EmailAddress("a@x.org")
        _ = try test.store.unsubscribe(subscriber, from: test.list, origin: .cli(.day(2)))
        #expect(try test.store.suppress(address, reason: .complaint, origin: .cli(.day(2))))
        #expect(try test.store.suppress(address, reason: .manual, origin: .cli(.day(3))) == false)

        let suppression = try required(test.store.suppression(of: address))
        #expect(suppression.reason == .complaint)
        #expect(
            try test.store.resubscribe(subscriber, to: test.list, origin: .cli(.day(3))) == .refused(suppression))

        #expect(try test.store.liftSuppression(of: address, origin: .cli(.day(4))))
        #expect(try test.store.liftSuppression(of: address, origin: .cli(.day(4))) == false)
        #expect(try test.store.resubscribe(subscriber, to: test.list, origin: .cli(.day(5))) == .changed)
        #expect(
            try test.store.trace(address).filter { $0.kind == .suppression }.map(\.text) == [
                "suppressed (complaint) by cli", "lifted (complaint) by cli",
            ])
    }
}
