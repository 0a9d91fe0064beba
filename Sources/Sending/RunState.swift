import Mail

/// Everything that a run's threads share, guarded by its monitor.
struct RunState {
    /// A delivery that this run has taken up: being composed, ready, or with a transport.
    struct InHand {
        let due: DueDelivery
        var messageDate: Timestamp
        var lostConnections = 0
    }

    /// Taken up and not settled yet.
    var inHand: [DeliveryID: InHand] = [:]
    /// Fetched or released, to be composed.
    var toCompose: FIFO<DueDelivery> = FIFO()
    var composing = 0
    /// Ready for the wire.
    var ready: FIFO<OutgoingMessage> = FIFO()
    /// One thread fetches at a time.
    var isFetching = false
    /// Settled since the fetch under way began: its rows may be older than that, and must not bring them back.
    var settledWhileFetching: Set<DeliveryID> = []
    /// The last id fetched; rows before it are settled or in hand. Only a hint: the end is decided by the ledger.
    var cursor: DeliveryID?
    /// A fetch from the start found nothing that is not in hand.
    var isExhausted = false

    var limits: [RelayName: RateLimiter]
    var breakers: [RelayName: CircuitBreaker] = [:]
    var workingRelays: Set<RelayName>
    var stop: StopReason?
    var isOver = false
    var tally = RunTally()
    /// Outcomes that a commit could not store; each later commit tries them again first.
    var unsaved: [RunObserver.Update] = []
    var leaseUntil: Timestamp

    init(limits: [RelayName: RateLimiter], relays: Set<RelayName>, leaseUntil: Timestamp) {
        self.limits = limits
        self.workingRelays = relays
        self.leaseUntil = leaseUntil
    }

    /// The first reason stands; later ones are consequences.
    mutating func stop(for reason: StopReason) {
        if stop == nil { stop = reason }
    }

    /// The delivery is no longer ours to carry.
    mutating func drop(_ delivery: DeliveryID) {
        inHand[delivery] = nil
        if isFetching { settledWhileFetching.insert(delivery) }
    }

    /// Takes up fetched rows, but for those already in hand or settled meanwhile; answers how many were new.
    mutating func takeUp(_ rows: [DueDelivery], at now: Timestamp) -> Int {
        let fresh = rows.filter { inHand[$0.delivery] == nil && !settledWhileFetching.contains($0.delivery) }
        for due in fresh {
            inHand[due.delivery] = InHand(due: due, messageDate: now)
            toCompose.append(due)
        }
        isFetching = false
        settledWhileFetching = []
        return fresh.count
    }

    /// Books a stored update; answers with a sentence if the circuit breaker opens over it.
    mutating func settle(_ update: DeliveryUpdate, fallback: CircuitBreaker) -> String? {
        tally.count(update.disposition)
        if update.disposition == .released {
            if let known = inHand[update.delivery] { toCompose.append(known.due) }
        } else {
            drop(update.delivery)
        }
        return breakers[update.attempt.relay, default: fallback].observe(update)
    }

    /// Nothing fetched, composing or ready; messages may still be with transports.
    var isDry: Bool { toCompose.isEmpty && composing == 0 && ready.isEmpty && !isFetching }
}

/// A queue over an array, with amortised constant `append` and `popFirst`.
struct FIFO<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        defer {
            elements[head] = nil
            head += 1
            if head > 64, head * 2 > elements.count {
                elements.removeFirst(head)
                head = 0
            }
        }
        return elements[head]
    }

    mutating func removeAll() -> [Element] {
        defer {
            elements = []
            head = 0
        }
        return elements[head...].compactMap { $0 }
    }
}
