/// The ASCII bytes that mail's grammars name.
package enum Byte {
    package static let tab: UInt8 = 0x09
    package static let lf: UInt8 = 0x0A
    package static let cr: UInt8 = 0x0D
    package static let space: UInt8 = 0x20
    package static let dot: UInt8 = 0x2E
    package static let colon: UInt8 = 0x3A
    package static let equals: UInt8 = 0x3D
    package static let question: UInt8 = 0x3F
    package static let underscore: UInt8 = 0x5F
    package static let delete: UInt8 = 0x7F

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

extension String {
    /// Whether it has a control character.
    package var hasControls: Bool {
        let isPlain = utf8.allSatisfy { $0 >= Byte.space && $0 < Byte.delete }
        return !isPlain && unicodeScalars.contains(where: \.isControl)
    }

    /// Whether every character is visible ASCII, and there is one.
    package var isVisibleASCII: Bool { !isEmpty && utf8.allSatisfy { $0 > Byte.space && $0 < Byte.delete } }

    /// Whether it is `dot-atom-text` (RFC 5322 §3.2.3): atoms with single dots between them.
    package var isDotAtom: Bool {
        let atoms = utf8.split(separator: Byte.dot, omittingEmptySubsequences: false)
        return atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy(Byte.isAtomText) }
    }
}
