import Mail

/// How many messages went in each minute, and in the minutes before now.
///
/// The oldest minute of a window counts whole, so that a window never holds more than its limit.
struct MinuteCounts {
    private(set) var counts: [Int64: Int] = [:]
    /// Sums by the window's length, for `minute` only.
    private var sums: [Int: Int] = [:]
    private var minute: Int64 = .min

    static func minute(of now: Timestamp) -> Int64 { now.milliseconds.flooredDivision(by: 60_000) }

    mutating func add(_ count: Int = 1, at now: Timestamp) {
        move(to: Self.minute(of: now))
        counts[minute, default: 0] += count
        for length in sums.keys { sums[length, default: 0] += count }
    }

    /// Takes a message out again; false if there is none in that minute.
    mutating func remove(inMinute minute: Int64) -> Bool {
        guard let count = counts[minute], count > 0 else { return false }
        counts[minute] = count > 1 ? count - 1 : nil
        sums = [:]
        return true
    }

    /// What other processes and earlier runs sent; takes the place of everything known.
    mutating func replace(with counts: [Int64: Int]) {
        self.counts = counts.filter { $0.value > 0 }
        sums = [:]
    }

    /// Whether any message went in that minute or later.
    func reach(_ minute: Int64) -> Bool { counts.contains { $0.key >= minute && $0.value > 0 } }

    /// Messages in the last `minutes`, the one under way and the one that is just leaving included.
    mutating func sum(over minutes: Int, at now: Timestamp) -> Int {
        move(to: Self.minute(of: now))
        if let known = sums[minutes] { return known }
        let first = minute - Int64(minutes)
        let sum = counts.reduce(0) { $1.key >= first && $1.key <= minute ? $0 + $1.value : $0 }
        sums[minutes] = sum
        return sum
    }

    /// When so much has left the window that the sum is below `limit`.
    mutating func whenBelow(_ limit: Int, over minutes: Int, at now: Timestamp) -> Timestamp {
        var sum = sum(over: minutes, at: now)
        let first = minute - Int64(minutes)
        for key in counts.keys.filter({ $0 >= first && $0 <= minute }).sorted() {
            sum -= counts[key] ?? 0
            if sum < limit { return Timestamp(milliseconds: (key + Int64(minutes) + 1) * 60_000) }
        }
        return Timestamp(milliseconds: (minute + 1) * 60_000)
    }

    private mutating func move(to minute: Int64) {
        guard minute != self.minute else { return }
        self.minute = minute
        sums = [:]
        counts = counts.filter { $0.key >= minute - Self.longest }
    }

    /// A week, in minutes.
    static let longest: Int64 = 7 * 1_440
}
