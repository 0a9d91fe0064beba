import Mail

/// What a run knows of its relays: which can be used, what each was given, and when one of them must stop.
///
/// A relay that fails is left alone for a while as long as another one works, and tried again with one message.
struct RelayBook {
    private enum Condition {
        case working
        /// Nothing gets through; tried again at that time, with one message.
        case down(until: ContinuousClock.Instant)
        /// Tried again just now; no further message before it has shown that it works.
        case probing
        /// Of no use before somebody changes something.
        case out
    }

    private struct Entry {
        let weight: Double?
        /// A message got through in this run.
        var isProven: Bool
        /// Given and not come back yet.
        var underWay = 0
        var condition = Condition.working
        var breaker: CircuitBreaker
        var given = 0.0
        var lastGiven: ContinuousClock.Instant?

        /// What is given to it may be refused whoever it is for: the fewer readers are touched the better.
        var isOnTrial: Bool { !isProven || breaker.isInDoubt }
        /// Its limits let nothing go before.
        var limitedUntil: ContinuousClock.Instant?
    }

    /// How long a relay that fails is left alone while others work.
    static let downTime = Duration.seconds(60)
    /// A relay that took nothing for so long holds no other back.
    static let stallTime = Duration.seconds(5)
    /// How many messages a relay may be ahead of its share.
    static let slack = 8.0
    /// A relay that has to show first that it takes our mail gets one message at a time, and a further one if there is no
    /// word of the last for so long.
    static let trialTime = Duration.seconds(10)

    private var entries: [RelayName: Entry]
    private let startedAt: ContinuousClock.Instant

    /// - Parameters:
    ///   - weights: shares in the mail; relays without one take what they can.
    ///   - areProven: no relay has to show with its first message that it takes our mail.
    init(
        _ relays: [RelayName], weights: [RelayName: Double] = [:], breaker: CircuitBreaker, areProven: Bool = false,
        at now: ContinuousClock.Instant
    ) {
        entries = Dictionary(
            relays.map { ($0, Entry(weight: weights[$0], isProven: areProven, breaker: breaker)) },
            uniquingKeysWith: { first, _ in first })
        startedAt = now
    }

    enum Turn: Hashable {
        case yes
        case wait(until: ContinuousClock.Instant)
        case never
    }

    /// Whether the relay may take a message now.
    mutating func turn(of relay: RelayName, at now: ContinuousClock.Instant) -> Turn {
        guard let entry = entries[relay] else { return .never }
        switch entry.condition {
        case .out: return .never
        case .probing: return .wait(until: now + .seconds(1))
        case .down(let until):
            if now < until { return .wait(until: until) }
        case .working: break
        }
        if entry.isOnTrial, entry.underWay > 0 {
            let further = (entry.lastGiven ?? now) + Self.trialTime
            if now < further { return .wait(until: further) }
        }
        return isAhead(relay, entry, at: now) ? .wait(until: now + .milliseconds(2)) : .yes
    }

    /// The relay has had its share, and another that has not had it is taking mail.
    private func isAhead(_ relay: RelayName, _ entry: Entry, at now: ContinuousClock.Instant) -> Bool {
        guard let weight = entry.weight, entries.count > 1 else { return false }
        let share = entry.given / weight
        return entries.contains { name, other in
            guard name != relay, let otherWeight = other.weight, case .working = other.condition else { return false }
            let isFlowing = now - (other.lastGiven ?? startedAt) < Self.stallTime
            let isLimited = other.limitedUntil.map { $0 > now } ?? false
            return isFlowing && !isLimited && share > (other.given + Self.slack) / otherWeight
        }
    }

    mutating func gave(_ relay: RelayName, at now: ContinuousClock.Instant) {
        guard let index = entries.index(forKey: relay) else { return }
        entries.values[index].given += 1
        entries.values[index].underWay += 1
        entries.values[index].lastGiven = now
        if case .down = entries.values[index].condition { entries.values[index].condition = .probing }
    }

    /// The relay's limits let nothing go before that time: if that is long, it holds no other back meanwhile.
    mutating func limited(_ relay: RelayName, until: ContinuousClock.Instant, at now: ContinuousClock.Instant) {
        if until - now >= Self.stallTime { entries[relay]?.limitedUntil = until }
    }

    /// So many messages that it was given have come back, whatever became of them; answers whether it waits for that.
    mutating func returned(_ count: Int, from relay: RelayName) -> Bool {
        guard let index = entries.index(forKey: relay) else { return false }
        entries.values[index].underWay = max(0, entries.values[index].underWay - count)
        return entries.values[index].isOnTrial
    }

    /// Takes note of an outcome; answers with what is to be stored, and why if its relay must stop over it.
    ///
    /// What was under way when a relay turned out to refuse everybody is put back: it says nothing new.
    mutating func judge(
        _ update: DeliveryUpdate, at now: ContinuousClock.Instant
    ) -> (update: DeliveryUpdate, trip: CircuitBreaker.Trip?) {
        guard let index = entries.index(forKey: update.attempt.relay) else { return (update, nil) }
        if update.disposition == .sent {
            entries.values[index].isProven = true
            rejoin(index, at: now)
        }
        if update.subject == .us, isStopped(entries.values[index], at: now) { return (update.puttingBack, nil) }
        guard let trip = entries.values[index].breaker.observe(update) else { return (update, nil) }
        // What passes by itself is tried again, with one message; if no other relay works, by the next run.
        let isForLater = !trip.needsPeople && othersWork(than: update.attempt.relay)
        entries.values[index].condition = isForLater ? .down(until: now + Self.downTime) : .out
        return (update, trip)
    }

    private func isStopped(_ entry: Entry, at now: ContinuousClock.Instant) -> Bool {
        switch entry.condition {
        case .out: true
        case .down(let until): now < until
        case .working, .probing: false
        }
    }

    /// How long the relay is left alone from now on, if it is.
    func resting(_ relay: RelayName, at now: ContinuousClock.Instant) -> Duration? {
        guard case .down(let until) = entries[relay]?.condition, now < until else { return nil }
        return now.duration(to: until)
    }

    /// What other relays may do with a message that these have said they cannot take.
    func others(than unfit: Set<RelayName>) -> OutcomePolicy.OtherRelays {
        var others = OutcomePolicy.OtherRelays.none
        for (name, entry) in entries where !unfit.contains(name) {
            switch entry.condition {
            case .working: return .working
            case .down, .probing, .out: others = .waiting
            }
        }
        return others
    }

    enum Failure: Hashable {
        case retry(after: Duration)
        /// The transport may end: the relay is of no use.
        case giveUp
        /// As `giveUp`, and no relay is left.
        case noneLeft
    }

    /// A session could not be opened, or was lost while idle.
    mutating func failed(_ failure: ConnectionFailure, at now: ContinuousClock.Instant) -> Failure {
        let relay = failure.relay
        guard let entry = entries[relay] else { return .giveUp }
        if !failure.needsOperator {
            if let pause = entries[relay]?.breaker.connectionFailed(at: now) { return .retry(after: pause) }
            if othersWork(than: relay) {
                if case .down(let until) = entry.condition, now < until {
                    return .retry(after: now.duration(to: until))
                }
                entries[relay]?.condition = .down(until: now + Self.downTime)
                return .retry(after: Self.downTime)
            }
        }
        entries[relay]?.condition = .out
        return isAnyLeft ? .giveUp : .noneLeft
    }

    mutating func opened(_ relay: RelayName, at now: ContinuousClock.Instant) {
        guard let index = entries.index(forKey: relay) else { return }
        entries.values[index].breaker.connectionOpened()
        rejoin(index, at: now)
    }

    /// Back at work: it does not have to catch up with what the others were given meanwhile.
    private mutating func rejoin(_ index: Dictionary<RelayName, Entry>.Index, at now: ContinuousClock.Instant) {
        switch entries.values[index].condition {
        case .down, .probing: break
        case .working, .out: return
        }
        entries.values[index].condition = .working
        entries.values[index].lastGiven = now
        let shares = entries.values.compactMap { entry in entry.weight.map { entry.given / $0 } }
        if let weight = entries.values[index].weight, let most = shares.max() {
            entries.values[index].given = most * weight
        }
    }

    private func othersWork(than relay: RelayName) -> Bool {
        entries.contains { name, entry in
            guard name != relay, case .working = entry.condition else { return false }
            return true
        }
    }

    /// A relay that is down may come back; one that is out does not.
    var isAnyLeft: Bool {
        entries.values.contains { entry in
            if case .out = entry.condition { return false }
            return true
        }
    }
}
