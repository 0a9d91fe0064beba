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
    ///
    /// - Throws: if it is us who cannot tell: other keys than those that signed, or a database without the delivery.
    private func verifiedDelivery(_ candidates: [String]) throws -> DeliveryID? {
        guard let domain = app.configuration.bounceDomain else { return nil }
        guard try hasKeys() else { return nil }
        let keys = try app.openKeys()
        let addresses = try ReturnAddresses(domain: domain, keys: keys)
        // What does not verify is somebody else's address, not a failure.
        if let delivery = candidates.lazy.compactMap({ try? addresses.verify($0) }).first {
            _ = try store.settings(of: delivery)
            return delivery
        }
        for claimed in candidates.compactMap(ReturnAddresses.claimedDelivery) { try requireKey(of: claimed, in: keys) }
        return nil
    }

    /// Before the first mailing there need be no keys, and nothing can have been signed with any.
    private func hasKeys() throws -> Bool {
        try KeyRing.loadIfPresent(path: app.configuration.keysFile) != nil || !store.mailings().isEmpty
    }

    /// An address that says it is for a delivery of ours, and does not verify: forged if we have the key that its mailing
    /// was signed with, and not to be judged if we have another.
    private func requireKey(of delivery: DeliveryID, in keys: KeyRing) throws {
        // There is no such delivery, so the address is nobody's.
        guard let json = try? store.settings(of: delivery) else { return }
        let signed = try MessageSettings(json: json).linkKey
        let path = app.configuration.keysFile
        if let id = KeyID(signed.id), keys.ids.contains(id),
            try keys.signing(with: id, source: path).fingerprint() == signed.fingerprint
        {
            return
        }
        throw CommandFailure(
            "Whether the message is about delivery \(delivery) cannot be told: its return address was signed with key "
                + "'\(signed.id)', and \(path) is missing it or holds another of that name. Restore the file from a backup.",
            status: ExitStatus.configuration)
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
        case .unreadable: self = .unreadable
        }
    }
}
