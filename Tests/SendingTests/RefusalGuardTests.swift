import Mail
import Testing

@testable import Sending

/// When a mailing is held because of its refusals: tables of whole mailings, answer by answer.
@Suite struct RefusalGuardTests {
    /// A mailing as a row of answers, and what the list had shown before.
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let answers: [(place: String, isRefused: Bool)]
        var history = RefusalCount()
        var testDescription: String { name }
    }

    /// Deals `refused` of `count` evenly, so that each stretch has the same share.
    private static func spread(_ refused: Int, of count: Int, at place: String = "example.org") -> [(String, Bool)] {
        (0..<count).map { (place, $0 * refused / count != ($0 + 1) * refused / count) }
    }

    /// So many deals by a generator that is always the same.
    private static func random(_ share: Double, of count: Int, seed: UInt64, places: Int = 1) -> [(String, Bool)] {
        var dice = Dice(state: seed)
        return (0..<count).map { _ in
            (place: "d\(dice.roll(UInt64(places))).example", Double(dice.roll(1_000_000)) < share * 1_000_000)
        }
    }

    private static func all(_ isRefused: Bool, _ count: Int, at place: String = "example.org") -> [(String, Bool)] {
        [(String, Bool)](repeating: (place, isRefused), count: count)
    }

    private static let good = RefusalCount(answered: 10_000, refused: 40)
    private static let usual = RefusalCount(answered: 10_000, refused: 300)

    static let held: [Case] = [
        Case(name: "all of 30, a first mailing", answers: all(true, 30)),
        Case(name: "12 of 12", answers: all(true, 12)),
        Case(name: "5 of 5", answers: all(true, 5)),
        Case(name: "half of 40", answers: spread(20, of: 40)),
        Case(name: "a third of 300, a first mailing", answers: spread(100, of: 300)),
        Case(name: "30 % of 100 where 0.4 % is usual", answers: spread(30, of: 100), history: good),
        Case(name: "12 % of 1,000 where 0.4 % is usual", answers: spread(120, of: 1_000), history: good),
        Case(name: "20 % of 1,000 where 3 % is usual", answers: spread(200, of: 1_000), history: usual),
        Case(name: "25 % of 1,000, a first mailing", answers: spread(250, of: 1_000)),
        Case(
            name: "one domain of many, all of its 40",
            answers: interleaved(all(true, 40, at: "gone.example"), in: 2_000)),
        Case(
            name: "one domain of many, from its middle on",
            answers: all(false, 2_000, at: "a.example")
                + interleaved(
                    all(false, 300, at: "b.example") + all(true, 30, at: "b.example"), in: 2_000)),
        Case(name: "from 5,000 of 10,000 on", answers: all(false, 5_000) + all(true, 20), history: good),
        Case(name: "the last 12 of 10,000", answers: all(false, 9_988) + all(true, 12), history: good),
        Case(name: "the last 6 of 10,000", answers: all(false, 9_994) + all(true, 6), history: good),
        Case(
            name: "one relay of two, from the middle on", answers: all(false, 3_000) + spread(60, of: 120),
            history: good),
        Case(name: "the end of a list that has some", answers: spread(90, of: 3_000) + all(true, 15), history: usual),
    ]

    static let passed: [Case] = [
        Case(name: "nobody refused", answers: all(false, 1_000)),
        Case(name: "one of one", answers: all(true, 1)),
        Case(name: "4 of 4", answers: all(true, 4)),
        Case(name: "6 of 9, three sent", answers: all(true, 6) + all(false, 3)),
        Case(name: "12 of 13, one sent first", answers: all(false, 1) + all(true, 12)),
        Case(name: "2 of 20", answers: spread(2, of: 20)),
        Case(name: "3 of 20, a first mailing, at its end", answers: all(false, 17) + all(true, 3)),
        Case(name: "8 % of a first import", answers: spread(80, of: 1_000)),
        Case(name: "8 % of a first import of 100,000", answers: spread(8_000, of: 100_000)),
        Case(name: "5 % where 3 % is usual", answers: spread(500, of: 10_000), history: usual),
        Case(
            name: "25 % where 25 % is usual", answers: spread(250, of: 1_000),
            history: RefusalCount(answered: 9_000, refused: 2_250)),
        Case(name: "a domain of three is gone", answers: interleaved(all(true, 3, at: "gone.example"), in: 2_000)),
        Case(name: "a domain of 15 is gone", answers: interleaved(all(true, 15, at: "gone.example"), in: 2_000)),
        Case(name: "a domain with 20 % dead", answers: interleaved(spread(20, of: 100, at: "old.example"), in: 2_000)),
    ]

    /// Answers of one domain within a mailing to many that take everything, at even places.
    private static func interleaved(_ few: [(String, Bool)], in count: Int) -> [(String, Bool)] {
        let step = count / few.count
        return few.flatMap { answer in [answer] + (1..<step).map { ("d\($0 % 50).example", false) } }
    }

    @Test(arguments: held)
    func holds(_ mailing: Case) throws {
        let (hold, _) = run(mailing)
        let found = try #require(hold)
        #expect(found.count.refused > 0)
        #expect("\(found)".contains("\(found.count.refused) were refused"))
        #expect("\(found)".contains("550 No"))
    }

    @Test(arguments: passed)
    func letsPass(_ mailing: Case) {
        let (hold, at) = run(mailing)
        #expect(hold == nil, "held at \(at)")
    }

    /// Lists as they are: no false hold in a hundred mailings of each kind.
    @Test(arguments: [
        (0.02, 2_000, RefusalCount(answered: 5_000, refused: 100)),
        (0.02, 50, RefusalCount(answered: 100, refused: 2)),
        (0.05, 2_000, RefusalCount(answered: 5_000, refused: 250)),
        (0.05, 300, RefusalCount()), (0.05, 25, RefusalCount()),
        (0.08, 5_000, RefusalCount()), (0.08, 60, RefusalCount()),
        (0.01, 20_000, RefusalCount(answered: 50_000, refused: 500)),
    ])
    func anOrdinaryListIsNotHeld(_ share: Double, _ count: Int, _ history: RefusalCount) {
        let holds = (1...100).compactMap { seed in
            run(
                Case(
                    name: "", answers: Self.random(share, of: count, seed: UInt64(seed), places: 40), history: history)
            ).hold
        }
        #expect(holds.isEmpty, "\(holds.count): \(holds.first.map { "\($0)" } ?? "")")
    }

    /// Whatever the moment, a fault that refuses everybody is noticed before twenty more were answered.
    @Test func aFaultAtAnyMomentIsNoticedWithinTwentyAnswers() {
        for start in [0, 1, 5, 19, 20, 21, 100, 999, 5_000, 9_980] {
            let before = Self.random(0.02, of: start, seed: 7)
            let (hold, at) = run(
                Case(name: "", answers: before + Self.all(true, 20), history: Self.good))
            #expect(hold != nil && at <= start + 20, "from \(start) on: \(at)")
        }
    }

    @Test func theFiguresNameTheDomainAndWhatIsUsual() throws {
        let mailing = Case(
            name: "", answers: Self.interleaved(Self.all(true, 40, at: "gone.example"), in: 2_000), history: Self.good)
        let text = "\(try #require(run(mailing).hold))"
        #expect(
            text
                == "held: of 20 recipients answered at gone.example 20 were refused (100 %), where 40 of 10000 (0.4 %) "
                + "were in earlier mailings and the limit is 30 %; nobody is failed or suppressed. The last: 550 No")
    }

    @Test func whatPeopleAcceptedIsNotAskedAgain() throws {
        var record = RefusalRecord()
        record.count = RefusalCount(answered: 500, refused: 0)
        record.accepted = try (1...20).map { try EmailAddress("r\($0)@gone.example") }
        var guardian = RefusalGuard(record) { $0.domain }
        guardian.history = Self.good
        for _ in 0..<100 { #expect(!observe(&guardian, true, at: "gone.example")) }
        #expect(guardian.verdict(at: ["gone.example"], isOver: true) == nil)
        // Another domain is another matter.
        for _ in 0..<30 { _ = observe(&guardian, true, at: "other.example") }
        #expect(guardian.verdict(at: ["other.example"], isOver: false) != nil)
    }

    @Test func aShareThatPeopleAcceptedIsTheLimitFromThenOn() throws {
        var record = RefusalRecord()
        record.count = RefusalCount(answered: 60, refused: 0)
        record.accepted = try (1...40).map { try EmailAddress("r\($0)@d\($0).example") }
        var guardian = RefusalGuard(record) { $0.domain }
        guardian.history = RefusalCount()
        for answer in Self.spread(40, of: 100) { _ = observe(&guardian, answer.1, at: answer.0) }
        #expect(guardian.verdict(at: ["example.org"], isOver: true) == nil)
    }

    @Test func aRunGoesOnWhereTheOneBeforeStopped() throws {
        var record = RefusalRecord()
        record.count = RefusalCount(answered: 5_009, refused: 9)
        record.latest = try (1...9).map { .init(address: try EmailAddress("r\($0)@d\($0).example"), isRefused: true) }
        var guardian = RefusalGuard(record) { $0.domain }
        guardian.history = Self.good
        #expect(guardian.hasRefusals)
        #expect(guardian.verdict(at: guardian.concerned, isOver: false) == nil)
        #expect(observe(&guardian, true, at: "x.example"))
        #expect(guardian.verdict(at: ["x.example"], isOver: false)?.count == RefusalCount(answered: 10, refused: 10))
    }

    @Test func onlyThoseAnsweredForGoodAreCounted() {
        var guardian = RefusalGuard()
        for _ in 0..<100 {
            for disposition in [DeliveryUpdate.Disposition.deferred(until: HandClock().now), .unknown, .released] {
                let isSuspect = guardian.observe(update(disposition), at: "example.org")
                #expect(!isSuspect)
            }
        }
        #expect(!guardian.hasRefusals)
        #expect(guardian.verdict(at: [], isOver: true) == nil)
    }

    // MARK: Playing a mailing

    private func run(_ mailing: Case) -> (hold: RefusalGuard.Hold?, at: Int) {
        var guardian = RefusalGuard()
        for (index, answer) in mailing.answers.enumerated()
        where observe(&guardian, answer.isRefused, at: answer.place) {
            guardian.history = mailing.history
            if let hold = guardian.verdict(at: [answer.place], isOver: false) { return (hold, index + 1) }
        }
        guardian.history = mailing.history
        return (guardian.verdict(at: guardian.concerned, isOver: true), mailing.answers.count)
    }

    private func observe(_ guardian: inout RefusalGuard, _ isRefused: Bool, at place: String) -> Bool {
        guardian.observe(update(isRefused ? .failed : .sent), at: place)
    }

    private func update(_ disposition: DeliveryUpdate.Disposition) -> DeliveryUpdate {
        DeliveryUpdate(
            delivery: DeliveryID(rawValue: 1), disposition: disposition,
            attempt: AttemptRecord(
                at: HandClock().now, relay: relay, stage: .rcptTo, reply: nil, detail: "550 No", duration: .zero,
                messageDate: HandClock().now))
    }
}
