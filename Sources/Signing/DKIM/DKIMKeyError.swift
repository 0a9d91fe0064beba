import Mail

/// Why there is no signer.
package struct DKIMKeyError: Error, Hashable, Sendable {
    package enum Problem: Error, Hashable, Sendable {
        case notPEM
        case encrypted
        /// A PEM block that is no private key: its label, such as `PUBLIC KEY`.
        case notAPrivateKey(label: String)
        /// In libcrypto's words.
        case damaged(CryptoFailure)
        case unsupportedType(String)
        case tooShort(bits: Int)
        case malformedDomain
        case malformedSelector
    }

    package let domain: String
    package let selector: String
    package let problem: Problem
}

extension DKIMKeyError: CustomStringConvertible {
    package var description: String {
        let name = "\(selector.escapingControls)._domainkey.\(domain.escapingControls)"
        return "The DKIM key for \(name) is not usable: \(text)"
    }

    private var text: String {
        switch problem {
        case .notPEM:
            "it is not PEM text. It must begin with '-----BEGIN PRIVATE KEY-----'; 'mailer keys' makes one."
        case .encrypted:
            "it is protected by a passphrase. Store it without: 'openssl pkey -in FILE -out NEWFILE', mode 600."
        case .notAPrivateKey(let label):
            "the file holds '\(label.escapingControls)'. Use the file with the private key."
        case .damaged(let failure):
            "the PEM text is damaged (\(failure.detail)). Restore it from a copy or make a new key with 'mailer keys'."
        case .unsupportedType(let name):
            "it is of type \(name). DKIM knows RSA and Ed25519; 'mailer keys' makes either."
        case .tooShort(let bits):
            "it has \(bits) bits, and receivers ignore RSA keys below 1024. Make one of 2048 with 'mailer keys'."
        case .malformedDomain:
            "the domain is no domain name. Check 'domain' under 'dkim'."
        case .malformedSelector:
            "the selector may have letters, digits, '-' and dots between them. Check 'selector' under 'dkim'."
        }
    }
}
