import Foundation
import Mail
import Testing

@testable import Store

@Suite struct PulseTests {
    private let test: TestStore
    private let start = Timestamp.day(1)

    init() throws { test = try TestStore() }

    private func at(_ seconds: Int64) -> Timestamp { start.adding(.seconds(seconds)) }

    /// A mailing to two readers, frozen at the start.
    private func mailing() throws -> Mailing {
        try test.subscribe("ada@example.org")
        try test.subscribe("bo@example.org")
        return try test.store.createMailing(test.newMailing("2026-W01"), at: start)
    }

    @Test func whereNothingHappensNothingIsLate() throws {
        #expect(try test.store.pulse(at: at(1_000_000)) == StorePulse())
    }

    @Test func aMailingThatBeganASecondAgoIsNeitherStalledNorOld() throws {
        _ = try mailing()
        let pulse = try test.store.pulse(at: at(1))
        #expect(pulse.stalled == .seconds(1))
        #expect(pulse.backlogAge == .seconds(1))
    }

    @Test func whatIsTriedIsNoLongerStalledButOldAllTheSame() throws {
        let mailing = try mailing()
        try test.execute(
            """
            INSERT INTO attempts (delivery, at, relay, address, stage, outcome, text, duration_ms, message_date)
            SELECT min(id), \(at(500).milliseconds), 'r', 'a', 'end', 'sent', 'ok', 1, 1 FROM deliveries
            """)
        let pulse = try test.store.pulse(at: at(600))
        #expect(pulse.stalled == .seconds(100))
        #expect(pulse.backlogAge == .seconds(600))
        try test.execute(
            "UPDATE mailings SET state = 'paused', pause_reason = 'by hand' WHERE id = \(mailing.id.rawValue)")
        #expect(try test.store.pulse(at: at(600)).backlogAge == .zero)
    }

    @Test func whatIsDeferredIsDueAtItsTimeAndNotBefore() throws {
        _ = try mailing()
        try test.execute(
            "UPDATE deliveries SET state = 'deferred', reason = 'busy', next_attempt_at = \(at(3_600).milliseconds)")
        #expect(try test.store.pulse(at: at(3_599)).backlogAge == .zero)
        #expect(try test.store.pulse(at: at(3_660)).backlogAge == .seconds(60))
    }

    @Test func aScheduledMailingIsOverdueFromItsTimeOn() throws {
        _ = try mailing()
        try test.execute(
            """
            UPDATE mailings SET state = 'scheduled', frozen_at = NULL, started_at = NULL,
            start_at = \(at(100).milliseconds)
            """)
        #expect(try test.store.pulse(at: at(99)).scheduleOverdue == .zero)
        #expect(try test.store.pulse(at: at(400)).scheduleOverdue == .seconds(300))
    }

    @Test func theWorkerIsSilentSinceItsLastBeat() throws {
        #expect(try test.store.pulse(at: start).workerSilence == nil)
        try test.store.beat(.serve, at: start)
        #expect(try test.store.pulse(at: start).workerSilence == nil)
        try test.store.beat(.work, at: start)
        try test.store.beat(.work, at: at(15))
        #expect(try test.store.pulse(at: at(20)).workerSilence == .seconds(5))
        // A clock behind ours.
        #expect(try test.store.pulse(at: at(-20)).workerSilence == .zero)
    }

    @Test func relaysAreOutFromTheFirstTimeThatNoneWasFoundUntilOneAnswers() throws {
        try test.store.noteRelays(areOut: true, at: at(5))
        #expect(try test.store.pulse(at: at(70)).relaysOut == .zero, "nobody misses one")
        try test.store.noteRelays(areOut: false, at: at(6))
        _ = try mailing()
        try test.store.noteRelays(areOut: true, at: at(10))
        try test.store.noteRelays(areOut: true, at: at(60))
        #expect(try test.store.pulse(at: at(70)).relaysOut == .seconds(60))
        try test.store.beat(.work, at: at(75))
        #expect(try test.store.pulse(at: at(80)).relaysOut == .seconds(70))
        try test.store.noteRelays(areOut: false, at: at(90))
        #expect(try test.store.pulse(at: at(90)).relaysOut == .zero)

        try test.store.noteRelays(areOut: true, at: at(100))
        try test.execute(
            """
            INSERT INTO attempts (delivery, at, relay, address, stage, outcome, text, duration_ms, message_date)
            SELECT min(id), \(at(101).milliseconds), 'r', 'a', 'end', 'sent', 'ok', 1, 1 FROM deliveries
            """)
        #expect(try test.store.pulse(at: at(120)).relaysOut == .zero)
    }

    @Test func aLedgerThatCannotBeWrittenSaysSo() throws {
        try test.execute("CREATE TRIGGER full BEFORE INSERT ON heartbeats BEGIN SELECT RAISE(ABORT, 'full'); END")
        #expect(throws: StoreError.self) { try test.store.beat(.serve, at: start) }
    }
}
