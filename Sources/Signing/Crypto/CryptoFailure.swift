import CLibcrypto

/// libcrypto did not do what it always can: out of memory, or a crypto policy that forbids the algorithm.
package struct CryptoFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Completes "libcrypto could not …".
    package let action: String
    /// In libcrypto's own words.
    package let detail: String

    /// Takes the newest entry of this thread's error queue and empties the queue.
    init(_ action: String) {
        self.action = action
        let code = ERR_peek_last_error()
        ERR_clear_error()
        self.detail = code == 0 ? "it gave no reason" : Self.text(of: code)
    }

    private static func text(of code: UInt) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        ERR_error_string_n(code, &buffer, buffer.count)
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    package var description: String {
        "libcrypto could not \(action): \(detail). Check the memory limit and the system's OpenSSL policy."
    }
}
