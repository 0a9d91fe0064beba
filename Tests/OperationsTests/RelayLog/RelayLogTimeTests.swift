import Mail
import Testing

@testable import Operations

@Suite struct RelayLogTimeTests {
    /// 2026-11-23T10:45:00Z; the relay's clock is an hour east of UTC.
    private let clock = LogClock(now: LogExamples.now) { _ in 3_600 }

    @Test(arguments: [
        ("Nov 23 04:51:08 relay", "2026-11-23T03:51:08.000Z"),
        ("Nov  3 04:51:08 relay", "2026-11-03T03:51:08.000Z"),
        ("Nov 23 04:51:08.123456 relay", "2026-11-23T03:51:08.000Z"),
        ("Dec 31 23:59:59 relay", "2025-12-31T22:59:59.000Z"),
        ("Nov 24 00:00:00 relay", "2026-11-23T23:00:00.000Z"),
        ("Feb 29 12:00:00 relay", "2024-02-29T11:00:00.000Z"),
        ("2026-11-23T04:51:08.123456+01:00 relay", "2026-11-23T03:51:08.000Z"),
        ("2026-11-23T04:51:08+0530 relay", "2026-11-22T23:21:08.000Z"),
        ("2026-11-23T04:51:08-08:00 relay", "2026-11-23T12:51:08.000Z"),
        ("2026-11-23T04:51:08Z relay", "2026-11-23T04:51:08.000Z"),
        ("2026-11-23T04:51:08 relay", "2026-11-23T03:51:08.000Z"),
        ("Mon 2026-11-23 04:51:08 UTC relay", "2026-11-23T04:51:08.000Z"),
        ("Mon 2026-11-23 04:51:08 CET relay", "2026-11-23T03:51:08.000Z"),
        ("1795409468.123456 relay", "2026-11-23T04:51:08.000Z"),
    ])
    func timesOfManyStylesAreRead(_ head: String, _ expected: String) {
        #expect(RelayLogTime(clock: clock).read(Array(head.utf8)[...])?.iso8601 == expected)
    }

    @Test(arguments: [
        "", "relay", "Nov", "Nov 23", "Nov 32 04:51:08 relay", "Nov 23 24:00:00 relay", "Nov 23 4:51 relay",
        "Foo 23 04:51:08 relay", "2026-13-01T04:51:08Z relay", "2026-02-29T04:51:08Z relay", "2026-11-23T04:51Z relay",
        "2026-11-23T04:51:08+1 relay", "2026-11-23T04:51:08?0100 relay", "12 relay", "-- Boot 4f2 --",
    ])
    func whatIsNoTimeIsNone(_ head: String) {
        #expect(RelayLogTime(clock: clock).read(Array(head.utf8)[...]) == nil)
    }

    @Test func aZoneWithSummerTimeIsAskedForTheMomentItself() {
        // An hour more from 2026-03-29T01:00:00Z on, as in Central Europe.
        let change = Timestamp(milliseconds: 1_774_746_000_000)
        let clock = LogClock(now: LogExamples.now) { $0 < change ? 3_600 : 7_200 }
        let times = ["Mar 29 01:59:59 x", "Mar 29 03:00:00 x"].map {
            RelayLogTime(clock: clock).read(Array($0.utf8)[...])?.iso8601
        }
        #expect(times == ["2026-03-29T00:59:59.000Z", "2026-03-29T01:00:00.000Z"])
    }
}
