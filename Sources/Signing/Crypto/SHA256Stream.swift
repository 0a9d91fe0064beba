import CLibcrypto

/// SHA-256 over bytes that come in pieces. Not shared between threads.
final class SHA256Stream {
    private let context: OpaquePointer

    init() throws(CryptoFailure) {
        guard let context = EVP_MD_CTX_new() else { throw CryptoFailure("make a digest") }
        self.context = context
        guard EVP_DigestInit_ex(context, SHA256.algorithm, nil) == 1 else { throw CryptoFailure("start SHA-256") }
    }

    deinit { EVP_MD_CTX_free(context) }

    func update(_ bytes: UnsafeRawBufferPointer) {
        // Cannot fail on a started context: SHA-256 allocates nothing here; `finish` would tell.
        _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// The digest, 32 bytes. The stream is spent afterwards.
    func finish() throws(CryptoFailure) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        guard EVP_DigestFinal_ex(context, &digest, &length) == 1, length == 32 else {
            throw CryptoFailure("finish SHA-256")
        }
        return digest
    }
}

/// SHA-256 of bytes that are there as a whole.
package enum SHA256 {
    /// Looked up once: `EVP_sha256()` stands for a search through the providers in each use.
    nonisolated(unsafe) static let algorithm: OpaquePointer? = EVP_MD_fetch(nil, "SHA256", nil) ?? EVP_sha256()

    /// 32 bytes.
    package static func digest(_ bytes: [UInt8]) throws(CryptoFailure) -> [UInt8] {
        let stream = try SHA256Stream()
        bytes.withUnsafeBytes(stream.update)
        return try stream.finish()
    }

    /// 64 lowercase hexadecimal digits, as `sha256sum` prints them.
    package static func hex(_ bytes: [UInt8]) throws(CryptoFailure) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = try digest(bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
