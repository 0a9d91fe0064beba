import Mail

/// The DNS record under which receivers find a signer's public key (RFC 6376 §3.6.1).
package struct DKIMRecord: Hashable, Sendable {
    /// `news._domainkey.example.org`
    package let name: String
    /// `v=DKIM1; k=rsa; p=MIIB…`
    package let value: String

    /// A line for a zone file: the value in pieces of at most 255 bytes (RFC 6376 §3.6.2.2).
    package var zoneLine: String {
        var pieces: [String] = []
        var rest = Substring(value)
        while !rest.isEmpty {
            pieces.append("\"\(rest.prefix(255))\"")
            rest = rest.dropFirst(255)
        }
        return "\(name). IN TXT ( \(pieces.joined(separator: " ")) )"
    }

    /// Whether a TXT record as found in DNS publishes the same key; order and spacing do not matter.
    package func isPublished(as text: String) -> Bool {
        let (expected, found) = (Self.tags(of: value), Self.tags(of: text))
        let keyType = found["k"] ?? "rsa"
        return found["p"] == expected["p"] && keyType == expected["k"] && (found["v"] ?? "DKIM1") == "DKIM1"
    }

    private static func tags(of text: String) -> [Substring: String] {
        var tags: [Substring: String] = [:]
        for part in text.filter({ !$0.isWhitespace }).split(separator: ";") {
            guard let equals = part.firstIndex(ofASCII: "=") else { continue }
            tags[part[..<equals]] = String(part[part.index(after: equals)...])
        }
        return tags
    }
}

extension DKIMSigner {
    /// The TXT record to publish, for `mailer keys` and `mailer doctor`.
    package var dnsRecord: DKIMRecord {
        get throws(CryptoFailure) {
            let publicKey = String(decoding: Base64.encode(try key.publicKey()), as: UTF8.self)
            return DKIMRecord(
                name: "\(selector)._domainkey.\(domain)", value: "v=DKIM1; k=\(algorithm.keyType); p=\(publicKey)")
        }
    }

    /// A new private key as PEM text; the caller stores it with mode 600.
    package static func generateKeyPEM(_ algorithm: DKIMAlgorithm) throws(CryptoFailure) -> String {
        try DKIMKey.generatePEM(algorithm)
    }
}
