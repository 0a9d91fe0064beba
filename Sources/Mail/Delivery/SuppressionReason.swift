/// Why an address gets no mail from any list until an operator lifts it.
package enum SuppressionReason: String, Hashable, Sendable, CaseIterable {
    case hardBounce = "hard_bounce"
    case softBounces = "soft_bounces"
    case complaint
    case manual
    case imported
}
