import Mail
import Testing

@testable import Sending

@Suite struct RelayBookTests {
    let first = RelayName(host: "a.example.org", port: 25)
    let second = RelayName(host: "b.example.org", port: 25)
    let start = ContinuousClock.now

    private func book(weights: [Double?] = [nil, nil], areProven: Bool = true) -> RelayBook {
        let pairs = zip([first, second], weights).compactMap { name, weight in weight.map { (name, $0) } }
        return RelayBook(
            [first, second], weights: Dictionary(uniqueKeysWithValues: pairs),
            breaker: CircuitBreaker(ownLimit: 2, connectionLimit: 2), areProven: areProven, at: start)
    }

    private func failure(of relay: RelayName, _ kind: ConnectionFailure.Kind = .cannotConnect) -> ConnectionFailure {
        ConnectionFailure(relay: relay, kind: kind, stage: .connect, detail: "Connection refused")
    }

    private func refusal(by relay: RelayName, _ code: Int = 550) -> DeliveryUpdate {
        update(by: relay, .deferred(until: Timestamp(milliseconds: 9)), reply(code, "5.7.1 Sender blocked"))
    }

    private func update(
        by relay: RelayName, _ disposition: DeliveryUpdate.Disposition, _ reply: SMTPReply?
    ) -> DeliveryUpdate {
        DeliveryUpdate(
            delivery: DeliveryID(rawValue: 1), disposition: disposition,
            attempt: AttemptRecord(
                at: Timestamp(milliseconds: 0), relay: relay, stage: .rcptTo, reply: reply, detail: "blocked",
                duration: .zero, messageDate: Timestamp(milliseconds: 0)),
            bounceClass: disposition == .sent ? nil : .sender)
    }

    @Test(arguments: [(3.0, 1.0), (1.0, 1.0), (9.0, 1.0)])
    func weightsAreShares(one: Double, other: Double) {
        var book = book(weights: [one, other])
        var given = [0.0, 0.0]
        var now = start
        for _ in 0..<4_000 {
            now += .milliseconds(1)
            for (index, relay) in [first, second].enumerated() where book.turn(of: relay, at: now) == .yes {
                book.gave(relay, at: now)
                given[index] += 1
            }
        }
        #expect(abs(given[0] / given[1] - one / other) < 0.1 * one / other)
    }

    @Test func aRelayThatTakesNothingHoldsTheOtherBackForAMomentOnly() {
        var book = book(weights: [1, 1])
        while book.turn(of: first, at: start) == .yes { book.gave(first, at: start) }
        #expect(book.turn(of: first, at: start + .seconds(4)) != .yes)
        #expect(book.turn(of: first, at: start + RelayBook.stallTime) == .yes)
    }

    @Test func aRelayThatItsLimitsHoldUpForLongHoldsTheOtherBackNotAtAll() {
        var book = book(weights: [1, 1])
        while book.turn(of: first, at: start) == .yes { book.gave(first, at: start) }
        book.limited(second, until: start + .milliseconds(100), at: start)
        #expect(book.turn(of: first, at: start) != .yes)
        book.limited(second, until: start + .seconds(60), at: start)
        #expect(book.turn(of: first, at: start) == .yes)
        let later = start + .seconds(59)
        book.gave(second, at: later)
        book.limited(second, until: start + .seconds(60), at: later)
        #expect(book.turn(of: first, at: later) == .yes)
    }

    @Test func withoutWeightsNobodyIsHeldBack() {
        var book = book()
        for _ in 0..<1_000 {
            #expect(book.turn(of: first, at: start) == .yes)
            book.gave(first, at: start)
        }
    }

    @Test func aRelayThatIsDownIsTriedAgainWithOneMessageWhileTheOtherWorks() {
        var book = book()
        #expect(book.failed(failure(of: first), at: start) == .retry(after: .milliseconds(250)))
        let later = start + .seconds(1)
        #expect(book.failed(failure(of: first), at: later) == .retry(after: RelayBook.downTime))
        #expect(book.turn(of: first, at: later) == .wait(until: later + RelayBook.downTime))
        #expect(book.turn(of: second, at: later) == .yes)
        let again = later + RelayBook.downTime
        #expect(book.turn(of: first, at: again) == .yes)
        book.gave(first, at: again)
        #expect(book.turn(of: first, at: again) != .yes)
        book.opened(first, at: again)
        #expect(book.turn(of: first, at: again) == .yes)
    }

    @Test func aRelayThatComesBackDoesNotCatchUp() {
        var book = book(weights: [1, 1])
        _ = book.failed(failure(of: first), at: start)
        _ = book.failed(failure(of: first), at: start + .seconds(1))
        let later = start + .seconds(2) + RelayBook.downTime
        for _ in 0..<1_000 { book.gave(second, at: later) }
        book.gave(first, at: later)
        book.opened(first, at: later)
        #expect(book.turn(of: second, at: later) == .yes)
    }

    @Test func theLastRelayThatFailsEndsTheRun() {
        var book = book()
        _ = book.failed(failure(of: first), at: start)
        _ = book.failed(failure(of: first), at: start + .seconds(1))
        #expect(book.failed(failure(of: second), at: start) == .retry(after: .milliseconds(250)))
        #expect(book.failed(failure(of: second), at: start + .seconds(1)) == .giveUp)
        let later = start + .seconds(70)
        #expect(book.failed(failure(of: first), at: later) == .noneLeft)
        #expect(!book.isAnyLeft)
    }

    @Test func aRelayThatRefusesTheLoginIsOutAtOnce() {
        var book = book()
        #expect(book.failed(failure(of: first, .authentication(nil)), at: start) == .giveUp)
        #expect(book.turn(of: first, at: start + .seconds(3_600)) == .never)
        #expect(book.isAnyLeft)
        #expect(book.failed(failure(of: second, .tls), at: start) == .noneLeft)
    }

    @Test func refusalsInARowTakeARelayOutAndLeaveTheOther() {
        var book = book()
        #expect(book.judge(refusal(by: first), at: start).trip == nil)
        #expect(book.judge(refusal(by: first), at: start).trip?.needsPeople == true)
        #expect(book.turn(of: first, at: start) == .never)
        #expect(book.isAnyLeft)
        #expect(book.turn(of: second, at: start) == .yes)
    }

    /// Whoever was under way when it was known that the relay refuses everybody is not touched.
    @Test func whatARelayThatIsOutRefusesIsPutBack() {
        var book = book()
        for _ in 0..<2 { _ = book.judge(refusal(by: first), at: start) }
        #expect(book.judge(refusal(by: first), at: start).update.disposition == .released)
        #expect(book.judge(update(by: first, .sent, nil), at: start).update.disposition == .sent)
        #expect(book.turn(of: first, at: start) == .never)
    }

    @Test func aRelayThatRefusesUsForNowIsLeftAloneWhileAnotherWorks() {
        var book = book()
        for _ in 0..<2 { _ = book.judge(refusal(by: first, 450), at: start) }
        #expect(book.turn(of: first, at: start) == .wait(until: start + RelayBook.downTime))
        let again = start + RelayBook.downTime
        #expect(book.turn(of: first, at: again) == .yes)
        book.gave(first, at: again)
        #expect(book.judge(refusal(by: first, 450), at: again).trip != nil)
        #expect(book.turn(of: first, at: again) == .wait(until: again + RelayBook.downTime))
    }

    @Test func theLastRelayThatRefusesUsForNowIsOutForTheRun() {
        var book = RelayBook([first], breaker: CircuitBreaker(ownLimit: 2), at: start)
        for _ in 0..<2 { _ = book.judge(refusal(by: first, 450), at: start) }
        #expect(!book.isAnyLeft)
    }

    @Test func aRelayHasToTakeAMessageBeforeItGetsMoreThanOne() {
        var book = book(areProven: false)
        book.gave(first, at: start)
        #expect(book.turn(of: first, at: start) == .wait(until: start + RelayBook.trialTime))
        #expect(book.turn(of: second, at: start) == .yes)
        #expect(book.returned(1, from: first) == true)
        _ = book.judge(update(by: first, .sent, nil), at: start)
        for _ in 0..<10 {
            #expect(book.turn(of: first, at: start) == .yes)
            book.gave(first, at: start)
        }
        let isOnTrial = book.returned(1, from: first)
        #expect(!isOnTrial)
    }

    @Test func aRefusalAboutUsPutsARelayOnTrialUntilItTakesAMessage() {
        var book = book()
        for _ in 0..<8 { book.gave(first, at: start) }
        _ = book.judge(refusal(by: first), at: start)
        #expect(book.returned(7, from: first) == true)
        #expect(book.turn(of: first, at: start) == .wait(until: start + RelayBook.trialTime))
        #expect(book.turn(of: first, at: start + RelayBook.trialTime) == .yes)
        #expect(book.returned(1, from: first) == true)
        #expect(book.turn(of: first, at: start) == .yes)
        book.gave(first, at: start)
        #expect(book.turn(of: first, at: start) != .yes)
        _ = book.judge(update(by: first, .sent, nil), at: start)
        #expect(book.turn(of: first, at: start) == .yes)
    }
}
