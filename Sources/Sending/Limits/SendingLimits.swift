import Mail

/// All limits of a process as one value: relays and destinations, with pacing, sliding windows and throttling.
///
/// A message takes its place in all limits that concern it, or in none. Places in windows are counted when they are
/// given, and given back if the message's data never starts. In doubt a window is used a little less, never exceeded.
package struct SendingLimits: Sendable {
    /// What a place was refused for, and when to ask again.
    package struct Wait: Hashable, Sendable {
        package let until: ContinuousClock.Instant
        package let reason: LimitReason
    }

    let destinations: Destinations
    let rules: [LimitKey: LimitRule]
    /// For each destination without a rule of its own.
    let otherRule: LimitRule?
    /// Whether there are windows at all.
    package let needsCounts: Bool
    private var entries: [LimitKey: LimitEntry] = [:]
    /// When it was last looked for entries that say nothing any more.
    private var sweptAt: ContinuousClock.Instant?
    /// Relays and destinations that are slowed because they said so.
    private var throttled: Set<LimitKey> = []
    /// When destinations objected lately, by the relay that said so.
    private var objections: [RelayName: [Destination: ContinuousClock.Instant]] = [:]
    /// Given and not stored yet.
    private var uses = UseCounts()
    /// On their way into the store.
    private var storing = UseCounts()
    /// Stored since the store was last asked, so that its answer may lack them.
    private var storedMeanwhile = UseCounts()

    package init(
        rules: [LimitKey: LimitRule] = [:], others: LimitRule? = nil, destinations: Destinations = Destinations()
    ) {
        self.rules = rules
        self.destinations = destinations
        otherRule = others
        needsCounts = others?.needsCounts == true || rules.values.contains { $0.needsCounts }
        for (key, rule) in rules { entries[key] = LimitEntry(rule) }
    }

    package func destination(of address: EmailAddress) -> Destination { destination(ofDomain: address.domain) }

    package func destination(ofDomain domain: String) -> Destination { destinations.destination(of: domain) }

    /// Whether mail to the destination may have to wait for other reasons than the relay.
    package func isLimited(_ destination: Destination) -> Bool {
        if areOpen { return false }
        return otherRule != nil || rules[.destination(destination)] != nil
            || throttled.contains(.destination(destination))
    }

    /// Whether it matters to where mail goes: some destination, or each, has a limit of its own.
    package var concernDestinations: Bool {
        otherRule != nil
            || rules.keys.contains {
                if case .destination = $0 { true } else { false }
            }
    }

    /// What keeps the relay, or the destination, from getting a message now.
    package mutating func wait(
        for key: LimitKey, at now: ContinuousClock.Instant, wallClock: Timestamp
    ) -> Wait? {
        guard !areOpen, let index = entries.index(forKey: key) else { return nil }
        let rule = entries.values[index].rule
        if let until = entries.values[index].throttle?.wait(at: now) {
            return Wait(until: until, reason: .throttled(key))
        }
        if let until = entries.values[index].limiter?.wait(at: now) {
            return Wait(until: until, reason: .rate(key, perSecond: rule.perSecond ?? 0))
        }
        for window in rule.windows {
            if let until = entries.values[index].counts.wait(for: window, at: now, wallClock: wallClock) {
                return Wait(until: until, reason: .window(key, window))
            }
        }
        guard let warmUp = rule.warmUp, let limit = warmUp.limit(at: wallClock),
            let until = entries.values[index].counts.wait(for: limit, at: now, wallClock: wallClock)
        else { return nil }
        let nextDay = now + warmUp.nextDay(after: wallClock).since(wallClock)
        return Wait(until: min(until, nextDay), reason: .warmUp(key))
    }

    /// Nothing is limited or slowed: whoever asks may go.
    private var areOpen: Bool { rules.isEmpty && otherRule == nil && throttled.isEmpty }

    /// Takes a message's place in the limits of the relay and of the destination, if both let it.
    package mutating func admit(
        _ relay: RelayName, _ destination: Destination, at now: ContinuousClock.Instant, wallClock: Timestamp
    ) -> Wait? {
        if areOpen { return nil }
        if otherRule != nil, !destination.isEmpty, entries[.destination(destination)] == nil {
            remember(.destination(destination), at: now, wallClock: wallClock)
        }
        if let wait = wait(for: .relay(relay), at: now, wallClock: wallClock) { return wait }
        if let wait = wait(for: .destination(destination), at: now, wallClock: wallClock) { return wait }
        book(.relay(relay), at: now, wallClock: wallClock)
        book(.destination(destination), at: now, wallClock: wallClock)
        return nil
    }

    private mutating func book(_ key: LimitKey, at now: ContinuousClock.Instant, wallClock: Timestamp) {
        guard let index = entries.index(forKey: key) else { return }
        entries.values[index].limiter?.book(at: now)
        entries.values[index].throttle?.take(at: now)
        guard entries.values[index].rule.needsCounts else { return }
        entries.values[index].counts.add(at: wallClock)
        uses.add(WindowUse(key: key.description, minute: MinuteCounts.minute(of: wallClock), count: 1))
    }

    /// Gives back a message's place in windows; no byte of its data may have left. Its time in the pacing is over.
    mutating func giveBack(_ place: LimitPlace) {
        for key in [LimitKey.relay(place.relay), .destination(place.destination)] {
            guard let index = entries.index(forKey: key), entries.values[index].rule.needsCounts,
                entries.values[index].counts.remove(inMinute: place.minute)
            else { continue }
            uses.add(WindowUse(key: key.description, minute: place.minute, count: -1))
        }
    }

    // MARK: Remembering

    /// How many entries there are at present, for tests.
    var entryCount: Int { entries.count }

    /// The rule of the relay or destination, be it the one for each other destination.
    private func rule(of key: LimitKey) -> LimitRule {
        if let rule = rules[key] { return rule }
        guard case .destination = key else { return LimitRule() }
        return otherRule ?? LimitRule()
    }

    private mutating func remember(_ key: LimitKey, at now: ContinuousClock.Instant, wallClock: Timestamp) {
        forgetIdle(at: now, wallClock: wallClock)
        entries[key] = LimitEntry(rule(of: key))
    }

    /// A list may have a hundred thousand domains: those whose entry says no more than a new one would are forgotten,
    /// all at once and now and then, so that it costs little for each message.
    private mutating func forgetIdle(at now: ContinuousClock.Instant, wallClock: Timestamp) {
        guard entries.count >= Self.sweepFrom, sweptAt.map({ now - $0 >= Self.sweepPause }) ?? true else { return }
        sweptAt = now
        entries = entries.filter { rules[$0.key] != nil || !$0.value.isIdle(at: now, wallClock: wallClock) }
        throttled = throttled.filter { entries[$0] != nil }
    }

    static let sweepFrom = 1_000
    static let sweepPause = Duration.seconds(60)
    /// Destinations without limits whose recent rate is remembered.
    static let unlimitedMost = 10_000

    // MARK: Adapting

    /// Learns from an outcome: "too much, too fast" slows the destination, or the relay if that is what objects. Nothing
    /// else does.
    package mutating func observe(
        _ update: DeliveryUpdate, destination: Destination, at now: ContinuousClock.Instant, wallClock: Timestamp
    ) {
        if update.disposition == .sent {
            accepted(.relay(update.attempt.relay), at: now, wallClock: wallClock)
            accepted(.destination(destination), at: now, wallClock: wallClock)
        } else if update.bounceClass == .throttle {
            let key = whoObjects(update, destination, at: now)
            if entries[key] == nil { remember(key, at: now, wallClock: wallClock) }
            entries[key]?.objected(at: now)
            throttled.insert(key)
        }
    }

    /// A relay that speaks before it knows the recipient, or of our account or connections, speaks for itself; and so
    /// does one that refuses mail to several destinations within a minute: they would not all object at once.
    private mutating func whoObjects(
        _ update: DeliveryUpdate, _ destination: Destination, at now: ContinuousClock.Instant
    ) -> LimitKey {
        let relay = update.attempt.relay
        if Self.stagesBeforeRecipient.contains(update.attempt.stage) { return .relay(relay) }
        if let reply = update.attempt.reply, ThrottleWords.areAboutUs(reply) { return .relay(relay) }
        var recent = (objections[relay] ?? [:]).filter { now - $0.value < Self.spreadTime }
        recent[destination] = now
        objections[relay] = recent
        return recent.count >= Self.spread ? .relay(relay) : .destination(destination)
    }

    /// Until when the relay or destination gets nothing because it objected; nil if it is not slowed.
    func suspension(of key: LimitKey) -> ContinuousClock.Instant? { entries[key]?.throttle?.suspendedUntil }

    func isThrottled(_ key: LimitKey) -> Bool { throttled.contains(key) }

    /// It objected a moment ago, and gets nothing at present.
    func isSuspended(_ key: LimitKey, at now: ContinuousClock.Instant) -> Bool {
        throttled.contains(key) && suspension(of: key).map { now < $0 } ?? false
    }

    private mutating func accepted(_ key: LimitKey, at now: ContinuousClock.Instant, wallClock: Timestamp) {
        guard let index = entries.index(forKey: key) ?? rememberUnlimited(key, at: now, wallClock: wallClock) else {
            return
        }
        entries.values[index].recent.add(at: now)
        if entries.values[index].throttle?.wasAccepted(at: now) == true {
            entries.values[index].throttle = nil
            throttled.remove(key)
        }
    }

    private mutating func rememberUnlimited(
        _ key: LimitKey, at now: ContinuousClock.Instant, wallClock: Timestamp
    ) -> Dictionary<LimitKey, LimitEntry>.Index? {
        forgetIdle(at: now, wallClock: wallClock)
        if entries.count < Self.unlimitedMost { remember(key, at: now, wallClock: wallClock) }
        return entries.index(forKey: key)
    }

    /// So many destinations that object within so long are the relay's own objection.
    private static let spread = 3
    private static let spreadTime = Duration.seconds(60)

    private static let stagesBeforeRecipient: Set<DialogueStage> = [
        .connect, .greeting, .hello, .startTLS, .authentication, .mailFrom,
    ]

    // MARK: Planning

    /// Recipients by destination, where that makes a difference; all others under "".
    ///
    /// - Parameter domains: how many there are, by domain.
    package func grouped(_ domains: [String: Int]) -> [Destination: Int] {
        var recipients: [Destination: Int] = [:]
        for (domain, count) in domains {
            let destination = destination(ofDomain: domain)
            recipients[isLimited(destination) ? destination : "", default: 0] += count
        }
        return recipients
    }

    /// What a forecast needs to know of a relay or destination; nil if nothing limits it.
    func gate(_ key: LimitKey) -> ForecastGate? {
        let used = entries[key]?.counts.counts ?? [:]
        if let rule = rules[key] { return ForecastGate(key, rule, used: used) }
        guard let otherRule, case .destination(let destination) = key, !destination.isEmpty else { return nil }
        return ForecastGate(key, otherRule, isOther: true, used: used)
    }

    // MARK: Windows that outlive the process

    /// The places given since the last call, to be stored before the claims of their messages; those given back count
    /// below 0.
    package mutating func takeUses() -> [WindowUse] {
        let taken = uses.all
        uses = UseCounts()
        for use in taken where use.count > 0 { storing.add(use) }
        return taken
    }

    /// They are stored, or could not be.
    package mutating func settle(_ taken: [WindowUse], areStored: Bool) {
        for use in taken {
            if use.count > 0 { storing.remove(use) }
            if !areStored { uses.add(use) } else if use.count > 0 { storedMeanwhile.add(use) }
        }
    }

    /// The store is about to be asked what all processes have counted; answers from which minute on that matters.
    package mutating func beginLoading(at wallClock: Timestamp) -> Int64 {
        storedMeanwhile = UseCounts()
        let longest = (Array(rules.values) + [otherRule].compactMap(\.self)).map(\.longestWindow).max() ?? 0
        return MinuteCounts.minute(of: wallClock) - longest
    }

    /// The store's answer, to which come the places that it may not know, and from which those are taken that it
    /// cannot know to be given back: rather one too many than one too few.
    package mutating func load(_ stored: [WindowUse], at wallClock: Timestamp) {
        var counts = uses
        for use in stored + storing.all + storedMeanwhile.all { counts.add(use) }
        rememberOthers(in: counts, at: wallClock)
        for key in entries.keys where entries[key]?.rule.needsCounts == true {
            entries[key]?.counts.replace(with: counts.byKey[key.description] ?? [:])
        }
    }

    /// Destinations without a rule of their own whose windows are partly used, by this process or before it.
    private mutating func rememberOthers(in counts: UseCounts, at wallClock: Timestamp) {
        guard let otherRule, otherRule.needsCounts else { return }
        let first = MinuteCounts.minute(of: wallClock) - otherRule.longestWindow
        for (name, minutes) in counts.byKey where minutes.keys.contains(where: { $0 >= first }) {
            guard let key = LimitKey(destinationNamed: name), entries[key] == nil else { continue }
            entries[key] = LimitEntry(otherRule)
        }
    }
}

extension MinuteCounts {
    fileprivate mutating func wait(
        for limit: WindowLimit, at now: ContinuousClock.Instant, wallClock: Timestamp
    ) -> ContinuousClock.Instant? {
        guard sum(over: limit.minutes, at: wallClock) >= limit.count else { return nil }
        let free = whenBelow(limit.count, over: limit.minutes, at: wallClock)
        return now + max(free.since(wallClock), .milliseconds(1))
    }
}

/// Messages counted by limit and minute.
private struct UseCounts: Sendable {
    private(set) var byKey: [String: [Int64: Int]] = [:]

    mutating func add(_ use: WindowUse) {
        let count = (byKey[use.key]?[use.minute] ?? 0) + use.count
        byKey[use.key, default: [:]][use.minute] = count == 0 ? nil : count
    }

    mutating func remove(_ use: WindowUse) {
        guard let count = byKey[use.key]?[use.minute] else { return }
        byKey[use.key]?[use.minute] = count > use.count ? count - use.count : nil
    }

    var all: [WindowUse] {
        byKey.flatMap { key, minutes in minutes.map { WindowUse(key: key, minute: $0.key, count: $0.value) } }
    }
}
