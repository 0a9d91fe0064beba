import Mail
import Testing

@testable import Sending

/// Places in windows that are given back, between a process and a store that answer each other late.
@Suite struct WindowPlacesTests {
    private static let relay = RelayName(host: "relay.example.org", port: 25)
    private static let wall = Timestamp(milliseconds: 1_700_000_000_000)
    private static let window = WindowLimit(count: 20, minutes: 60)
    private static let rule = LimitRule(perSecond: nil, windows: [window])

    /// What happens to the limits and to the store, in any order.
    private struct Play {
        let start = ContinuousClock.now
        var limits = SendingLimits(rules: [.relay(relay): rule])
        var time = Duration.zero
        /// Taken and not given back; those are what the window must hold.
        var places: [LimitPlace] = []
        var stored: [Int64: Int] = [:]
        var underWay: [(uses: [WindowUse], isStored: Bool)] = []
        var snapshot: [Int64: Int]?

        mutating func admit() {
            let wallClock = wall.adding(time)
            guard limits.admit(relay, "a.org", at: start + time, wallClock: wallClock) == nil else { return }
            places.append(LimitPlace(relay, "a.org", at: wallClock))
        }

        mutating func giveBack(_ dice: inout Dice) {
            guard !places.isEmpty else { return }
            limits.giveBack(places.remove(at: Int(dice.roll(UInt64(places.count)))))
        }

        mutating func take() {
            let uses = limits.takeUses()
            if !uses.isEmpty { underWay.append((uses, false)) }
        }

        /// One that was taken is stored, or was stored and is settled, or could not be.
        mutating func proceed(_ dice: inout Dice) {
            guard !underWay.isEmpty else { return }
            let index = Int(dice.roll(UInt64(underWay.count)))
            if underWay[index].isStored || dice.isOne(in: 5) {
                let (uses, isStored) = underWay.remove(at: index)
                return limits.settle(uses, areStored: isStored)
            }
            for use in underWay[index].uses { stored[use.minute] = max(0, stored[use.minute, default: 0] + use.count) }
            underWay[index].isStored = true
        }

        /// The store's answer arrives some time after the question.
        mutating func load() {
            if let snapshot {
                let uses = snapshot.map { WindowUse(key: "\(LimitKey.relay(relay))", minute: $0.key, count: $0.value) }
                limits.load(uses, at: wall.adding(time))
                self.snapshot = nil
            } else {
                let first = limits.beginLoading(at: wall.adding(time))
                snapshot = stored.filter { $0.key >= first }
            }
        }

        var used: Int {
            let first = MinuteCounts.minute(of: wall.adding(time)) - Int64(window.minutes)
            return places.count { $0.minute >= first }
        }
    }

    @Test(arguments: 1...10)
    func theWindowIsNeverExceededHoweverLateTheStoreAnswers(seed: UInt64) {
        var dice = Dice(state: seed)
        var play = Play()
        var most = 0
        for _ in 0..<2_000 {
            switch dice.roll(12) {
            case 0...3: play.admit()
            case 4: play.giveBack(&dice)
            case 5: play.take()
            case 6...8: play.proceed(&dice)
            case 9...10: play.load()
            default: play.time += .seconds(Int64(dice.roll(60)))
            }
            most = max(most, play.used)
            #expect(play.used <= Self.window.count)
        }
        #expect(most >= Self.window.count - 3)
    }

    @Test func afterARestartWhatWasGivenBackIsFree() {
        var play = Play()
        for _ in 0..<30 { play.admit() }
        play.take()
        var dice = Dice(state: 1)
        for _ in 0..<5 { play.giveBack(&dice) }
        play.take()
        let uses = play.underWay.flatMap(\.uses)
        #expect(uses.map(\.count) == [20, -5])
        var next = Play()
        next.limits.load(uses, at: Self.wall)
        for _ in 0..<30 { next.admit() }
        #expect(next.places.count == 5)
    }

    @Test func aPlaceThatIsGivenBackBeforeItIsStoredLeavesNoTrace() {
        var play = Play()
        play.admit()
        var dice = Dice(state: 1)
        play.giveBack(&dice)
        #expect(play.limits.takeUses().isEmpty)
    }
}
