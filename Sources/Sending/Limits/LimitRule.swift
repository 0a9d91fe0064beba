import Mail

/// A number of messages in a period, sliding: at no moment have more gone in the period before it.
package struct WindowLimit: Hashable, Sendable {
    package let count: Int
    /// Whole minutes, a week at most.
    package let minutes: Int

    package init(count: Int, minutes: Int) {
        self.count = count
        self.minutes = minutes
    }

    var name: String {
        switch minutes {
        case 60: "\(count)/h"
        case 1_440: "\(count)/day"
        default: "\(count)/\(minutes) min"
        }
    }
}

/// A relay's growing number of messages a day, so that its address earns a name: the n-th number holds on the n-th day.
package struct WarmUp: Hashable, Sendable {
    package let start: Timestamp
    package let perDay: [Int]

    package init(start: Timestamp, perDay: [Int]) {
        self.start = start
        self.perDay = perDay
    }

    /// The limit at that time; 0 before the first day, nil after the last.
    func limit(at now: Timestamp) -> WindowLimit? {
        let day = Int(now.milliseconds.subtractingSaturated(start.milliseconds).flooredDivision(by: 86_400_000))
        if day < 0 { return WindowLimit(count: 0, minutes: 1_440) }
        return day < perDay.count ? WindowLimit(count: perDay[day], minutes: 1_440) : nil
    }

    /// When the number of another day holds.
    func nextDay(after now: Timestamp) -> Timestamp {
        let day = now.milliseconds.subtractingSaturated(start.milliseconds).flooredDivision(by: 86_400_000)
        return Timestamp(
            milliseconds: start.milliseconds.addingSaturated(
                day.addingSaturated(1).multipliedSaturated(by: 86_400_000)))
    }
}

/// The limits of one relay or destination.
package struct LimitRule: Hashable, Sendable {
    /// Messages a second, evenly spaced; nil: as fast as it goes.
    package var perSecond: Double?
    package var windows: [WindowLimit]
    package var warmUp: WarmUp?

    package init(perSecond: Double? = nil, windows: [WindowLimit] = [], warmUp: WarmUp? = nil) {
        self.perSecond = perSecond
        self.windows = windows
        self.warmUp = warmUp
    }

    /// In minutes.
    var longestWindow: Int64 { Int64(max(windows.map(\.minutes).max() ?? 0, warmUp == nil ? 0 : 1_440)) }

    var needsCounts: Bool { !windows.isEmpty || warmUp != nil }
}

extension Int64 {
    func flooredDivision(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
