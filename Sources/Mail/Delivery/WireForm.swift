/// What a transport must know of a message's bytes before it can send them.
///
/// It is found out where a message is made, on as many threads as make them; a relay's messages are sent by one.
package struct WireForm: Hashable, Sendable {
    /// Each CR is followed by an LF and each LF preceded by a CR, and no line begins with a dot: what goes on the wire is
    /// what is here (RFC 5321 §2.3.8, §4.5.2).
    package private(set) var isPlain = true
    /// There are bytes above 127, so that a server must know 8BITMIME (RFC 6152).
    package private(set) var isEightBit = false

    package init(of bytes: [UInt8]) {
        guard let first = bytes.first, let last = bytes.last else { return }
        var odd: UInt8 = 0
        var all = last
        // Without branches, so that the compiler makes it many bytes at a time: every message is looked through.
        bytes.withUnsafeBufferPointer { byte in
            for index in 0..<byte.count &- 1 {
                let (here, next) = (byte[index], byte[index &+ 1])
                odd |= Self.bit(here == 0x0D) ^ Self.bit(next == 0x0A)
                odd |= Self.bit(here == 0x0A) & Self.bit(next == 0x2E)
                all |= here
            }
        }
        isPlain = odd == 0 && first != 0x0A && first != 0x2E && last != 0x0D
        isEightBit = all >= 0x80
    }

    @inline(__always)
    private static func bit(_ holds: Bool) -> UInt8 { holds ? 1 : 0 }
}
