import Mail
import Testing

@testable import Store

@Suite struct SentMessageTests {
    private let ada = "ada@x.org"

    /// One recipient whose attempts ended so, a day apart.
    private func tried(_ outcomes: [DeliveryUpdate.Disposition]) throws -> (TestStore, MailingID) {
        let test = try TestStore()
        try test.subscribe(ada)
        let mailing = try test.start()
        for (index, outcome) in outcomes.enumerated() {
            let now = Timestamp.day(3 + index)
            let delivery = try required(
                (test.store.pending(mailing, after: nil, limit: 1)
                    + test.store.dueAgain(mailing, now: now, limit: 1)).first
            ).delivery
            _ = try test.claim(delivery, at: now)
            try test.apply(outcome, to: delivery, reply: .busy, at: now)
        }
        return (test, mailing)
    }

    @Test(arguments: [
        ([DeliveryUpdate.Disposition.sent], Timestamp.day(3), DeliveryState.sent),
        ([.deferred(until: .day(4)), .sent], .day(4), .sent),
        ([.deferred(until: .day(4)), .unknown], .day(4), .unknown),
    ])
    func itIsTheLastThatWasTaken(
        _ outcomes: [DeliveryUpdate.Disposition], _ date: Timestamp, _ outcome: DeliveryState
    ) throws {
        let (test, mailing) = try tried(outcomes)
        let sent = try required(test.store.sentMessage(of: mailing, to: EmailAddress(ada)))
        #expect(sent.date == date)
        #expect(sent.outcome == outcome)
        #expect(sent.version == 1)
        #expect(sent.isRecipientCertain)
    }

    @Test func oneThatWasResentIsTheSecond() throws {
        let (test, mailing) = try tried([.unknown])
        let delivery = try required(test.store.unknownDeliveries().first).delivery
        try test.store.settle(delivery, as: .resend, origin: .cli(.day(5)))
        _ = try test.claim(delivery, at: .day(6))
        try test.apply(.sent, to: delivery, at: .day(6))
        #expect(try test.store.sentMessage(of: mailing, to: EmailAddress(ada))?.date == .day(6))
    }

    @Test(arguments: [[], [DeliveryUpdate.Disposition.failed], [.deferred(until: .day(9))], [.released]])
    func thereIsNoneIfNoneWasTaken(_ outcomes: [DeliveryUpdate.Disposition]) throws {
        let (test, mailing) = try tried(outcomes)
        #expect(try test.store.sentMessage(of: mailing, to: EmailAddress(ada)) == nil)
    }

    @Test func theReaderIsAsAtTheTimeNotAsNow() throws {
        let test = try TestStore()
        func call(_ name: String, _ city: String) throws {
            let new = NewSubscriber(address: try EmailAddress(ada), name: name, attributes: ["city": city])
            _ = try test.store.add(new, to: test.list, origin: .cli(.day(1)))
        }
        try call("Ada", "Göteborg")
        try call("Ada L.", "Göteborg")
        let mailing = try test.start()
        let due = try required(test.store.pending(mailing, after: nil, limit: 1).first)
        // The change comes while the message, made already, waits for its turn.
        try call("Ada Berg", "Malmö")
        _ = try test.claim(due.delivery)
        var attempt = AttemptRecord.test(reply: .accepted, at: .day(2))
        attempt.revision = due.revision
        let update = DeliveryUpdate(delivery: due.delivery, disposition: .sent, attempt: attempt)
        _ = try test.store.commit([update], claims: [], owner: .us, now: .day(2), leaseUntil: .day(2))
        try call("Ada Lovelace", "London")

        let sent = try required(test.store.sentMessage(of: mailing, to: EmailAddress(ada)))
        #expect(sent.recipient.name == "Ada L.")
        #expect(sent.recipient.attributes == ["city": "Göteborg"])
        #expect(sent.isRecipientCertain)
    }

    @Test func anAttemptThatDidNotNoteItLeavesDoubtOnlyIfTheReaderHasChanged() throws {
        let (test, mailing) = try tried([.sent])
        #expect(try test.store.sentMessage(of: mailing, to: EmailAddress(ada))?.isRecipientCertain == true)
        _ = try test.store.add(
            NewSubscriber(address: EmailAddress(ada), name: "New"), to: test.list, origin: .cli(.day(9)))
        #expect(try test.store.sentMessage(of: mailing, to: EmailAddress(ada))?.isRecipientCertain == false)
    }

    @Test func aStrangerIsAnError() throws {
        let (test, mailing) = try tried([.sent])
        let stranger = try EmailAddress("eve@x.org")
        #expect(throws: StoreError.notARecipient(stranger, slug: "2026-W01")) {
            try test.store.sentMessage(of: mailing, to: stranger)
        }
        #expect(throws: StoreError.noSuchMailing("9")) {
            try test.store.sentMessage(of: MailingID(rawValue: 9), to: stranger)
        }
    }
}
