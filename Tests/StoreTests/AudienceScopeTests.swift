import Mail
import Testing

@testable import Store

/// Whom a mailing to several lists goes to, and who has the issue already.
@Suite struct AudienceScopeTests {
    private func ready() throws -> (TestStore, ListID) {
        let test = try TestStore()
        try test.subscribe("ann@x.org", "bob@x.org", "cat@x.org")
        let other = try test.store.createList(name: "other", title: "Other", at: .day(1)).id
        for name in ["bob", "cat", "dan"] {
            _ = try test.store.add(
                .init(address: EmailAddress("\(name)@x.org")), to: other, origin: .cli(.day(1)))
        }
        _ = try test.store.unsubscribe(test.id(of: "cat@x.org"), from: test.list, origin: .cli(.day(1)))
        return (test, other)
    }

    private func start(_ test: TestStore, _ lists: [ListID], uid: String = "u", again: Bool = false) throws -> Mailing {
        var new = test.newMailing("w1")
        new = NewMailing(slug: "w1", list: lists[0], uid: uid, content: new.content)
        new.otherLists = Array(lists.dropFirst())
        new.sendsAgain = again
        return try test.store.createMailing(new, at: .day(2))
    }

    private func rows(_ test: TestStore, _ mailing: Mailing) throws -> [String: String] {
        var rows: [String: String] = [:]
        for name in ["ann", "bob", "cat", "dan"] {
            let story = try test.store.story(of: EmailAddress("\(name)@x.org"), in: mailing.id)
            guard let delivery = story?.delivery else { continue }
            rows[name] = "\(delivery.state.rawValue) \(delivery.list.map { "\($0)" } ?? "-") \(delivery.reason ?? "")"
        }
        return rows
    }

    @Test func theFirstListThatSheGetsMailFromCounts() throws {
        let (test, other) = try ready()
        let mailing = try start(test, [test.list, other])
        #expect(
            try rows(test, mailing) == [
                "ann": "pending - ", "bob": "pending - ", "cat": "pending \(other) ", "dan": "pending \(other) ",
            ])
        #expect(mailing.lists.map(\.name) == ["weekly", "other"])
        #expect(mailing.audience == 4)
        let due = try test.store.pending(mailing.id, after: nil, limit: 10)
        #expect(due.compactMap(\.list).count == 2)
    }

    @Test func theAudienceIsCountedAsItIsFrozen() throws {
        let (test, other) = try ready()
        let scope = AudienceScope(lists: [test.list, other])
        #expect(try test.store.audience(of: scope).toMail == 4)
        #expect(try test.store.domains(of: scope) == ["x.org": 4])
        var seen: [String] = []
        try test.store.forEachReader(of: scope) { seen.append($0.address) }
        #expect(seen.sorted() == ["ann@x.org", "bob@x.org", "cat@x.org", "dan@x.org"])
        let first = try start(test, [test.list])
        let later = try test.store.scope(slug: "W1", lists: [other], again: false)
        #expect(later.earlier == [first.id])
        let audience = try test.store.audience(of: later)
        #expect(audience.toMail == 2 && audience.served == 1 && audience.total == 3)
        #expect(try test.store.audience(of: test.store.scope(slug: "w1", lists: [other], again: true)).toMail == 3)
    }

    @Test(arguments: [
        (DeliveryState.sent, true), (.unknown, true), (.inFlight, true), (.pending, true), (.deferred, true),
        (.failed, false), (.skipped, false),
    ])
    func whoHasItOrIsAboutToGetItIsPassedOver(state: DeliveryState, isServed: Bool) throws {
        let (test, other) = try ready()
        let first = try start(test, [test.list])
        let bob = try test.id(of: "bob@x.org").rawValue
        let values =
            [
                DeliveryState.deferred: "next_attempt_at = 5, reason = 'r'", .inFlight: "owner = 'o', lease_until = 9",
            ][state] ?? "reason = 'r'"
        try test.execute("UPDATE deliveries SET state = '\(state.rawValue)', \(values) WHERE subscriber = \(bob)")
        let second = try start(test, [other], uid: "v")
        let row = try required(try rows(test, second)["bob"])
        #expect(row.hasPrefix(isServed ? "skipped" : "pending"), "\(row)")
        if isServed { #expect(row.contains("with mailing \(first.id) to list weekly")) }
        try test.execute("DELETE FROM mailing_lists WHERE mailing = \(second.id)")
    }

    /// Nobody waits for a mailing that was ended.
    @Test func whatACancelledMailingLeftIsToBeMailed() throws {
        let (test, other) = try ready()
        let first = try start(test, [test.list])
        _ = try test.store.cancel(first.id, now: .day(3))
        #expect(try rows(test, start(test, [other], uid: "v"))["bob"] == "pending - ")
    }

    @Test func aClaimLooksAtTheListThatSheIsReachedBy() throws {
        let (test, other) = try ready()
        let mailing = try start(test, [test.list, other])
        _ = try test.store.acquire(mailing.id, owner: .us, now: .day(2), until: .day(400)) { _ in false }
        let due = try test.store.pending(mailing.id, after: nil, limit: 10)
        let cat = try required(due.first { $0.address.localPart == "cat" })
        let bob = try required(due.first { $0.address.localPart == "bob" })
        _ = try test.store.unsubscribe(bob.subscriber, from: other, origin: .cli(.day(2)))
        #expect(try test.claim(cat.delivery, bob.delivery) == [cat.delivery, bob.delivery])
        let dan = try required(due.first { $0.address.localPart == "dan" })
        _ = try test.store.unsubscribe(dan.subscriber, from: other, origin: .cli(.day(2)))
        #expect(try test.claim(dan.delivery).isEmpty)
        #expect(try test.row(dan.delivery).state == .skipped)
    }

    @Test func aListGetsAnIssueOnce() throws {
        let (test, other) = try ready()
        _ = try start(test, [test.list, other])
        #expect(throws: StoreError.mailingExists(slug: "w1", list: "other", state: .sending)) {
            try start(test, [other], uid: "v")
        }
    }

    @Test func aMailingThatHasNotStartedIsMovedAndNoOther() throws {
        let test = try TestStore()
        try test.subscribe("ann@x.org")
        var new = test.newMailing("w1")
        new.startAt = .day(9)
        let mailing = try test.store.createMailing(new, at: .day(2))
        try test.store.reschedule(mailing.id, to: .day(12), canaryShare: 0.5)
        let moved = try test.store.mailing(mailing.id)
        #expect(moved.startAt == .day(12) && moved.canary?.share == 0.5)
        let forecast = try test.store.statusBreakdown(mailing.id).accounting
        #expect(forecast.audience == 1 && forecast[.pending] == 1)
        _ = try test.store.begin(mailing.id, at: .day(12))
        #expect(throws: StoreError.mailingHasStarted(slug: "w1", state: .sending)) {
            try test.store.reschedule(mailing.id, to: .day(13))
        }
    }

    @Test func theAttributesOfAListAreThoseWithAValue() throws {
        let test = try TestStore()
        try test.subscribe("ann@x.org", "bob@x.org")
        try test.execute("UPDATE subscribers SET attributes = '{\"city\": \" \", \"plan\": \"pro\"}'")
        #expect(try test.store.attributeNames(of: test.list, covering: ["city"]) == ["plan"])
        #expect(try test.store.attributeNames(of: test.list, covering: ["plan"]) == ["plan"])
        #expect(try test.store.attributeNames(of: ListID(rawValue: 99), covering: ["plan"]) == nil)
    }
}
