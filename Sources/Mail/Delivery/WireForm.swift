/// What a transport must know of a message's bytes before it can send them.
///
/// It is found out where a message is made, on as many threads as make them; a relay's messages are sent by one. Forms of
/// pieces add up to the form of the whole, so that what all recipients get is looked through once.
package struct WireForm: Hashable, Sendable {
    /// There are bytes above 127, so that a server must know 8BITMIME (RFC 6152).
    package private(set) var isEightBit = false
    /// `isPlain` holds between the first byte and the last.
    private var isPlainInside = true
    /// Nil for no bytes at all.
    private var ends: Ends?

    private struct Ends: Hashable {
        let first: UInt8
        var last: UInt8
    }

    package init(of bytes: [UInt8]) { self = bytes.withUnsafeBufferPointer { WireForm(of: $0) } }

    package init(of byte: UnsafeBufferPointer<UInt8>) {
        guard let first = byte.first, let last = byte.last else { return }
        var odd: UInt8 = 0
        var all = last
        // Without branches, so that the compiler makes it many bytes at a time: every message is looked through.
        for index in 0..<byte.count &- 1 {
            let (here, next) = (byte[index], byte[index &+ 1])
            odd |= Self.oddity(here, next)
            all |= here
        }
        isPlainInside = odd == 0
        isEightBit = all >= 0x80
        ends = Ends(first: first, last: last)
    }

    /// Each CR is followed by an LF and each LF preceded by a CR, and no line begins with a dot: what goes on the wire is
    /// what is here (RFC 5321 §2.3.8, §4.5.2).
    package var isPlain: Bool {
        guard let ends else { return true }
        return isPlainInside && ends.first != 0x0A && ends.first != 0x2E && ends.last != 0x0D
    }

    /// The last byte; nil if there is none.
    package var last: UInt8? { ends?.last }

    /// The form of these bytes with others behind them.
    package mutating func append(_ other: WireForm) {
        guard let theirs = other.ends else { return }
        guard let ours = ends else { return self = other }
        isPlainInside = isPlainInside && other.isPlainInside && Self.oddity(ours.last, theirs.first) == 0
        isEightBit = isEightBit || other.isEightBit
        ends?.last = theirs.last
    }

    /// Not 0 where two bytes must not stand beside each other.
    @inline(__always)
    private static func oddity(_ here: UInt8, _ next: UInt8) -> UInt8 {
        bit(here == 0x0D) ^ bit(next == 0x0A) | bit(here == 0x0A) & bit(next == 0x2E)
    }

    @inline(__always)
    private static func bit(_ holds: Bool) -> UInt8 { holds ? 1 : 0 }
}
