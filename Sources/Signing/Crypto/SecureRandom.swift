import CLibcrypto

/// Unpredictable bytes from libcrypto's generator, which the operating system seeds.
package enum SecureRandom {
    package static func bytes(_ count: Int) throws(CryptoFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard RAND_bytes(&bytes, Int32(count)) == 1 else { throw CryptoFailure("make \(count) random bytes") }
        return bytes
    }

    /// `count` random bytes as lowercase letters and digits: fit for ids such as a mailing's `uid`.
    package static func text(byteCount count: Int = 10) throws(CryptoFailure) -> String {
        String(decoding: Base32.encode(try bytes(count)), as: UTF8.self)
    }
}
