import Mail

/// The limits of one relay or destination in a forecast: how fast mail passes, and when that changes.
///
/// It knows messages as an amount that flows, so that a step costs the same for ten of them and for ten million.
struct ForecastGate {
    /// Messages a second where nothing is limited: in a forecast a relay takes what it is given.
    static let unlimited = 1e9
    /// Less than this part of a message is what calculating with fractions leaves over.
    static let nothing = 1e-6

    let key: LimitKey
    /// Its rule is the one that each other destination has for itself.
    let isOther: Bool
    private var perSecond: Double?
    private var windows: [ForecastWindow]
    /// The message that may go before there is another to keep a distance to.
    private var credit = 1.0

    init(_ key: LimitKey, _ rule: LimitRule, isOther: Bool = false, used: [Int64: Int] = [:]) {
        self.key = key
        self.isOther = isOther
        perSecond = rule.perSecond
        windows = rule.windows.map { ForecastWindow(.sliding($0), used: used) }
        if let warmUp = rule.warmUp { windows.append(ForecastWindow(.warmUp(warmUp), used: used)) }
    }

    var hasWindows: Bool { !windows.isEmpty }

    /// Seconds from one message to the next.
    var interval: Double { perSecond.map { 1 / $0 } ?? 0 }

    /// Lets minutes that are over leave the windows; to be called before the questions below.
    mutating func move(to clock: ForecastClock) {
        for index in windows.indices { windows[index].move(to: clock) }
    }

    /// Messages a second that may pass now.
    var speed: Double {
        if windows.contains(where: { $0.room < Self.nothing }) { return 0 }
        guard let perSecond, credit < Self.nothing else { return Self.unlimited }
        return perSecond
    }

    /// What holds it to that speed.
    var reason: LimitReason? {
        if let full = windows.first(where: { $0.room < Self.nothing }) { return full.reason(key) }
        guard let perSecond, credit < Self.nothing else { return nil }
        return .rate(key, perSecond: perSecond)
    }

    /// Seconds until a window is full or the pacing begins, at `flow` messages a second.
    func steadyTime(at flow: Double) -> Double {
        var time = windows.reduce(Double.infinity) { min($0, $1.room / flow) }
        if let perSecond, credit >= Self.nothing, flow > perSecond { time = min(time, credit / (flow - perSecond)) }
        return time
    }

    mutating func pass(_ flow: Double, for seconds: Double, at clock: ForecastClock) {
        if let perSecond { credit = min(1, max(0, credit + (perSecond - flow) * seconds)) }
        for index in windows.indices where flow > 0 { windows[index].add(flow * seconds, in: clock.minute) }
    }

    /// Seconds until a full window may let something through; nil: never, or nothing is full.
    func opens(after clock: ForecastClock) -> Double? {
        windows.filter { $0.room < Self.nothing }.compactMap { $0.changes(after: clock) }.min()
    }

    /// Takes off the limit that the reason is about.
    mutating func lift(_ reason: LimitReason) {
        switch reason {
        case .rate: perSecond = nil
        case .window, .warmUp: windows.removeAll { $0.reason(key).isAlike(reason) }
        case .throttled: break
        }
    }
}

extension LimitReason {
    /// The same limit, if perhaps of another destination.
    fileprivate func isAlike(_ other: LimitReason) -> Bool {
        switch (self, other) {
        case (.window(_, let one), .window(_, let two)): one == two
        case (.warmUp, .warmUp): true
        default: false
        }
    }
}
