/// The ASCII bytes that mail's grammars name. Computed, because other rooms would call a function for each stored one.
package enum Byte {
    package static var tab: UInt8 { 0x09 }
    package static var lf: UInt8 { 0x0A }
    package static var cr: UInt8 { 0x0D }
    package static var space: UInt8 { 0x20 }
    package static var dot: UInt8 { 0x2E }
    package static var colon: UInt8 { 0x3A }
    package static var equals: UInt8 { 0x3D }
    package static var question: UInt8 { 0x3F }
    package static var underscore: UInt8 { 0x5F }
    package static var delete: UInt8 { 0x7F }

    /// The uppercase digit for 0…15.
    package static func hexadecimal(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

    package static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// `atext` (RFC 5322 §3.2.3): what an unquoted word of a display name or a message id is made of.
    package static func isAtomText(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        // ! #$%&' *+ - / = ? ^_` {|}~
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2F, 0x3D, 0x3F, 0x5E...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}

extension Unicode.Scalar {
    /// Unicode's category Cc, which is these two ranges for good; asking for the category costs a table look-up.
    package var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}

extension StringProtocol {
    /// Calls `body` with the text's bytes, which are in one piece already but for texts of other systems.
    @inlinable
    package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        return Array(utf8).withUnsafeBufferPointer(body)
    }
}

extension String {
    /// Whether it has a control character.
    package var hasControls: Bool { !isPrintableASCII && unicodeScalars.contains(where: \.isControl) }

    /// Whether every character is a space or visible ASCII.
    package var isPrintableASCII: Bool { withBytes { $0.allSatisfy { $0 >= Byte.space && $0 < Byte.delete } } }

    /// Whether every byte is below 128.
    package var isASCII: Bool { withBytes { $0.allSatisfy { $0 < 0x80 } } }

    /// Whether every character is visible ASCII, and there is one.
    package var isVisibleASCII: Bool {
        withBytes { !$0.isEmpty && $0.allSatisfy { $0 > Byte.space && $0 < Byte.delete } }
    }

    /// Whether it is `dot-atom-text` (RFC 5322 §3.2.3): atoms with single dots between them.
    package var isDotAtom: Bool {
        withBytes { $0.hasDotsBetweenAtoms && $0.allSatisfy { $0 == Byte.dot || Byte.isAtomText($0) } }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// No dot at either end, and no two in a row; there is something.
    var hasDotsBetweenAtoms: Bool {
        var isAfterDot = true
        for byte in self {
            if byte == Byte.dot, isAfterDot { return false }
            isAfterDot = byte == Byte.dot
        }
        return !isAfterDot
    }
}
