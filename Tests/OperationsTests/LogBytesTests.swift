import Mail
import Testing

@testable import Operations

@Suite struct LogBytesTests {
    @Test(arguments: [0, 999, 1_511_000_000_123, 1_709_164_800_000, 4_102_444_799_999, -1])
    func timesAreSpelledAsEverywhereElse(milliseconds: Int64) {
        let time = Timestamp(milliseconds: milliseconds)
        var bytes: [UInt8] = []
        bytes.appendISO8601(time)
        #expect(String(decoding: bytes, as: UTF8.self) == time.iso8601)
    }

    @Test(arguments: [
        (Duration.zero, "0"), (.milliseconds(5), "0.005"), (.milliseconds(120), "0.12"), (.seconds(3), "3"),
        (.milliseconds(61_500), "61.5"), (.microseconds(400), "0"), (.milliseconds(-20), "0"),
    ])
    func delaysAreSecondsWithoutTrailingZeros(duration: Duration, expected: String) {
        var bytes: [UInt8] = []
        bytes.appendSeconds(duration)
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test(arguments: [0, 7, 10, 4711, -42, Int.max, Int.min])
    func decimalsAreExact(number: Int) {
        var bytes: [UInt8] = []
        bytes.appendDecimal(number)
        #expect(String(decoding: bytes, as: UTF8.self) == String(number))
    }
}
