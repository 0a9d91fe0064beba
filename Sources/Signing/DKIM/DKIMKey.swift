import CLibcrypto
import Mail

/// A private key that signs SHA-256 digests the way DKIM wants it (RFC 6376 §3.3.1, RFC 8463 §3).
// `@unchecked Sendable`: libcrypto only reads the key, and locks where it caches.
final class DKIMKey: @unchecked Sendable {
    let algorithm: DKIMAlgorithm
    private let key: OpaquePointer

    /// Reads an unencrypted private key, PKCS #8 or the older forms.
    convenience init(pem: String) throws(DKIMKeyError.Problem) {
        guard let label = Self.label(of: pem) else { throw .notPEM }
        if label.hasBytes(prefix: "ENCRYPTED") || pem.contains("Proc-Type: 4,ENCRYPTED") { throw .encrypted }
        guard label.hasBytes(suffix: "PRIVATE KEY") else { throw .notAPrivateKey(label: label) }
        guard let key = Self.read(pem) else { throw .damaged(CryptoFailure("read the key")) }
        do { try self.init(owning: key) } catch {
            EVP_PKEY_free(key)
            throw error
        }
    }

    /// Takes `key` over unless it throws.
    private init(owning key: OpaquePointer) throws(DKIMKeyError.Problem) {
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_RSA:
            let bits = Int(EVP_PKEY_get_bits(key))
            if bits < 1024 { throw .tooShort(bits: bits) }
            self.algorithm = .rsaSHA256(bits: bits)
        case EVP_PKEY_ED25519:
            self.algorithm = .ed25519SHA256
        default:
            throw .unsupportedType(EVP_PKEY_get0_type_name(key).map { String(cString: $0) } ?? "unknown")
        }
        self.key = key
    }

    deinit { EVP_PKEY_free(key) }

    /// The signature over a SHA-256 digest of 32 bytes.
    func sign(digest: [UInt8]) throws(CryptoFailure) -> [UInt8] {
        switch algorithm {
        case .rsaSHA256: try signRSA(digest)
        case .ed25519SHA256: try signEd25519(digest)
        }
    }

    /// What the DNS record's `p=` holds: SubjectPublicKeyInfo for RSA (RFC 6376 §3.6.1), the bare 32
    /// bytes for Ed25519 (RFC 8463 §4).
    func publicKey() throws(CryptoFailure) -> [UInt8] {
        switch algorithm {
        case .rsaSHA256:
            let length = Int(i2d_PUBKEY(key, nil))
            guard length > 0 else { throw CryptoFailure("encode the public key") }
            var encoded = [UInt8](repeating: 0, count: length)
            let written = encoded.withUnsafeMutableBufferPointer { buffer in
                var position = buffer.baseAddress
                return i2d_PUBKEY(key, &position)
            }
            guard written == length else { throw CryptoFailure("encode the public key") }
            return encoded
        case .ed25519SHA256:
            var raw = [UInt8](repeating: 0, count: 32)
            var length = raw.count
            guard EVP_PKEY_get_raw_public_key(key, &raw, &length) == 1 else {
                throw CryptoFailure("read the public key")
            }
            return raw
        }
    }

    private func signRSA(_ digest: [UInt8]) throws(CryptoFailure) -> [UInt8] {
        guard let context = EVP_PKEY_CTX_new(key, nil) else { throw CryptoFailure("prepare an RSA signature") }
        defer { EVP_PKEY_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: Int(EVP_PKEY_get_size(key)))
        var length = signature.count
        guard EVP_PKEY_sign_init(context) == 1, EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            EVP_PKEY_CTX_set_signature_md(context, SHA256.algorithm) == 1,
            EVP_PKEY_sign(context, &signature, &length, digest, digest.count) == 1
        else { throw CryptoFailure("make an RSA signature") }
        return Array(signature.prefix(length))
    }

    /// RFC 8463 §3: PureEdDSA over the digest, not over the data.
    private func signEd25519(_ digest: [UInt8]) throws(CryptoFailure) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw CryptoFailure("prepare an Ed25519 signature") }
        defer { EVP_MD_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: 64)
        var length = signature.count
        guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
            EVP_DigestSign(context, &signature, &length, digest, digest.count) == 1, length == 64
        else { throw CryptoFailure("make an Ed25519 signature") }
        return signature
    }

    /// `PRIVATE KEY` of `-----BEGIN PRIVATE KEY-----`.
    private static func label(of pem: String) -> String? {
        for line in pem.split(whereSeparator: \.isNewline) {
            guard line.hasBytes(prefix: "-----BEGIN "), let end = line.dropFirst(11).firstIndex(ofASCII: "-") else {
                continue
            }
            return String(line.dropFirst(11)[..<end])
        }
        return nil
    }

    private static func read(_ pem: String) -> OpaquePointer? {
        var bytes = Array(pem.utf8)
        return bytes.withUnsafeMutableBytes { buffer in
            guard let input = BIO_new_mem_buf(buffer.baseAddress, Int32(buffer.count)) else { return nil }
            defer { BIO_free(input) }
            // Without a callback of ours libcrypto would ask for a passphrase on the terminal.
            return PEM_read_bio_PrivateKey(input, nil, { _, _, _, _ in 0 }, nil)
        }
    }
}

extension DKIMKey {
    /// A new key as PKCS #8 PEM text; store it with mode 600.
    static func generatePEM(_ kind: DKIMAlgorithm) throws(CryptoFailure) -> String {
        guard let key = makeKey(kind) else { throw CryptoFailure("make a key") }
        defer { EVP_PKEY_free(key) }
        guard let output = BIO_new(BIO_s_mem()) else { throw CryptoFailure("write a key") }
        defer { BIO_free(output) }
        guard PEM_write_bio_PKCS8PrivateKey(output, key, nil, nil, 0, nil, nil) == 1 else {
            throw CryptoFailure("write a key")
        }
        var text = [UInt8](repeating: 0, count: BIO_ctrl_pending(output))
        guard BIO_read(output, &text, Int32(text.count)) == Int32(text.count) else {
            throw CryptoFailure("write a key")
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func makeKey(_ kind: DKIMAlgorithm) -> OpaquePointer? {
        let type = kind == .ed25519SHA256 ? EVP_PKEY_ED25519 : EVP_PKEY_RSA
        guard let context = EVP_PKEY_CTX_new_id(type, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_keygen_init(context) == 1 else { return nil }
        if case .rsaSHA256(let bits) = kind, EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(bits)) != 1 { return nil }
        var key: OpaquePointer?
        return EVP_PKEY_keygen(context, &key) == 1 ? key : nil
    }
}
