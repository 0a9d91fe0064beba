import Mail

/// Makes and checks the envelope sender of each delivery (VERP), to which bounces come back.
///
///     b.aebgwmoayqdq.pfcbyrdmxxlx2fp76p55fqzphi@bounce.example.org
///
/// Between the dots stand the payload (version, key id, delivery id) and 16 bytes of HMAC-SHA-256, both
/// in base32: lowercase letters and digits only, because servers on the way change case and refuse or
/// rewrite other characters. The same delivery always has the same address, so that a relay that
/// greylists knows it again; the local part never exceeds 64 bytes.
package struct ReturnAddresses: Sendable {
    static let prefix = "b"
    private let signer: PurposeSigner
    /// Some mailbox of the domain.
    private let neighbour: EmailAddress

    /// Throws an `AddressError` when `domain` is no domain, or a `CryptoFailure`.
    package init(domain: String, keys: KeyRing) throws {
        self.neighbour = try EmailAddress("\(Self.prefix)@\(domain)")
        self.signer = try PurposeSigner(keys: keys, purpose: .returnAddress)
    }

    package func make(for delivery: DeliveryID) throws -> EmailAddress {
        let (payload, code) = try signer.sign([delivery.rawValue])
        var local = Array("\(Self.prefix).".utf8)
        local.reserveCapacity(64)
        Base32.append(payload, to: &local)
        local.append(Byte.dot)
        Base32.append(code, to: &local)
        return try EmailAddress(localPart: String(decoding: local, as: UTF8.self), besides: neighbour)
    }

    /// The delivery whose return address this is; case, surrounding `<>` and spaces do not matter.
    ///
    /// Nor does the domain: an address from before a change of `bounce_domain` still counts, and only
    /// the signature proves anything.
    package func verify(_ text: String) throws(VerificationFailure) -> DeliveryID {
        let (payload, code) = try Self.parts(of: text)
        let numbers = try signer.verify(payload: payload[...], code: code[...])
        guard numbers.count == 1 else { throw .malformed }
        return DeliveryID(rawValue: numbers[0])
    }

    /// The delivery that an address says it is for, whoever wrote it: nothing to act upon.
    package static func claimedDelivery(_ text: String) -> DeliveryID? {
        // What does not have the form claims nothing.
        guard let payload = try? parts(of: text).payload, let content = TokenPayload(payload[...]) else { return nil }
        return content.numbers.count == 1 ? DeliveryID(rawValue: content.numbers[0]) : nil
    }

    private static func parts(of text: String) throws(VerificationFailure) -> (payload: [UInt8], code: [UInt8]) {
        let parts = localPart(of: text).split(atASCII: ".")
        guard parts.count == 3, parts[0] == prefix, let payload = Base32.decode(parts[1].utf8),
            let code = Base32.decode(parts[2].utf8)
        else { throw .malformed }
        return (payload, code)
    }

    private static func localPart(of text: String) -> String {
        var address = text.trimmingSpaces
        if address.hasBytes(prefix: "<"), address.hasBytes(suffix: ">") {
            address = String(address.dropFirst().dropLast())
        }
        guard let at = address.lastIndex(ofASCII: "@") else { return "" }
        return address[..<at].asciiLowercased
    }
}
