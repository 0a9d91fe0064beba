import Mail
import Testing

@testable import SMTP

/// A server that leaves one reply out, or says one too many: never is a message counted as taken that was not, and
/// never is one sent again, or given up, that was taken. Every place, every mode.
@Suite struct DialogueSequenceTests {
    /// How the replies come: all that are due in one read, or each in a read of its own.
    enum Arrival: CaseIterable { case together, oneByOne }

    struct Scene: Sendable, CustomTestStringConvertible {
        let name: String
        let answers: [Int64: ModelServer.Answers]
        var testDescription: String { name }
    }

    private typealias Answers = ModelServer.Answers
    private static let no = "550 no"
    private static let later = "451 later"

    static let scenes = [
        Scene(name: "all taken", answers: [:]),
        Scene(name: "the first greylisted", answers: [1: Answers(dot: later)]),
        Scene(name: "the first refused as spam", answers: [1: Answers(dot: "554 spam")]),
        Scene(name: "the second refused as spam", answers: [2: Answers(dot: "554 spam")]),
        Scene(name: "the last refused as spam", answers: [3: Answers(dot: "554 spam")]),
        Scene(name: "the first recipient unknown", answers: [1: Answers(rcpt: no)]),
        Scene(name: "the second recipient unknown", answers: [2: Answers(rcpt: no)]),
        Scene(name: "the second sender put off", answers: [2: Answers(mail: later)]),
        Scene(name: "the second DATA put off", answers: [2: Answers(data: later)]),
        Scene(name: "spam, then unknown", answers: [1: Answers(dot: "554 spam"), 2: Answers(rcpt: no)]),
        Scene(name: "greylisted, then put off", answers: [1: Answers(dot: later), 2: Answers(mail: later)]),
        Scene(name: "greylisted, then DATA put off", answers: [1: Answers(dot: later), 2: Answers(data: later)]),
        Scene(name: "unknown twice", answers: [2: Answers(rcpt: no), 3: Answers(rcpt: no)]),
        Scene(name: "put off twice", answers: [2: Answers(mail: later), 3: Answers(mail: later)]),
    ]

    private static let extras = ["250 ok", "354 go", "451 later", "550 no", "503 bad sequence"]
    private static let slips: [ModelServer.Slip] = (0..<14).flatMap { place in
        [.omitted(place)] + extras.map { .extra(place, $0) }
    }

    /// What both sides believe at the end.
    private struct Books {
        var outcomes: [Int64: OutcomeKind?] = [:]
        var server: ModelServer

        /// Messages of which the client believes something that is not so.
        var mistaken: [Int64] {
            outcomes.compactMap { number, kind in
                switch kind {
                case .accepted: server.stored.contains(number) ? nil : number
                case .refused, .notStarted: server.stored.contains(number) ? number : nil
                case .uncertain: nil
                case .unsendable, nil: number
                }
            }
        }
    }

    private func run(
        _ mode: Pipelining, _ scene: Scene, _ slip: ModelServer.Slip?, _ arrival: Arrival
    ) throws -> Books {
        let bench = DialogueBench(mode)
        var server = ModelServer(answers: scene.answers, slip: slip)
        var offered: Int64 = 0
        var due: [String] = []
        var hasMoved = true
        while hasMoved, bench.closure == nil {
            hasMoved = false
            while offered < 3, bench.wantsMessage {
                offered += 1
                bench.offer(try message(offered))
                hasMoved = true
            }
            due += server.read(bench.written)
            bench.written = ""
            let now = arrival == .together ? due.count : min(1, due.count)
            if now > 0 {
                bench.say(due[..<now].joined(separator: "\r\n"))
                due.removeFirst(now)
                hasMoved = true
            }
        }
        if bench.closure == nil { bench.lose() }
        // What was on its way still arrives.
        _ = server.read(bench.written)
        var books = Books(server: server)
        for number in 1...max(offered, 1) where offered > 0 { books.outcomes[number] = bench.kind(number) }
        return books
    }

    @Test(arguments: Pipelining.allCases, scenes)
    func withoutASlipBothSidesAgreeOnEveryMessage(_ mode: Pipelining, _ scene: Scene) throws {
        for arrival in Arrival.allCases {
            let books = try run(mode, scene, nil, arrival)
            #expect(books.outcomes.count == 3 && books.mistaken.isEmpty, "\(books.outcomes)")
            #expect(!books.outcomes.values.contains(.uncertain))
        }
    }

    @Test(arguments: Pipelining.allCases, scenes)
    func aSlipNeverMakesAMistake(_ mode: Pipelining, _ scene: Scene) throws {
        for arrival in Arrival.allCases {
            for slip in Self.slips {
                let books = try run(mode, scene, slip, arrival)
                let mistaken = books.mistaken.filter { !cannotBeKnown($0, books, mode, slip, arrival) }
                #expect(mistaken.isEmpty, "\(slip), \(arrival): \(books.outcomes), stored \(books.server.stored)")
            }
        }
    }

    /// docs/outcomes.md, "What cannot be known": a reply to nothing that arrives by itself in place of the reply to a
    /// final dot behind which nothing was written.
    private func cannotBeKnown(
        _ message: Int64, _ books: Books, _ mode: Pipelining, _ slip: ModelServer.Slip, _ arrival: Arrival
    ) -> Bool {
        guard case .extra(let place, _) = slip, arrival == .oneByOne, place == books.server.dots[message] else {
            return false
        }
        return mode != .full || message == 3
    }
}
