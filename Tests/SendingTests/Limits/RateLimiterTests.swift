import Testing

@testable import Sending

@Suite struct RateLimiterTests {
    /// Asks whenever it is told to; returns how many were admitted in each second.
    private func admissions(_ rate: Double, seconds: Int, askEvery: Duration) -> [Int] {
        var limiter = RateLimiter(count: rate, per: .seconds(1))
        let start = ContinuousClock.now
        var now = start
        var counts = [Int](repeating: 0, count: seconds)
        while now < start + .seconds(seconds) {
            if limiter.take(at: now) == .admitted {
                counts[Int(start.duration(to: now).components.seconds)] += 1
            } else {
                now += askEvery
            }
        }
        return counts
    }

    @Test(arguments: [1.0, 10, 100, 500, 5_000])
    func theRateIsKeptAndNeverExceededByMoreThanTheTolerance(rate: Double) {
        let counts = admissions(rate, seconds: 10, askEvery: .microseconds(100))
        #expect(counts.dropFirst().allSatisfy { Double($0) <= rate * 1.02 + 1 })
        #expect(abs(Double(counts.reduce(0, +)) - rate * 10) <= rate * 0.1 + 1)
    }

    @Test func anIdleSenderSavesNothingUp() {
        var limiter = RateLimiter(count: 10, per: .seconds(1))
        let start = ContinuousClock.now
        #expect(limiter.take(at: start) == .admitted)
        let later = start + .seconds(60)
        #expect(limiter.take(at: later) == .admitted)
        #expect(limiter.take(at: later) == .wait(until: later + .milliseconds(90)))
    }

    /// When messages were admitted in a minute, in microseconds, to a sender that every so often wakes late.
    private func admissions(_ rate: Double, stall: Duration, every pause: Duration) -> [Int64] {
        var limiter = RateLimiter(count: rate, per: .seconds(1))
        let start = ContinuousClock.now
        var (elapsed, nextStall) = (Duration.zero, pause)
        var times: [Int64] = []
        while elapsed < .seconds(60) {
            while limiter.take(at: start + elapsed) == .admitted { times.append(Int64(elapsed / .microseconds(1))) }
            elapsed += .milliseconds(1)
            guard elapsed >= nextStall else { continue }
            elapsed += stall
            nextStall = elapsed + pause
        }
        return times
    }

    @Test(arguments: [(25, 1_000), (60, 3_000), (200, 15_000)], [100.0, 500, 5_000])
    func whoIsHeldUpMakesUpForItWithoutABurst(stall: (milliseconds: Int, every: Int), rate: Double) {
        let times = admissions(rate, stall: .milliseconds(stall.milliseconds), every: .milliseconds(stall.every))
        #expect(abs(Double(times.count) - rate * 60) <= rate * 0.6, "\(times.count)")
        #expect(Double(mostInASecond(times)) <= rate * 1.02)
    }

    @Test func whatASenderSavedUpSpeedsItUpByLessThanAHundredthOnly() {
        var limiter = RateLimiter(count: 500, per: .seconds(1))
        let start = ContinuousClock.now
        for step in 0..<100 { #expect(limiter.take(at: start + .milliseconds(step * 300)) == .admitted) }
        let busy = start + .seconds(30)
        var count = 0
        for millisecond in 0..<60_000 {
            while limiter.take(at: busy + .milliseconds(millisecond)) == .admitted { count += 1 }
        }
        #expect(count >= 29_990 && count <= 30_300, "\(count)")
    }
}

/// The most in any second, wherever it begins. The times are in microseconds, in order.
private func mostInASecond(_ times: [Int64]) -> Int {
    var (most, first) = (0, 0)
    for index in times.indices {
        while times[first] <= times[index] - 1_000_000 { first += 1 }
        most = max(most, index - first + 1)
    }
    return most
}
