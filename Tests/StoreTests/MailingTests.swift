import Mail
import Testing

@testable import Store

@Suite struct CreateMailingTests {
    @Test func theAudienceIsFrozenWithAReasonForEachWhoIsLeftOut() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org", "gone@x.org", "bad@x.org")
        let pending = NewSubscriber(address: try EmailAddress("maybe@x.org"), isConfirmed: false)
        _ = try test.store.add(pending, to: test.list, origin: .cli(.day(1)))
        _ = try test.store.unsubscribe(
            test.id(of: "gone@x.org"), from: test.list, origin: Origin(source: "one-click", at: .day(2)))
        _ = try test.store.suppress(EmailAddress("bad@x.org"), reason: .hardBounce, origin: .cli(.day(2)))

        let mailing = try test.store.createMailing(test.newMailing("w1"), at: .day(3))
        try test.subscribe("late@x.org", at: .day(4))

        #expect(mailing.audience == 4)
        #expect(mailing.state == .sending)
        #expect(mailing.listName == "weekly")
        #expect(try test.store.accounting(of: mailing.id).counts == [.pending: 1, .skipped: 3])
        let reasons = Set(try (1...4).map { try test.row(DeliveryID(rawValue: $0)).reason })
        #expect(
            reasons == [
                nil, "unsubscribed 2026-01-02 by one-click", "suppressed: hard_bounce since 2026-01-02",
                "not confirmed",
            ])
        #expect(try test.store.issue(of: mailing.id) == Array("# Hi\n".utf8))
    }

    @Test func anIssueGoesToAListOnce() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        _ = try test.store.createMailing(test.newMailing("w1"), at: .day(3))
        let contents = try test.contents()
        let error = #expect(throws: StoreError.self) {
            try test.store.createMailing(test.newMailing("w1"), at: .day(4))
        }
        #expect(error == .mailingExists(slug: "w1", list: "weekly", state: .sending))
        #expect(
            error?.description
                == "'w1' already went to list 'weekly': that mailing is sending. 'mailer resume' goes on with it.")
        #expect(try test.contents() == contents)
    }

    @Test func aListWithoutReadersIsAnError() throws {
        let test = try TestStore()
        let error = #expect(throws: StoreError.noSubscribers(list: "weekly", excluded: 0)) {
            try test.store.createMailing(test.newMailing("w1"), at: .day(3))
        }
        #expect(
            error?.description == "Nobody to mail on list 'weekly': it has no subscribers. "
                + "Import some with 'mailer import FILE.csv --list weekly'.")
    }

    @Test func aListWhereEverybodyIsLeftOutIsAnErrorAndLeavesNoMailing() throws {
        let test = try TestStore()
        let subscriber = try test.subscribe("a@x.org")[0]
        _ = try test.store.unsubscribe(subscriber, from: test.list, origin: .cli(.day(2)))
        #expect(throws: StoreError.noSubscribers(list: "weekly", excluded: 1)) {
            try test.store.createMailing(test.newMailing("w1"), at: .day(3))
        }
        #expect(try test.store.mailings() == [])
    }

    @Test func aListThatDoesNotExistIsAnError() throws {
        let test = try TestStore()
        let new = NewMailing(
            slug: "w1", list: ListID(rawValue: 9), uid: "u",
            content: MailingContent(subject: "", issuePath: "", issue: [], issueSHA256: ""))
        #expect(throws: StoreError.noSuchList("9")) { try test.store.createMailing(new, at: .day(3)) }
    }

    @Test func mailingsAreFoundByIdSlugAndState() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let first = try test.store.createMailing(test.newMailing("w1"), at: .day(3))
        let second = try test.store.createMailing(test.newMailing("w2"), at: .day(4))
        _ = try test.store.cancel(first.id, now: .day(5))

        #expect(try test.store.mailings().map(\.slug) == ["w2", "w1"])
        #expect(try test.store.unfinishedMailings() == [second])
        #expect(try test.store.mailings(slug: "w2") == [second])
        #expect(try test.store.mailing(slug: "w2", list: test.list) == second)
        #expect(try test.store.mailing(second.id) == second)
        #expect(try test.store.mailings(slug: "w9") == [])
        #expect(try test.store.mailing(slug: "w9", list: test.list) == nil)
        let stranger = MailingID(rawValue: 9)
        #expect(throws: StoreError.noSuchMailing("9")) { try test.store.mailing(stranger) }
        #expect(throws: StoreError.noSuchMailing("9")) { try test.store.issue(of: stranger) }
        #expect(throws: StoreError.noSuchMailing("9")) { try test.store.accounting(of: stranger) }
        #expect(throws: StoreError.noSuchMailing("9")) { try test.store.statusBreakdown(stranger) }
    }
}

@Suite struct MailingStateTests {
    @Test(arguments: [DeliveryState.pending, .deferred, .inFlight])
    func aMailingWithWorkLeftIsNotFinished(_ state: DeliveryState) throws {
        let test = try TestStore()
        _ = try test.delivery(in: state)
        let mailing = try required(test.store.mailings().first).id
        #expect(try test.store.finishIfDone(mailing, now: .day(9)) == false)
        #expect(try test.store.mailing(mailing).state == .sending)
    }

    @Test(arguments: [DeliveryState.sent, .failed, .unknown, .skipped])
    func aMailingWithNothingLeftIsFinished(_ state: DeliveryState) throws {
        let test = try TestStore()
        _ = try test.delivery(in: state)
        let mailing = try required(test.store.mailings().first).id
        _ = try test.store.bookRefusals(mailing, now: .day(9))
        #expect(try test.store.finishIfDone(mailing, now: .day(9)))
        #expect(try test.store.finishIfDone(mailing, now: .day(10)))
        #expect(try test.store.mailing(mailing).state == .finished)
        #expect(try test.store.mailing(mailing).finishedAt == .day(9))
    }

    @Test func aMailingIsNotFinishedBeforeItsRefusalsAreJudged() throws {
        let test = try TestStore()
        _ = try test.delivery(in: .failed)
        let mailing = try required(test.store.mailings().first).id
        #expect(try test.store.finishIfDone(mailing, now: .day(9)) == false)
        #expect(try test.store.mailing(mailing).state == .sending)
    }

    @Test func aPausedMailingIsNotFinishedUntilItGoesOn() throws {
        let test = try TestStore()
        _ = try test.delivery(in: .sent)
        let mailing = try required(test.store.mailings().first).id
        try test.store.pause(mailing, reason: "test")
        try test.store.pause(mailing, reason: "test")
        #expect(try test.store.finishIfDone(mailing, now: .day(9)) == false)
        try test.store.resume(mailing)
        #expect(try test.store.finishIfDone(mailing, now: .day(9)))
    }

    @Test func cancellingSkipsWhoIsLeftAndNobodyElse() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org", "b@x.org", "c@x.org", "d@x.org")
        let mailing = try test.start()
        let due = try test.store.pending(mailing, after: nil, limit: 9).map(\.delivery)
        _ = try test.claim(due[0], due[1])
        try test.apply(.sent, to: due[0])
        try test.apply(.deferred(until: .day(9)), to: due[2], reply: .busy)

        #expect(try test.store.cancel(mailing, now: .day(3)) == 2)

        #expect(try test.store.accounting(of: mailing).counts == [.sent: 1, .inFlight: 1, .skipped: 2])
        #expect(try test.row(due[3]).reason == "cancelled")
        #expect(try test.claim(due[3]) == [])
    }

    @Test(arguments: [MailingState.finished, .cancelled])
    func aMailingThatIsOverStaysSo(_ state: MailingState) throws {
        let test = try TestStore()
        _ = try test.delivery(in: .sent)
        let mailing = try required(test.store.mailings().first)
        _ =
            state == .finished
            ? try test.store.finishIfDone(mailing.id, now: .day(3))
            : try test.store.cancel(mailing.id, now: .day(3)) > 0
        func isOver(_ verb: String) -> StoreError { .mailingIsOver(slug: mailing.slug, state: state, verb: verb) }

        #expect(throws: isOver("pause")) { try test.store.pause(mailing.id, reason: "test") }
        #expect(throws: isOver("resume")) { try test.store.resume(mailing.id) }
        #expect(throws: isOver("cancel")) { try test.store.cancel(mailing.id, now: .day(4)) }
        #expect(try test.store.mailing(mailing.id).state == state)
    }
}

@Suite struct UnknownTests {
    @Test(arguments: [Settlement.sent, .failed])
    func anOperatorSettlesWhatIsUnknown(_ settlement: Settlement) throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .unknown)
        try test.store.settle(delivery, as: settlement, origin: Origin(source: "cli", detail: "mail.log", at: .day(4)))
        #expect(try test.row(delivery).state.rawValue == settlement.rawValue)
        #expect(try test.row(delivery).reason == "settled as \(settlement.rawValue) by cli: mail.log")
        #expect(try test.store.unknownDeliveries() == [])
    }

    @Test func whatIsKnownOfALostAnswerIsListed() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .deferred)
        #expect(try test.claim(delivery, at: .day(4)) == [delivery])
        try test.apply(.unknown, to: delivery, reply: nil, at: .day(5))
        let unknown = try required(test.store.unknownDeliveries().first)
        #expect(unknown.slug == "2026-W01")
        #expect(unknown.uid == "uid-2026-W01")
        #expect(unknown.address.description == "A@example.org")
        #expect(unknown.reason == "lost connection")
        #expect(unknown.since == .day(5))
        #expect(unknown.began == Timestamp.day(5).adding(.milliseconds(-12)))
        #expect(unknown.relay == "127.0.0.1:2525")
        #expect(unknown.lastReply == "451 4.7.1 Greylisted, in reply to RCPT TO")
    }

    @Test func aResentDeliveryIsDueAtOnceAndReopensItsMailing() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .unknown)
        let mailing = try required(test.store.mailings().first).id
        #expect(try test.store.finishIfDone(mailing, now: .day(3)))

        try test.store.settle(delivery, as: .resend, origin: .cli(.day(4)))

        #expect(try test.store.mailing(mailing).state == .sending)
        #expect(try test.store.mailing(mailing).finishedAt == nil)
        #expect(try test.store.dueAgain(mailing, now: .day(4), limit: 1).map(\.delivery) == [delivery])
        #expect(try test.claim(delivery, at: .day(4)) == [delivery])
    }

    @Test func aCancelledMailingResendsNothing() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .unknown)
        _ = try test.store.cancel(required(test.store.mailings().first).id, now: .day(3))
        #expect(throws: StoreError.illegalMove(delivery, from: .unknown, to: "resend")) {
            try test.store.settle(delivery, as: .resend, origin: .cli(.day(4)))
        }
        try test.store.settle(delivery, as: .sent, origin: .cli(.day(4)))
    }

    @Test(arguments: DeliveryState.allCases.filter { $0 != .unknown }, Settlement.allCases)
    func onlyUnknownDeliveriesAreSettled(_ state: DeliveryState, _ settlement: Settlement) throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: state)
        let contents = try test.contents()
        #expect(throws: StoreError.illegalMove(delivery, from: state, to: settlement.rawValue)) {
            try test.store.settle(delivery, as: settlement, origin: .cli(.day(4)))
        }
        #expect(try test.contents() == contents)
    }

    @Test func aDeliveryThatDoesNotExistIsAnError() throws {
        let test = try TestStore()
        #expect(throws: StoreError.noSuchDelivery(DeliveryID(rawValue: 5))) {
            try test.store.settle(DeliveryID(rawValue: 5), as: .sent, origin: .cli(.day(4)))
        }
    }
}
