import Mail

package typealias Destination = String

/// The limits of all runs of the process, behind one lock.
package final class SharedLimits: Sendable {
    private let relays: Monitor<[RelayName: RateLimiter]>
    package init(relays: [RelayName: RateLimiter] = [:]) { self.relays = Monitor(relays) }

    func destination(of address: EmailAddress) -> Destination { address.domain }
    func isLimited(_ destination: Destination) -> Bool { false }
    func isSoon(_ destination: Destination, at now: ContinuousClock.Instant) -> Bool { true }

    struct Admissions {
        var limiter: RateLimiter?
        let now: ContinuousClock.Instant
        var relayWait: ContinuousClock.Instant?
        func isLimited(_ destination: Destination) -> Bool { false }
        mutating func admit(_ destination: Destination?) -> ContinuousClock.Instant? {
            let now = now
            if case .wait(let until) = limiter?.take(at: now) { return until }
            return nil
        }
    }

    func withAdmissions<Result>(
        of relay: RelayName, at now: ContinuousClock.Instant, wallClock: WallClock,
        _ body: (inout Admissions) -> Result
    ) -> Result {
        relays.read { relays in
            var admissions = Admissions(limiter: relays[relay], now: now)
            defer { if let limiter = admissions.limiter { relays[relay] = limiter } }
            return body(&admissions)
        }
    }

    func observe(_ update: DeliveryUpdate, destination: Destination?, at now: ContinuousClock.Instant) {}
}
