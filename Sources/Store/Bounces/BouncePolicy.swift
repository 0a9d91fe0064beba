import Mail

/// What a refusal or returned message means for the address (DESIGN, "Bounces"): pure.
///
/// | class | action |
/// |---|---|
/// | hard, complaint | suppress at the first |
/// | disabled | two messages in 30 days suppress |
/// | full, expired, unknown | one point for each day; five suppress; a delivery resets |
/// | all others | never count |
///
/// "A delivery" is a message that the relay took and that did not come back.
package struct BouncePolicy: Hashable, Sendable {
    package var softLimit = 5
    package var disabledLimit = 2
    package var disabledWindow = Duration.seconds(30 * 86_400)

    package init() {}

    package enum Verdict: Hashable, Sendable {
        case suppress(SuppressionReason)
        /// Counted; at `limit` it would suppress.
        case count(Int, limit: Int)
        case ignore
    }

    /// Something in an address's past that the verdict depends on.
    package struct Evidence: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            /// Refused or returned.
            case bounced(BounceClass)
            /// Taken by the relay and not returned.
            case delivered
        }

        package let at: Timestamp
        package let delivery: DeliveryID
        package let kind: Kind

        package init(at: Timestamp, delivery: DeliveryID, kind: Kind) {
            self.at = at
            self.delivery = delivery
            self.kind = kind
        }
    }

    /// Whether a class is judged by the past, so that the evidence must be fetched.
    package static func needsEvidence(_ bounceClass: BounceClass) -> Bool {
        isSoft(bounceClass) || bounceClass == .disabled
    }

    /// - Parameter evidence: everything known of the address, this bounce included, in any order.
    package func verdict(on bounceClass: BounceClass, evidence: [Evidence], now: Timestamp) -> Verdict {
        switch bounceClass {
        case .hard: .suppress(.hardBounce)
        case .complaint: .suppress(.complaint)
        case .disabled:
            Self.verdict(score: disabledCount(evidence, now: now), limit: disabledLimit, reason: .hardBounce)
        case .full, .expired, .unknown:
            Self.verdict(score: softScore(evidence), limit: softLimit, reason: .softBounces)
        default: .ignore
        }
    }

    private static func verdict(score: Int, limit: Int, reason: SuppressionReason) -> Verdict {
        score >= limit ? .suppress(reason) : .count(score, limit: limit)
    }

    /// The days (UTC) with soft bounces since the last delivery.
    func softScore(_ evidence: [Evidence]) -> Int {
        let lastDelivery = evidence.filter { $0.kind == .delivered }.map(\.at).max()
        let days = evidence.compactMap { entry -> Int64? in
            guard case .bounced(let bounceClass) = entry.kind, Self.isSoft(bounceClass) else { return nil }
            if let lastDelivery, entry.at <= lastDelivery { return nil }
            return entry.at.milliseconds / 86_400_000
        }
        return Set(days).count
    }

    /// The messages that met a disabled mailbox within the window.
    private func disabledCount(_ evidence: [Evidence], now: Timestamp) -> Int {
        let recent = evidence.filter { $0.kind == .bounced(.disabled) && now.since($0.at) <= disabledWindow }
        return Set(recent.map(\.delivery)).count
    }

    private static func isSoft(_ bounceClass: BounceClass) -> Bool {
        bounceClass == .full || bounceClass == .expired || bounceClass == .unknown
    }
}
