import Mail

/// Why a run ended.
package enum StopReason: Hashable, Sendable {
    /// Nothing is pending or in flight; deferred rows, if any, are for later.
    case exhausted
    /// Somebody asked for it (Ctrl-C, SIGTERM); what was in flight has been finished.
    case requested
    /// Another mailing has its turn; what was in flight has been finished.
    case yielded
    /// The configuration was read anew: the mailing goes on with it; what was in flight has been finished.
    case reconfigured
    /// Another process holds the mailing.
    case heldBy(LeaseOwner, until: Timestamp)
    /// The mailing was taken over by another process while we ran.
    case leaseLost
    /// Another process paused the mailing.
    case paused(String)
    /// The mailing was cancelled, or is over.
    case closed
    /// No relay can be used; the last failure.
    case noRelay(ConnectionFailure)
    /// The circuit breaker opened, and people have to change something.
    case breaker(String)
    /// It opened over something that passes by itself.
    case turnedAway(String)
    /// Far more recipients were refused than the list has shown before: held for people to look at.
    case held(String)
    /// The ledger could not be written: no data left after that.
    case ledger(String)
}

extension StopReason {
    /// Why the mailing has to wait for people, in a sentence; nil where it goes on by itself the next time.
    package var pauseReason: String? {
        switch self {
        case .breaker(let reason): "stopped by itself: \(reason)"
        case .noRelay(let failure) where failure.needsOperator: "stopped by itself: no mail can be sent over \(failure)"
        default: nil
        }
    }
}

/// What a run did, as far as it knows; the whole truth is the ledger's accounting.
package struct RunResult: Sendable {
    package let reason: StopReason
    /// Rows that an earlier, vanished run had left in flight, now unknown.
    package let orphans: Int
    /// By disposition, in this run.
    package let sent: Int
    package let deferred: Int
    package let failed: Int
    package let unknown: Int
    /// Outcomes that are known (and in the delivery log) but could not be stored.
    package let unsaved: [DeliveryUpdate]

    package init(reason: StopReason, orphans: Int, tally: RunTally = RunTally(), unsaved: [DeliveryUpdate] = []) {
        self.reason = reason
        self.orphans = orphans
        self.sent = tally.sent
        self.deferred = tally.deferred
        self.failed = tally.failed
        self.unknown = tally.unknown
        self.unsaved = unsaved
    }
}

/// Counts of a run's outcomes.
package struct RunTally: Hashable, Sendable {
    package var sent = 0
    package var deferred = 0
    package var failed = 0
    package var unknown = 0

    package init() {}

    mutating func count(_ disposition: DeliveryUpdate.Disposition) {
        switch disposition {
        case .sent: sent += 1
        case .deferred: deferred += 1
        case .failed: failed += 1
        case .unknown: unknown += 1
        case .released: break
        }
    }
}
