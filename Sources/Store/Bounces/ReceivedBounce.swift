import Mail

/// A message that came back, parsed and classified, to be kept.
package struct ReceivedBounce: Sendable {
    package let receivedAt: Timestamp
    package let kind: BounceKind
    /// The delivery that a *verified* return address names; nil if there was none or it was forged.
    package let verifiedDelivery: DeliveryID?
    /// The address that the message is about, in its own words; never acted on.
    package let recipient: String?
    package let status: EnhancedStatusCode?
    package let bounceClass: BounceClass
    /// The rule of the classifier that matched.
    package let rule: String
    package let raw: [UInt8]

    package init(
        receivedAt: Timestamp, kind: BounceKind, verifiedDelivery: DeliveryID?, recipient: String?,
        status: EnhancedStatusCode?, bounceClass: BounceClass, rule: String, raw: [UInt8]
    ) {
        self.receivedAt = receivedAt
        self.kind = kind
        self.verifiedDelivery = verifiedDelivery
        self.recipient = recipient
        self.status = status
        self.bounceClass = bounceClass
        self.rule = rule
        self.raw = raw
    }
}

package enum BounceKind: String, Hashable, Sendable, CaseIterable {
    case bounce
    /// A report of success: the message was delivered, or went on.
    case success
    case complaint
    case autoreply
    case other
    /// Beyond what is read of a returned message.
    case unreadable

    /// The table knows four words; of the others the rule tells what it was.
    var stored: String { [.success, .unreadable].contains(self) ? BounceKind.other.rawValue : rawValue }
}

/// What a returned message led to.
package enum BounceAction: Hashable, Sendable {
    case suppressed(SuppressionReason)
    /// Counted against the address, not enough to suppress it.
    case counted(Int, limit: Int)
    /// Kept, and nothing else: the class never counts, or the message is no bounce.
    case ignored
    /// Kept, and nothing else: no verified return address.
    case unverified
}

extension BounceAction: CustomStringConvertible {
    package var description: String {
        switch self {
        case .suppressed(let reason): "suppressed (\(reason.rawValue))"
        case .counted(let score, let limit): "counted \(score) of \(limit)"
        case .ignored: "ignored"
        case .unverified: "ignored (no verified return address)"
        }
    }
}

package struct BounceReceipt: Hashable, Sendable {
    package let action: BounceAction
    /// What the delivery is now if it was `unknown`: `failed`, or `sent` if the message shows that it had arrived.
    package let settledUnknown: DeliveryState?
    /// The address that gets no more mail because of it; nil: nothing is new about that.
    package var suppression: NewSuppression?
}
