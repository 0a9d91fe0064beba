// The one file of the room that needs Foundation: its URLs know the Unicode tables of IDNA.
import Foundation

/// Domain names beyond ASCII, as DNS, SMTP and DKIM know them: in A-labels (RFC 5890 §2.3.2.1).
///
///     bücher.example → xn--bcher-kva.example
package enum InternationalDomain {
    /// The domain in lowercase ASCII; nil if it has no such form.
    ///
    /// Beyond ASCII the letters are mapped and checked as UTS #46 says, non-transitional: `ß` and the final sigma stay
    /// themselves, as IDNA 2008 has them, and joiners and the mixing of writing directions follow RFC 5892 and 5893.
    package static func ascii(_ domain: String) -> String? {
        if domain.isASCII { return domain.lowercased() }
        // Nothing that means something else in a URL, and no symbols, which UTS #46 lets pass and RFC 5892 does not.
        guard domain.unicodeScalars.allSatisfy(isDomainText),
            let host = URLComponents(string: "https://\(domain)/")?.encodedHost,
            host.utf8.count <= 253, host.withBytes(areLabels)
        else { return nil }
        return host
    }

    /// What may stand in a domain as people write it; `ascii` decides on the whole.
    static func isDomainText(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return scalar == "." || isLabelText(scalar) }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: return true
        default: break
        }
        // The joiners of Persian and Indian names, and the points inside Catalan and Japanese ones (RFC 5892 §A).
        if "\u{200C}\u{200D}\u{B7}\u{30FB}".unicodeScalars.contains(scalar) { return true }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// Letters, digits, hyphens; and underscores, which host names lack and mail domains have had.
    static func isLabelText(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: false
        }
    }

    /// Whether the bytes are labels of an ASCII domain name with dots between them (RFC 5321 §4.1.2, RFC 1035 §2.3.4).
    static func areLabels(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        var length = 0
        var last = Byte.dot
        for byte in bytes {
            if byte == Byte.dot {
                if length == 0 || last == hyphen { return false }
                length = 0
            } else {
                guard Byte.isLetterOrDigit(byte) || byte == hyphen || byte == Byte.underscore else { return false }
                length += 1
                if length > 63 || (length == 1 && byte == hyphen) { return false }
            }
            last = byte
        }
        return length > 0 && last != hyphen
    }
}

extension EmailAddress {
    /// The domain as it goes on the wire and into header fields: in A-labels if it has letters beyond ASCII.
    package var asciiDomain: String {
        // An address whose domain has no such form does not come into being.
        hasASCIIDomain ? domain : InternationalDomain.ascii(domain) ?? domain
    }

    /// `jürgen@bücher.example` → `jürgen@xn--bcher-kva.example`: only the local part may be beyond ASCII.
    package var wireForm: String { hasASCIIDomain ? description : "\(localPart)@\(asciiDomain)" }

    /// Letters beyond ASCII are compared as RFC 6532 §3.1 wants them written (NFC), domains in A-labels.
    var internationalKey: String { "\(localPart.precomposedStringWithCanonicalMapping.lowercased())@\(asciiDomain)" }
}
