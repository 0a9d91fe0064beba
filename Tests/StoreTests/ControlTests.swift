import Mail
import Testing

@testable import Store

@Suite struct ScheduleTests {
    private func scheduled(_ test: TestStore) throws -> Mailing {
        var new = test.newMailing("w1")
        new.startAt = .day(5)
        return try test.store.createMailing(new, at: .day(3))
    }

    @Test func theAudienceIsFrozenWhenTheMailingStartsNotWhenItIsScheduled() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org", "gone@x.org")
        let mailing = try scheduled(test)
        #expect(mailing.state == .scheduled)
        #expect(mailing.frozenAt == nil)
        _ = try test.store.unsubscribe(
            test.id(of: "gone@x.org"), from: test.list, origin: Origin(source: "one-click", at: .day(4)))
        try test.subscribe("late@x.org", at: .day(4))
        let begun = try test.store.begin(mailing.id, at: .day(5))
        #expect(begun.state == .sending)
        #expect(begun.audience == 3)
        #expect(try test.store.accounting(of: mailing.id).counts == [.pending: 2, .skipped: 1])
        #expect(try test.store.begin(mailing.id, at: .day(6)) == begun)
    }

    @Test func itIsDueAtItsTimeAndNotBefore() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try scheduled(test)
        #expect(try test.store.dueMailings(at: .day(4)) == [])
        #expect(try test.store.dueMailings(at: .day(5)) == [mailing])
    }

    @Test func aPausedOneIsScheduledAgainWhenItIsResumed() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try scheduled(test)
        try test.store.pause(mailing.id, reason: "by hand")
        #expect(try test.store.dueMailings(at: .day(6)) == [])
        try test.store.resume(mailing.id)
        #expect(try test.store.mailing(mailing.id).state == .scheduled)
    }

    @Test func aCancelledOneNeverStarts() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try scheduled(test)
        #expect(try test.store.cancel(mailing.id, now: .day(4)) == 0)
        #expect(try test.store.begin(mailing.id, at: .day(5)).state == .cancelled)
        #expect(try test.store.dueMailings(at: .day(6)) == [])
    }

    @Test func withNobodyToMailItStaysScheduled() throws {
        let test = try TestStore()
        let mailing = try scheduled(test)
        #expect(throws: StoreError.noSubscribers(list: "weekly", excluded: 0)) {
            try test.store.begin(mailing.id, at: .day(5))
        }
        #expect(try test.store.mailing(mailing.id).state == .scheduled)
    }
}

@Suite struct PauseTests {
    @Test func theFirstReasonIsKeptUntilItIsResumed() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try test.start()
        try test.store.pause(mailing, reason: "by hand")
        try test.store.pause(mailing, reason: "again")
        #expect(try test.store.mailing(mailing).pauseReason == "by hand")
        #expect(try test.store.standing(of: mailing).phase == .paused(reason: "by hand"))
        try test.store.resume(mailing)
        #expect(try test.store.mailing(mailing).pauseReason == nil)
        #expect(try test.store.standing(of: mailing) == MailingStanding(phase: .sending, version: 1))
    }

    @Test func aPausedMailingCanBeCancelled() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try test.start()
        try test.store.pause(mailing, reason: "by hand")
        #expect(try test.store.cancel(mailing, now: .day(4)) == 1)
        #expect(try test.store.standing(of: mailing).phase == .closed)
        #expect(throws: StoreError.self) { try test.store.resume(mailing) }
    }
}

@Suite struct CanaryTests {
    private func started(_ readers: Int, share: Double) throws -> (test: TestStore, mailing: MailingID) {
        let test = try TestStore()
        for number in 1...readers { try test.subscribe("r\(number)@x.org") }
        var new = test.newMailing("w1")
        new.canaryShare = share
        let mailing = try test.store.createMailing(new, at: .day(2)).id
        _ = try test.store.acquire(mailing, owner: .us, now: .day(2), until: .day(400)) { _ in false }
        return (test, mailing)
    }

    @Test(arguments: [(100, 0.05, 5), (40, 0.5, 20), (10, 0.01, 1), (3, 0.99, 3)])
    func exactlyTheShareIsFetched(readers: Int, share: Double, expected: Int) throws {
        let (test, mailing) = try started(readers, share: share)
        #expect(try test.store.pending(mailing, after: nil, limit: 1_000).count == expected)
    }

    @Test func theSliceIsSpreadOverTheAudience() throws {
        let (test, mailing) = try started(100, share: 0.2)
        let ids = try test.store.pending(mailing, after: nil, limit: 1_000).map(\.delivery.rawValue)
        #expect(ids.contains { $0 <= 33 } && ids.contains { (34...66).contains($0) } && ids.contains { $0 > 66 })
    }

    @Test func itIsHeldWhenTheSliceIsDoneAndTheRestGoesWhenItIsResumed() throws {
        let (test, mailing) = try started(20, share: 0.1)
        let slice = try test.store.pending(mailing, after: nil, limit: 100).map(\.delivery)
        #expect(try test.store.holdCanary(mailing, now: .day(3)) == false)
        for delivery in slice {
            #expect(try test.claim(delivery) == [delivery])
            #expect(try test.store.holdCanary(mailing, now: .day(3)) == false)
            try test.apply(.sent, to: delivery)
        }
        #expect(try test.store.holdCanary(mailing, now: .day(3)))
        let held = try test.store.mailing(mailing)
        #expect(held.state == .paused)
        #expect(held.canary?.phase == .held(since: .day(3)))
        #expect(try test.claim(DeliveryID(rawValue: slice[0].rawValue % 20 + 1)) == [])

        try test.store.resume(mailing)
        #expect(try test.store.mailing(mailing).canary?.phase == .released)
        #expect(try test.store.pending(mailing, after: nil, limit: 100).count == 18)
        #expect(try test.store.holdCanary(mailing, now: .day(4)) == false)
    }

    @Test func aPauseInTheMiddleDoesNotLetTheRestGo() throws {
        let (test, mailing) = try started(20, share: 0.1)
        try test.store.pause(mailing, reason: "by hand")
        try test.store.resume(mailing)
        #expect(try test.store.pending(mailing, after: nil, limit: 100).count == 2)
    }
}

@Suite struct CorrectionTests {
    private func content(_ text: String) -> MailingContent {
        MailingContent(subject: text, issuePath: "issues/w.md", issue: Array(text.utf8), issueSHA256: "00")
    }

    @Test func theLedgerKnowsWhoGotWhichVersion() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org", "b@x.org")
        let mailing = try test.start()
        let due = try test.store.pending(mailing, after: nil, limit: 10).map(\.delivery)
        _ = try test.claim(due[0])
        try test.apply(.sent, to: due[0])
        #expect(try test.store.correct(mailing, content: content("Mended"), at: .day(3)) == 2)
        #expect(try test.store.standing(of: mailing).version == 2)
        #expect(try test.store.mailing(mailing).subject == "Mended")
        _ = try test.store.commit(
            [], claims: [Claim(due[1], version: 2)], owner: .us, now: .day(3), leaseUntil: .day(4))
        try test.apply(.sent, to: due[1])
        let versions = try test.store.statusBreakdown(mailing).versions
        #expect(versions == [VersionCount(version: 1, count: 1), VersionCount(version: 2, count: 1)])
        #expect(try test.store.contents(of: mailing, version: 2).content.subject == "Mended")
    }

    @Test func aRowThatGoesBackToWaitingHasNoVersion() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try test.start()
        let delivery = try test.store.pending(mailing, after: nil, limit: 1)[0].delivery
        _ = try test.claim(delivery)
        try test.apply(.deferred(until: .day(3)), to: delivery, reply: .init(code: 451, lines: ["Later"]))
        #expect(try test.store.dueAgain(mailing, now: .day(4), limit: 1).map(\.version) == [nil])
    }

    @Test func aMessageThatMayHaveArrivedIsSentAgainInTheSameVersion() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try test.start()
        let delivery = try test.store.pending(mailing, after: nil, limit: 1)[0].delivery
        _ = try test.claim(delivery)
        try test.apply(.unknown, to: delivery, reply: nil)
        _ = try test.store.correct(mailing, content: content("Mended"), at: .day(3))
        try test.store.settle(delivery, as: .resend, origin: .cli(.day(4)))
        #expect(try test.store.dueAgain(mailing, now: .day(5), limit: 1).map(\.version) == [1])
    }

    @Test func aMailingThatIsOverCannotBeCorrected() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try test.start()
        _ = try test.store.cancel(mailing, now: .day(3))
        #expect(throws: StoreError.mailingIsOver(slug: "2026-W01", state: .cancelled, verb: "correct")) {
            try test.store.correct(mailing, content: content("Mended"), at: .day(4))
        }
    }
}

@Suite struct DueMailingsTests {
    @Test func oneThatOnlyWaitsForRetriesIsDueWhenTheyAre() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org", "b@x.org")
        let mailing = try test.start()
        #expect(try test.store.dueMailings(at: .day(3)).map(\.id) == [mailing])
        for row in try test.store.pending(mailing, after: nil, limit: 10) {
            try test.apply(
                .deferred(until: .day(9)), to: row.delivery, reply: .init(code: 451, lines: ["Later"]))
        }
        #expect(try test.store.dueMailings(at: .day(8)) == [])
        #expect(try test.store.dueMailings(at: .day(9)).map(\.id) == [mailing])
    }

    @Test func oneThatIsDoneButNotMarkedIsDue() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try test.start()
        let delivery = try test.store.pending(mailing, after: nil, limit: 1)[0].delivery
        _ = try test.claim(delivery)
        try test.apply(.sent, to: delivery)
        #expect(try test.store.dueMailings(at: .day(3)).map(\.id) == [mailing])
        #expect(try test.store.finishIfDone(mailing, now: .day(3)))
        #expect(try test.store.dueMailings(at: .day(3)) == [])
    }
}
