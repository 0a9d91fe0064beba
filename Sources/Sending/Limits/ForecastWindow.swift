import Mail

/// How much of a window, or of a day of warming up, is used.
struct ForecastWindow {
    enum Kind {
        case sliding(WindowLimit)
        case warmUp(WarmUp)
    }

    private let kind: Kind
    /// What went in each minute, in order of time; those before `first` have left the window.
    private var minutes: [(minute: Int64, count: Double)]
    private var first = 0
    private var sum: Double
    private(set) var room = 0.0

    init(_ kind: Kind, used: [Int64: Int]) {
        self.kind = kind
        minutes = used.sorted { $0.key < $1.key }.map { ($0.key, Double($0.value)) }
        sum = minutes.reduce(0) { $0 + $1.count }
    }

    private var length: Int64 {
        switch kind {
        case .sliding(let limit): Int64(limit.minutes)
        case .warmUp: 1_440
        }
    }

    private func limit(at now: Timestamp) -> Double {
        switch kind {
        case .sliding(let limit): Double(limit.count)
        case .warmUp(let warmUp): warmUp.limit(at: now).map { Double($0.count) } ?? .infinity
        }
    }

    func reason(_ key: LimitKey) -> LimitReason {
        switch kind {
        case .sliding(let limit): .window(key, limit)
        case .warmUp: .warmUp(key)
        }
    }

    /// As in a run, the oldest minute counts whole (`MinuteCounts`).
    mutating func move(to clock: ForecastClock) {
        let oldest = clock.minute - length
        while first < minutes.count, minutes[first].minute < oldest {
            sum -= minutes[first].count
            first += 1
        }
        if first > 4_096 {
            minutes.removeFirst(first)
            first = 0
        }
        if minutes.isEmpty { sum = 0 }
        room = max(0, limit(at: clock.now) - sum)
    }

    mutating func add(_ count: Double, in minute: Int64) {
        if minutes.last?.minute == minute {
            minutes[minutes.count - 1].count += count
        } else {
            minutes.append((minute, count))
        }
        sum += count
    }

    /// Seconds until its oldest minute leaves, or another number of the warm-up holds.
    func changes(after clock: ForecastClock) -> Double? {
        let leaves = first < minutes.count ? clock.seconds(untilMinute: minutes[first].minute + length + 1) : nil
        guard case .warmUp(let warmUp) = kind else { return leaves }
        return min(leaves ?? .infinity, clock.seconds(until: warmUp.nextDay(after: clock.now)))
    }
}
