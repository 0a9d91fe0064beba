/// The short public name of a signing key, such as `k1`: 1 to 8 lowercase ASCII letters and digits.
///
/// It travels inside every token, so that keys can be changed while old links go on working.
package struct KeyID: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Nil when the text is no key id.
    package init?(_ text: String) {
        let fits = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard fits, (1...8).contains(text.utf8.count) else { return nil }
        self.description = text
    }

    private init(known text: String) { self.description = text }

    /// The first key of a new installation.
    package static let first = KeyID(known: "k1")
}
