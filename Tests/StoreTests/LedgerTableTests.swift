import Foundation
import Mail
import Testing

@testable import Store

/// Every move in every state, as docs/architecture.md says: the page is the table that drives these tests.
@Suite struct LedgerTableTests {
    struct Cell: CustomTestStringConvertible, Sendable {
        let state: DeliveryState
        let move: String
        /// Nil: refused, or nothing happens.
        let target: DeliveryState?

        var testDescription: String { "\(state.rawValue), \(move): \(target?.rawValue ?? "stays")" }
    }

    @Test func thePageHasEveryStateAndOnlyMovesThatAreTried() throws {
        let table = try LedgerPage.moves()
        #expect(Set(table.keys) == Set(DeliveryState.allCases))
        #expect(table.values.allSatisfy { Set($0.keys) == Set(DeliveryState.allCases) })
        let named = Set(table.values.flatMap { $0.values.flatMap(\.self) })
        #expect(named == Set(LedgerPage.moveNames))
    }

    @Test(arguments: try LedgerPage.cells())
    func aMoveDoesWhatThePageSays(_ cell: Cell) throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: cell.state)
        let before = try test.rowsOfTheLedger()

        let wasRefused = try test.make(cell.move, of: delivery)

        let after = try test.row(delivery).state
        guard let target = cell.target else {
            #expect(after == cell.state)
            #expect(try test.rowsOfTheLedger() == before)
            #expect(wasRefused == LedgerPage.isRefusedWithAnError(cell.move))
            return
        }
        #expect(after == target)
        #expect(!wasRefused)
        #expect(try test.rowsOfTheLedger() != before)
        #expect(try test.store.accounting(of: MailingID(rawValue: 1)).isBalanced)
    }

    @Test(arguments: DeliveryState.allCases)
    func aCrashLeavesWhatThePageSays(_ state: DeliveryState) throws {
        let expected = try #require(try LedgerPage.crashes()[state])
        let test = try TestStore()
        let delivery = try test.delivery(in: state)
        let (row, rows) = (try test.row(delivery), try test.rowsOfTheLedger())
        // The process dies: nothing is released. The next one opens the same file.
        try test.store.close()
        let store = try MailerStore(path: test.path)
        defer { try? store.close() }
        let next = TestStore.Successor(store: store)

        #expect(try next.takesOver(at: .day(3)) == .heldBy(.us, until: .day(400)))
        #expect(try next.rowsOfTheLedger() == rows)

        let orphans = state == .inFlight ? 1 : 0
        #expect(try next.takesOver(at: .day(400)) == .granted(orphans: orphans))
        #expect(try next.state(of: delivery) == expected)
        if expected == state { #expect(try next.rowsOfTheLedger() == rows) }
        #expect(try next.attempts(of: delivery) == row.attempts)
        #expect(try store.accounting(of: MailingID(rawValue: 1)).isBalanced)
        // Only what was never on the wire, or was refused, is sent by the next run.
        let due =
            try store.pending(MailingID(rawValue: 1), after: nil, limit: 9)
            + store.dueAgain(MailingID(rawValue: 1), now: .day(400), limit: 9)
        #expect(due.map(\.delivery) == ([.pending, .deferred].contains(state) ? [delivery] : []))
    }

    @Test func aDeadProcessNeedNotBeWaitedFor() throws {
        let test = try TestStore()
        let delivery = try test.delivery(in: .inFlight)
        let grant = try test.store.acquire(MailingID(rawValue: 1), owner: .other, now: .day(2), until: .day(3)) {
            $0 == .us
        }
        #expect(grant == .granted(orphans: 1))
        #expect(try test.row(delivery).state == .unknown)
    }

    @Test func aRowLeftInFlightKeepsTheTimeOfItsClaim() throws {
        let test = try TestStore()
        _ = try test.delivery(in: .inFlight)
        _ = try test.store.acquire(MailingID(rawValue: 1), owner: .other, now: .day(5), until: .day(6)) { _ in true }
        let unknown = try test.store.unknownDeliveries()
        #expect(unknown.map(\.since) == [.day(2)])
        #expect(unknown.map(\.began) == [.day(2)])
        #expect(unknown.map(\.relay) == [nil])
    }
}

/// The two tables of docs/architecture.md.
enum LedgerPage {
    static let moveNames = [
        "claim", "claim refused", "reply 2xx", "reply 4xx", "reply 5xx", "lost after the dot", "crash", "released",
        "cancel", "settled as sent", "settled as failed", "resend", "bounce", "success report", "delay warning",
        "complaint", "held", "accepted", "retry", "reply 4xx after cancel", "released after cancel",
    ]

    /// Where a move is not granted, it is either answered with an error or passed over in silence.
    static func isRefusedWithAnError(_ move: String) -> Bool {
        move.hasPrefix("reply") || move.hasPrefix("settled") || ["lost after the dot", "resend"].contains(move)
    }

    static func cells() throws -> [LedgerTableTests.Cell] {
        let table = try moves()
        return DeliveryState.allCases.flatMap { state in
            moveNames.map { .init(state: state, move: $0, target: target(of: $0, from: state, in: table)) }
        }
    }

    /// Where a move leads. `X after cancel` is X on what the cancelling left, where the page says nothing else.
    private static func target(
        of move: String, from state: DeliveryState, in table: [DeliveryState: [DeliveryState: [String]]]
    ) -> DeliveryState? {
        if let named = table[state]?.first(where: { $0.value.contains(move) }) { return named.key }
        guard move.hasSuffix(" after cancel") else { return nil }
        let first = target(of: "cancel", from: state, in: table)
        return target(of: String(move.dropLast(13)), from: first ?? state, in: table) ?? first
    }

    /// From, to, and the moves in the cell.
    static func moves() throws -> [DeliveryState: [DeliveryState: [String]]] {
        let rows = try table(titled: "from \\ to")
        let columns = try rows[0].dropFirst().map { try required(DeliveryState(rawValue: $0)) }
        var moves: [DeliveryState: [DeliveryState: [String]]] = [:]
        for row in rows.dropFirst() {
            let cells = row.dropFirst().map { $0 == "–" ? [] : $0.components(separatedBy: ", ") }
            moves[try required(DeliveryState(rawValue: row[0]))] = Dictionary(uniqueKeysWithValues: zip(columns, cells))
        }
        return moves
    }

    /// What a crash leaves of a row in each state.
    static func crashes() throws -> [DeliveryState: DeliveryState] {
        var crashes: [DeliveryState: DeliveryState] = [:]
        for row in try table(titled: "state").dropFirst() {
            let state = try required(DeliveryState(rawValue: row[0].replacing("`", with: "")))
            let word = try required(row[2].split(separator: "`").first.map(String.init))
            crashes[state] = row[2].hasPrefix("the same") ? state : try required(DeliveryState(rawValue: word))
        }
        return crashes
    }

    /// The rows of a Markdown table, its title row first, without the line below that.
    private static func table(titled title: String) throws -> [[String]] {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/architecture.md")
        let lines = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n")
        let start = try required(lines.firstIndex { $0.hasPrefix("| \(title) |") })
        let rows = lines[start...].prefix { $0.hasPrefix("|") }.filter { !$0.hasPrefix("|---") }
        return rows.map { $0.dropFirst(2).dropLast(2).components(separatedBy: " | ") }
    }
}
