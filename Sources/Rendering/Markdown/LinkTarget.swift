import Mail

/// A URL as it is written into HTML and text: percent-encoded where a URL needs it, merge fields untouched.
enum LinkTarget {
    /// `https://example.org/a b` becomes `https://example.org/a%20b`; what is encoded already stays so.
    static func encoded(_ url: String) -> String {
        url.utf8.allSatisfy(isKept) ? url : url.mappingWords(encodedText)
    }

    /// Whether the URL points into the message itself.
    static func isAnchor(_ url: String) -> Bool { url.hasBytes(prefix: "#") }

    /// As cmark does it: reserved and unreserved characters of RFC 3986 and `%` stay.
    private static func encodedText(_ text: String) -> String {
        var output: [UInt8] = []
        for byte in text.utf8 {
            if isKept(byte) {
                output.append(byte)
            } else {
                output += [UInt8(ascii: "%"), Byte.hexadecimal(byte >> 4), Byte.hexadecimal(byte & 15)]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func isKept(_ byte: UInt8) -> Bool { Byte.isLetterOrDigit(byte) || kept.contains(byte) }

    /// Square brackets are for IPv6 hosts.
    private static let kept = Set("-_.~!*'();:@&=+$,/?#%[]".utf8)
}
