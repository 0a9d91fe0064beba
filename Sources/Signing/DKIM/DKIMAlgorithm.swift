/// How a DKIM signature is made; both hash with SHA-256.
package enum DKIMAlgorithm: Hashable, Sendable {
    /// RFC 6376 §3.3.1, understood everywhere.
    case rsaSHA256(bits: Int)
    /// RFC 8463, as a second signature beside RSA.
    case ed25519SHA256

    /// The tag `a=` of a signature.
    var tag: String {
        switch self {
        case .rsaSHA256: "rsa-sha256"
        case .ed25519SHA256: "ed25519-sha256"
        }
    }

    /// The tag `k=` of the DNS record.
    var keyType: String {
        switch self {
        case .rsaSHA256: "rsa"
        case .ed25519SHA256: "ed25519"
        }
    }
}
