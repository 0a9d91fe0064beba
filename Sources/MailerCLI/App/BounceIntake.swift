import MailerConfiguration
import Bounces
import Mail
import Operations
import Signing
import Store

/// Applies a returned message: the signed return address says whose delivery it is about, the store's policy what follows.
struct BounceIntake {
    let app: App
    let store: MailerStore
    let log: DeliveryLog

    /// - Parameter destination: the address that the message came to, as the mail server says; believed first.
    /// - Returns: what it was and what followed, in one line.
    func apply(_ report: ParsedReport, raw: [UInt8], to destination: String?) throws -> String {
        let recipient = report.recipients.first
        let bounce = ReceivedBounce(
            receivedAt: app.now(), kind: BounceKind(report.kind),
            verifiedDelivery: try verifiedDelivery([destination].compactMap(\.self) + report.returnAddresses),
            recipient: recipient?.address.description, status: recipient?.status,
            bounceClass: report.bounceClass ?? .autoreply, rule: report.rule, raw: raw)
        let receipt = try store.recordBounce(bounce)
        log.append(.bounce(bounce, receipt))
        if let suppression = receipt.suppression { log.append(.suppressed(suppression)) }
        let settled = receipt.settledUnknown.map { "; the delivery was unknown and is \($0.rawValue) now" } ?? ""
        return "\(bounce.kind.rawValue) \(bounce.recipient ?? "(names nobody)"): "
            + "\(bounce.bounceClass.rawValue), \(receipt.action)\(settled)"
    }

    /// The first address that carries a valid signature of ours.
    private func verifiedDelivery(_ candidates: [String]) throws -> DeliveryID? {
        guard let domain = app.configuration.bounceDomain else { return nil }
        let addresses = try ReturnAddresses(domain: domain, keys: try app.openKeys())
        // What does not verify is somebody else's address, not a failure.
        return candidates.lazy.compactMap { try? addresses.verify($0) }.first
    }
}

extension BounceKind {
    fileprivate init(_ kind: ParsedReport.Kind) {
        switch kind {
        case .bounce: self = .bounce
        case .success: self = .success
        case .complaint: self = .complaint
        case .autoreply: self = .autoreply
        case .otherFeedback, .other: self = .other
        }
    }
}
