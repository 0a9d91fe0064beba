import Mail

/// Signs messages for one domain with one key (RFC 6376; RFC 8463 for Ed25519).
///
///     DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=news;
///      t=1513589400; h=From:From:Subject:Subject:To:To:…;
///      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
///      b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB…
///
/// Header and body are canonicalised "relaxed"; `l=` is never used, so nothing can be appended.
package struct DKIMSigner: Sendable {
    /// RSA keys below this are accepted, but `warning` says so.
    static let recommendedBits = 2048

    package let domain: String
    package let selector: String
    let key: DKIMKey

    package var algorithm: DKIMAlgorithm { key.algorithm }

    /// Reads the key from PEM text; `domain` is the `d=` and `selector` the `s=` of each signature.
    package init(domain: String, selector: String, privateKeyPEM: String) throws(DKIMKeyError) {
        do throws(DKIMKeyError.Problem) {
            self.domain = try Self.checked(domain: domain)
            self.selector = try Self.checked(selector: selector)
            self.key = try DKIMKey(pem: privateKeyPEM)
        } catch {
            throw DKIMKeyError(domain: domain, selector: selector, problem: error)
        }
    }

    /// SHA-256 of the public key, in hexadecimal: tells a key from any other that has its name.
    package func fingerprint() throws(CryptoFailure) -> String { try SHA256.hex(try key.publicKey()) }

    /// A sentence about a key that works but should be replaced.
    package var warning: String? {
        guard case .rsaSHA256(let bits) = algorithm, bits < Self.recommendedBits else { return nil }
        return
            "The DKIM key for \(selector)._domainkey.\(domain) has \(bits) bits, which some receivers take for weak. "
            + "Make one of \(Self.recommendedBits) with 'mailer keys', under a new selector."
    }

    /// The `DKIM-Signature` field, folded, with its CRLF: put it in front of the message.
    package func headerField(for message: [UInt8], at time: Timestamp) throws(DKIMError) -> [UInt8] {
        try Self.headerFields(by: [self], for: message, at: time)
    }

    /// One field for each signer, one behind the other; the message is read only once.
    package static func headerFields(
        by signers: [DKIMSigner], for message: [UInt8], at time: Timestamp
    ) throws(DKIMError) -> [UInt8] {
        if signers.isEmpty { return [] }
        let header = try HeaderBlock(message)
        let fields = try SignedFields(of: header)
        let bodyHash = try RelaxedBody.digest(of: message, from: header.bodyStart)
        var result: [UInt8] = []
        for signer in signers {
            result += try DKIMError.wrapping { () throws(CryptoFailure) in
                try signer.headerField(over: fields, bodyHash: bodyHash, at: time)
            }
        }
        return result
    }

    private func headerField(
        over fields: SignedFields, bodyHash: [UInt8], at time: Timestamp
    ) throws(CryptoFailure) -> [UInt8] {
        var field = unsignedField(over: fields.names, bodyHash: bodyHash, at: time)
        // What is signed ends in this very field, with an empty `b=` and without its line break (§3.7).
        let value = field.bytes.dropFirst("DKIM-Signature:".utf8.count)
        let own = HeaderBlock.relaxed(name: "dkim-signature", value: value)
        let signature = try key.sign(digest: try SHA256.digest(fields.canonical + own))
        field.appendValue(Base64.encode(signature))
        return field.bytes + [0x0D, 0x0A]
    }

    /// Everything up to `b=`, which stands on a line of its own.
    private func unsignedField(over names: [String], bodyHash: [UInt8], at time: Timestamp) -> FoldedField {
        var field = FoldedField(name: "DKIM-Signature")
        field.append("v=1;")
        field.append("a=\(algorithm.tag);")
        field.append("c=relaxed/relaxed;")
        field.append("d=\(domain);")
        field.append("s=\(selector);")
        field.append("t=\(time.milliseconds / 1000);")
        for (index, name) in names.enumerated() {
            let piece = name + (index == names.count - 1 ? ";" : ":")
            if index == 0 { field.append("h=\(piece)") } else { field.appendClosely(piece) }
        }
        field.append("bh=\(String(decoding: Base64.encode(bodyHash), as: UTF8.self));")
        field.appendOnNewLine("b=".utf8)
        return field
    }

    private static func checked(domain: String) throws(DKIMKeyError.Problem) -> String {
        guard let name = dnsName(domain) else { throw .malformedDomain }
        return name
    }

    private static func checked(selector: String) throws(DKIMKeyError.Problem) -> String {
        guard let name = dnsName(selector) else { throw .malformedSelector }
        return name
    }

    /// In lowercase and A-labels (RFC 8616 §5); nil for anything that could not stand in a tag.
    private static func dnsName(_ text: String) -> String? { (try? EmailAddress("d@\(text)"))?.asciiDomain }
}
