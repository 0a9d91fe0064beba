import Mail

/// What waits to be composed and what is ready to be sent: one lane for all unlimited destinations, and one for each
/// limited destination, so that mail to a slow provider holds nobody else up.
struct Lanes {
    private struct Lane {
        var due: FIFO<DueDelivery> = FIFO()
        var composing = 0
        var ready: FIFO<OutgoingMessage> = FIFO()
    }

    /// Rows of a limited destination that are kept in memory.
    static let dueLimit = 256
    /// Composed messages of a limited destination that are kept ready.
    static let readyLimit = 8
    /// Composed messages of all limited destinations together, because they cost memory.
    static let limitedReadyLimit = 256

    /// Composed messages that wait for another relay, beyond which a relay that cannot take them gets no others.
    static let asideLimit = 64

    private var shared = Lane()
    /// Composed, and not to go over every relay.
    private(set) var aside: [OutgoingMessage] = []
    private var limited: [Destination: Lane] = [:]
    /// Limited destinations with something to compose, each once, in the order in which they are served.
    private var toCompose: FIFO<Destination> = FIFO()
    /// Limited destinations with something ready, each once, in the order in which they are served.
    private var toSend: FIFO<Destination> = FIFO()
    private var limitedReady = 0
    /// Waiting, composing or ready, in all lanes.
    private var count = 0

    var isEmpty: Bool { count == 0 }
    /// Composed or being composed for the unlimited destinations.
    var sharedReady: Int { shared.ready.count + shared.composing }
    var hasReady: Bool { !shared.ready.isEmpty || !toSend.isEmpty || !aside.isEmpty }
    var hasLimitedDue: Bool { !toCompose.isEmpty }
    var hasDue: Bool { !shared.due.isEmpty || !toCompose.isEmpty }

    func hasRoom(for destination: Destination) -> Bool {
        limited[destination].map { $0.due.count < Self.dueLimit } ?? true
    }

    /// Half of its room is free again.
    func wantsMore(_ destination: Destination) -> Bool {
        limited[destination].map { $0.due.count <= Self.dueLimit / 2 } ?? true
    }

    /// - Parameter lane: the destination if it is limited, nil for the shared lane.
    mutating func add(_ due: DueDelivery, to lane: Destination?) {
        count += 1
        guard let lane else { return shared.due.append(due) }
        if limited[lane, default: Lane()].due.isEmpty { toCompose.append(lane) }
        limited[lane, default: Lane()].due.append(due)
    }

    /// The next delivery to compose, and its lane; nil when enough is ready, or nothing waits.
    ///
    /// - Parameter isSoon: whether mail for a limited destination may be sent soon; else it is not worth its memory.
    mutating func nextDue(readyTarget: Int, isSoon: (Destination) -> Bool) -> (DueDelivery, lane: Destination?)? {
        if sharedReady < readyTarget, let due = shared.due.popFirst() {
            shared.composing += 1
            return (due, nil)
        }
        guard limitedReady < Self.limitedReadyLimit else { return nil }
        for _ in 0..<toCompose.count {
            guard let lane = toCompose.popFirst() else { return nil }
            guard (limited[lane]?.ready.count ?? 0) + (limited[lane]?.composing ?? 0) < Self.readyLimit, isSoon(lane),
                let due = limited[lane]?.due.popFirst()
            else {
                toCompose.append(lane)
                continue
            }
            limited[lane]?.composing += 1
            limitedReady += 1
            if limited[lane]?.due.isEmpty == false { toCompose.append(lane) }
            return (due, lane)
        }
        return nil
    }

    /// A message is composed; `lane` as `nextDue` gave it.
    mutating func finish(_ message: OutgoingMessage, in lane: Destination?) {
        guard let lane else {
            shared.composing -= 1
            return shared.ready.append(message)
        }
        limited[lane]?.composing -= 1
        putReady(message, in: lane)
    }

    /// A message could not be composed.
    mutating func abandon(in lane: Destination?) {
        count -= 1
        guard let lane else { return shared.composing -= 1 }
        limited[lane]?.composing -= 1
        limitedReady -= 1
    }

    private mutating func putReady(_ message: OutgoingMessage, in lane: Destination) {
        if limited[lane, default: Lane()].ready.isEmpty { toSend.append(lane) }
        limited[lane, default: Lane()].ready.append(message)
    }

    /// What the limits say of a message.
    enum Verdict {
        case go
        /// It has to wait in its destination's lane.
        case wait(lane: Destination)
        /// Nothing may go.
        case stay
        /// It waits for another relay.
        case aside
    }

    /// The next message that may go; nil when none may now.
    ///
    /// - Parameter verdict: takes a message's place in the limits, or says where it waits; its lane is nil for the
    ///   shared one. Asked once for a lane, with its first message.
    mutating func nextReady(_ verdict: (OutgoingMessage, _ lane: Destination?) -> Verdict) -> OutgoingMessage? {
        if let message = nextAside(verdict) ?? nextLimited(verdict) { return message }
        while let message = shared.ready.first {
            switch verdict(message, nil) {
            case .stay: return nil
            case .aside:
                _ = shared.ready.popFirst()
                aside.append(message)
            case .go:
                _ = shared.ready.popFirst()
                count -= 1
                return message
            case .wait(let lane):
                _ = shared.ready.popFirst()
                limitedReady += 1
                putReady(message, in: lane)
            }
        }
        return nil
    }

    private mutating func nextAside(
        _ verdict: (OutgoingMessage, _ lane: Destination?) -> Verdict
    ) -> OutgoingMessage? {
        for (index, message) in aside.enumerated() {
            guard case .go = verdict(message, nil) else { continue }
            count -= 1
            return aside.remove(at: index)
        }
        return nil
    }

    private mutating func nextLimited(
        _ verdict: (OutgoingMessage, _ lane: Destination?) -> Verdict
    ) -> OutgoingMessage? {
        for _ in 0..<toSend.count {
            guard let lane = toSend.popFirst() else { break }
            while let first = limited[lane]?.ready.first {
                let verdict = verdict(first, lane)
                switch verdict {
                case .wait, .stay: toSend.append(lane)
                case .go, .aside:
                    _ = limited[lane]?.ready.popFirst()
                    limitedReady -= 1
                }
                if case .aside = verdict {
                    aside.append(first)
                    continue
                }
                guard case .go = verdict else { break }
                if limited[lane]?.ready.isEmpty == false { toSend.append(lane) }
                count -= 1
                return first
            }
        }
        return nil
    }

    /// Takes out those that wait for another relay and for which `isStranded` holds.
    mutating func takeAside(where isStranded: (OutgoingMessage) -> Bool) -> [OutgoingMessage] {
        let taken = aside.filter(isStranded)
        aside.removeAll(where: isStranded)
        count -= taken.count
        return taken
    }

    /// Takes out everything that is composed.
    mutating func takeReady() -> [OutgoingMessage] {
        var messages = shared.ready.removeAll() + aside
        aside = []
        while let lane = toSend.popFirst() {
            let ready = limited[lane]?.ready.removeAll() ?? []
            limitedReady -= ready.count
            messages += ready
        }
        count -= messages.count
        return messages
    }
}
