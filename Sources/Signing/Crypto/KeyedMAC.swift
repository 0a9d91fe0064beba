import CLibcrypto
import Synchronization

/// HMAC-SHA-256 (RFC 2104) under one key that is set up once.
///
/// Each code starts from the keyed state, which costs a fraction of keying anew; so does using a context again instead of
/// copying one.
// `@unchecked Sendable`: `prepared` is only copied from after `init`, and a spare context is used by whoever took it.
final class KeyedMAC: @unchecked Sendable {
    static let length = 32
    private let prepared: OpaquePointer
    /// Contexts that nobody uses now: as many as threads have asked at the same time.
    private let spare = Mutex<[Context]>([])

    private struct Context: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    init(key: [UInt8]) throws(CryptoFailure) {
        guard let algorithm = EVP_MAC_fetch(nil, "HMAC", nil) else { throw CryptoFailure("find HMAC") }
        defer { EVP_MAC_free(algorithm) }
        guard let prepared = EVP_MAC_CTX_new(algorithm) else { throw CryptoFailure("make an HMAC") }
        self.prepared = prepared
        guard Self.setKey(key, of: prepared) else { throw CryptoFailure("set the key of an HMAC") }
    }

    deinit {
        for context in spare.withLock({ $0 }) { EVP_MAC_CTX_free(context.pointer) }
        EVP_MAC_CTX_free(prepared)
    }

    /// 32 bytes.
    func code(for message: [UInt8]) throws(CryptoFailure) -> [UInt8] {
        let used = spare.withLock { $0.popLast() }
        guard let context = used?.pointer ?? EVP_MAC_CTX_dup(prepared) else { throw CryptoFailure("copy an HMAC") }
        defer { spare.withLock { $0.append(Context(pointer: context)) } }
        var code = [UInt8](repeating: 0, count: Self.length)
        var length = 0
        // Without a key it starts again under the one that it has.
        guard EVP_MAC_init(context, nil, 0, nil) == 1, EVP_MAC_update(context, message, message.count) == 1,
            EVP_MAC_final(context, &code, &length, code.count) == 1, length == Self.length
        else { throw CryptoFailure("compute an HMAC") }
        return code
    }

    /// Takes the same time wherever the two differ.
    static func areEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        let (left, right) = (Array(left), Array(right))
        return left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }

    private static func setKey(_ key: [UInt8], of context: OpaquePointer) -> Bool {
        var digestName = Array("SHA256".utf8CString)
        return digestName.withUnsafeMutableBufferPointer { name in
            let parameters = [
                OSSL_PARAM_construct_utf8_string("digest", name.baseAddress, 0), OSSL_PARAM_construct_end(),
            ]
            return EVP_MAC_init(context, key, key.count, parameters) == 1
        }
    }
}
