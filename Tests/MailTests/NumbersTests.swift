import Mail
import Testing

@Suite struct NumbersTests {
    @Test(arguments: [
        (Double.nan, 0), (.infinity, 10), (-.infinity, 0), (1e300, 10), (-1, 0), (3.4, 3), (3.6, 4), (10, 10),
    ]) func aDoubleIsHeldWithinBounds(value: Double, expected: Int) {
        #expect(value.clamped(to: 0...10) == expected)
    }

    @Test func aDoubleWithoutBoundsBecomesTheNearestNumberThereIs() {
        #expect(Double.nan.saturated(as: Int64.self) == 0)
        #expect(Double.infinity.saturated(as: Int64.self) == .max && (-1e300).saturated(as: Int64.self) == .min)
        #expect(9_223_372_036_854_775_807.0.saturated(as: Int64.self) == .max)
        #expect(2.5e9.saturated(as: Int32.self) == .max)
    }

    @Test func sumsAndProductsStopAtTheEnds() {
        #expect(Int64.max.addingSaturated(1) == .max && Int64.min.addingSaturated(-1) == .min)
        #expect(Int64.min.subtractingSaturated(1) == .min && Int64.max.subtractingSaturated(-1) == .max)
        #expect(Int64.max.multipliedSaturated(by: 2) == .max && Int64.max.multipliedSaturated(by: -2) == .min)
        #expect(Int64.min.multipliedSaturated(by: -1) == .max)
        #expect(3.addingSaturated(4) == 7 && 3.multipliedSaturated(by: -4) == -12)
        #expect(UInt8(3).subtractingSaturated(4) == 0)
    }

    @Test func momentsStopAtTheEndOfTime() {
        let end = Timestamp(milliseconds: .max)
        #expect(end.adding(.seconds(1)) == end)
        #expect(Timestamp(milliseconds: 0).adding(.seconds(Int64.max)) == end)
        #expect(end.since(Timestamp(milliseconds: .min)) == .milliseconds(Int64.max))
        #expect(Duration.seconds(Int64.max).wholeMilliseconds == .max)
        #expect(Duration.bounded(seconds: .nan) == .zero && Duration.bounded(seconds: -3) == .zero)
        #expect(Duration.bounded(seconds: .infinity) == .milliseconds(Int64(3_155_760_000_000)))
    }

    @Test(arguments: [Int64.min, .min + 1, -86_400_001, -1, 0, .max - 1, .max])
    func everyMomentHasADate(milliseconds: Int64) {
        let time = CivilTime(Timestamp(milliseconds: milliseconds))
        #expect((1...12).contains(time.month) && (1...31).contains(time.day) && (0...6).contains(time.weekday))
        #expect((0..<24).contains(time.hour) && (0..<1_000).contains(time.millisecond))
        #expect(!Timestamp(milliseconds: milliseconds).iso8601.isEmpty)
    }
}
