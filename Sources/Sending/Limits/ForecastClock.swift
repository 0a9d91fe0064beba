import Mail

/// A moment of a forecast: seconds since its start, as finely as a microsecond where minutes and days are concerned.
struct ForecastClock {
    let start: Timestamp
    var elapsed = 0.0

    private var microseconds: Int64 {
        start.milliseconds.multipliedSaturated(by: 1_000).addingSaturated((elapsed * 1_000_000).saturated())
    }
    var now: Timestamp { Timestamp(milliseconds: microseconds.flooredDivision(by: 1_000)) }
    var minute: Int64 { microseconds.flooredDivision(by: 60_000_000) }

    /// Seconds until that time.
    func seconds(until time: Timestamp) -> Double {
        Double(time.milliseconds.multipliedSaturated(by: 1_000).subtractingSaturated(microseconds)) / 1_000_000
    }

    func seconds(untilMinute minute: Int64) -> Double {
        seconds(until: Timestamp(milliseconds: minute * 60_000))
    }
}
