import Mail

/// Everything that a run's threads share, guarded by its monitor.
struct RunState {
    /// A delivery that this run has taken up: waiting, being composed, ready, or with a transport.
    ///
    /// A class because it is looked up several times on its way: a reference is copied for less than all that it holds.
    final class InHand {
        let due: DueDelivery
        let destination: Destination
        var messageDate: Timestamp
        /// The version of the content that its message was composed from.
        var version = 0
        var lostConnections = 0
        /// Relays that have said that they cannot take the message, and why.
        var unfit: [RelayName: String] = [:]
        /// With a transport, or was; kept so that it is freed where it was made (`RunState.settled`).
        var message: OutgoingMessage?
        /// Its place in the windows of limits, from when it is handed out.
        var place: LimitPlace?

        init(due: DueDelivery, destination: Destination, messageDate: Timestamp) {
            self.due = due
            self.destination = destination
            self.messageDate = messageDate
        }
    }

    /// Taken up and not settled yet.
    var inHand: [DeliveryID: InHand] = [:]
    /// Settled and not freed yet. Composers do that: to free what another thread has allocated takes a lock on that
    /// thread's memory, and a transport's one thread has no time to wait for it.
    private var settled: [InHand] = []
    /// Those waiting to be composed or sent, apart for each destination that is limited.
    var lanes = Lanes()
    /// Where the next rows are fetched from.
    var fetching = FetchState()
    var relays: RelayBook
    var conditions = ConditionBook()
    /// Relays of which word has come that they wait for, to get their next message.
    private var trials: Set<RelayName> = []
    /// Why the last relay that had to stop did so.
    var trip: CircuitBreaker.Trip?
    /// Watches the share of those who are refused.
    var refusals = RefusalGuard()
    /// The content that is sent now.
    var version: Int
    /// Another process paused the mailing; nothing is handed out.
    var isPaused = false
    var stop: StopReason?
    var isOver = false
    var tally = RunTally()
    /// Outcomes that a commit could not store; each later commit tries them again first.
    var unsaved: [RunObserver.Update] = []
    var leaseUntil: Timestamp

    init(relays: RelayBook, version: Int, leaseUntil: Timestamp) {
        self.relays = relays
        self.version = version
        self.leaseUntil = leaseUntil
    }

    /// The first reason stands; later ones are consequences.
    mutating func stop(for reason: StopReason) {
        if stop == nil { stop = reason }
    }

    /// The delivery is no longer ours to carry.
    mutating func drop(_ delivery: DeliveryID) {
        if let known = inHand.removeValue(forKey: delivery) { settled.append(known) }
        fetching.noteSettled(delivery)
    }

    /// What is to be freed, outside the lock.
    mutating func takeSettled() -> [InHand] {
        defer { settled = [] }
        return settled
    }

    /// Takes up fetched rows, but for those already in hand or settled meanwhile, and those whose destination is
    /// limited and has enough waiting: they are passed over, and found again later.
    mutating func takeUp(_ rows: [DueDelivery], at now: Timestamp, limits: SharedLimits) -> Int {
        var fresh = 0
        limits.update { limits in
            for due in rows where inHand[due.delivery] == nil && !fetching.hasSettled(due.delivery) {
                let destination = limits.destination(of: due.address)
                let lane = limits.isLimited(destination) ? destination : nil
                if let lane, !lanes.hasRoom(for: lane) {
                    fetching.passOver(lane)
                    continue
                }
                fresh += 1
                inHand[due.delivery] = InHand(due: due, destination: destination, messageDate: now)
                lanes.add(due, to: lane)
            }
        }
        return fresh
    }

    /// No byte of the message's data has left, nor will before it is handed out again.
    func giveBackPlace(of delivery: DeliveryID, in limits: inout SendingLimits) {
        guard let known = inHand[delivery], let place = known.place else { return }
        known.place = nil
        limits.giveBack(place)
    }

    /// Results have come, all over one relay.
    mutating func noteReturned(_ results: [AttemptResult]) {
        guard let relay = results.first?.relay, relays.returned(results.count, from: relay) else { return }
        trials.insert(relay)
    }

    mutating func takeTrials() -> Set<RelayName> {
        defer { trials = [] }
        return trials
    }

    /// What is to be stored of a result, by what its relay did to others.
    mutating func judge(_ update: DeliveryUpdate, at now: ContinuousClock.Instant) -> DeliveryUpdate {
        let (judged, trip) = relays.judge(update, at: now)
        if let trip { self.trip = trip }
        let relay = LimitKey.relay(update.attempt.relay)
        if update.disposition == .sent {
            conditions.end(.refusing, relay)
        } else if judged.subject == .us {
            conditions.note(
                .refusing, relay, update.attempt.detail, at: update.attempt.at,
                until: relays.resting(update.attempt.relay, at: now).map { update.attempt.at.adding($0) })
        }
        return judged
    }

    /// "Too much, too fast" slows at once, so that what was on its way meanwhile is put back and not put off.
    mutating func slow(
        _ update: DeliveryUpdate, _ limits: inout SendingLimits, at now: ContinuousClock.Instant, wallClock: Timestamp
    ) -> DeliveryUpdate {
        guard let destination = inHand[update.delivery]?.destination else { return update }
        guard !limits.isSuspended(.relay(update.attempt.relay), at: now) else { return update.puttingBack }
        limits.observe(update, destination: destination, at: now, wallClock: wallClock)
        for key in [LimitKey.relay(update.attempt.relay), .destination(destination)] {
            guard let until = limits.suspension(of: key) else { continue }
            conditions.note(
                .throttled, key, update.attempt.detail, at: wallClock, until: wallClock.adding(max(until - now, .zero)))
        }
        return update
    }

    /// Throttles that have done their work.
    mutating func endThrottles(_ update: DeliveryUpdate, _ destination: Destination, _ limits: SendingLimits) {
        for key in [LimitKey.relay(update.attempt.relay), .destination(destination)]
        where conditions.holds(.throttled, key) && !limits.isThrottled(key) {
            conditions.end(.throttled, key)
        }
    }

    /// Books a stored update; a delivery whose data never started is composed again.
    mutating func settle(_ update: DeliveryUpdate, limits: SharedLimits) {
        tally.count(update.disposition)
        if update.disposition == .released {
            composeAgain(update.delivery, limits: limits)
        } else {
            drop(update.delivery)
        }
    }

    /// The next message that the relay may have, or when a limit may let one go.
    mutating func nextReady(
        for relay: RelayName, at now: ContinuousClock.Instant, _ wallClock: Timestamp, _ limits: inout SendingLimits
    ) -> FeedStep {
        if let wait = limits.wait(for: .relay(relay), at: now, wallClock: wallClock) {
            relays.limited(relay, until: wait.until, at: now)
            return .wait(until: wait.until)
        }
        var earliest = now + .seconds(1)
        let inHand = inHand
        let canTakeAside = lanes.aside.contains { inHand[$0.delivery]?.unfit[relay] == nil }
        // What this relay cannot take is not to fill the memory while another is slow.
        if lanes.aside.count >= Lanes.asideLimit, !canTakeAside { return .wait(until: now + .milliseconds(100)) }
        let message = lanes.nextReady { message, lane in
            let known = inHand[message.delivery]
            known?.message = message
            if known?.unfit[relay] != nil { return .aside }
            guard let destination = lane ?? known?.destination else { return .go }
            guard let wait = limits.admit(relay, destination, at: now, wallClock: wallClock) else {
                known?.place = limits.needsCounts ? LimitPlace(relay, destination, at: wallClock) : nil
                return .go
            }
            earliest = min(earliest, wait.until)
            return limits.isLimited(destination) ? .wait(lane: destination) : .stay
        }
        return message.map { .messages([$0]) } ?? .wait(until: earliest)
    }

    /// What waits for a relay that can take it, although none of those works now: why each was turned down.
    mutating func takeStranded() -> [(delivery: DeliveryID, reason: String)] {
        if lanes.aside.isEmpty { return [] }
        let inHand = inHand
        let relays = relays
        let stranded = lanes.takeAside { message in
            guard let known = inHand[message.delivery] else { return false }
            return relays.others(than: Set(known.unfit.keys)) != .working
        }
        return stranded.map {
            ($0.delivery, inHand[$0.delivery]?.unfit.values.sorted().first ?? "no relay can take it")
        }
    }

    /// A correction: what is composed and has not left yet is composed again from the new version.
    mutating func change(to version: Int, limits: SharedLimits) {
        self.version = version
        for message in lanes.takeReady() { composeAgain(message.delivery, limits: limits) }
    }

    private mutating func composeAgain(_ delivery: DeliveryID, limits: SharedLimits) {
        guard let known = inHand[delivery] else { return }
        let isLimited = limits.update { $0.isLimited(known.destination) }
        lanes.add(known.due, to: isLimited ? known.destination : nil)
    }

    /// Nothing fetched, composing or ready; messages may still be with transports.
    var isDry: Bool { lanes.isEmpty && !fetching.isUnderWay }
}
