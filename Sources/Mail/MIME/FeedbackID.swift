/// How large mail providers tell a sender's mailings apart in their reports: `Feedback-ID: a:b:c:sender`.
///
/// Gmail documents it: up to three identifiers of the sender's own and a sender id of 5 to 15 characters
/// that stays the same over all mailings.
package struct FeedbackID: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Characters that cannot stand in an identifier become hyphens. A mailing's name beyond ASCII gets a number in
    /// place of its letters, so that two of them stay apart.
    package init(mailing: String, list: String, sender: String) {
        let parts = [Self.distinct(mailing), list, "newsletter"].map { Self.clean($0, limit: 40) }
        let padded = Self.clean(sender, limit: 15)
        description = (parts + [padded + String(repeating: "-", count: max(0, 5 - padded.utf8.count))]).joined(
            separator: ":")
    }

    /// `2026-новости` as `2026-3f1c09ab`: what is ASCII, and the text's FNV-1a hash.
    private static func distinct(_ text: String) -> String {
        if text.isASCII { return text }
        let kept = String(decoding: text.utf8.filter { $0 < 0x80 }.prefix(30), as: UTF8.self)
        let words = kept.split(separator: "-").joined(separator: "-")
        let hash = text.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let digits = String(hash, radix: 16)
        let padded = String(repeating: "0", count: 8 - digits.count) + digits
        return words.isEmpty ? padded : "\(words)-\(padded)"
    }

    private static func clean(_ text: String, limit: Int) -> String {
        let bytes = text.utf8.prefix(limit).map { Byte.isLetterOrDigit($0) || $0 == Byte.dot ? $0 : 0x2D }
        return bytes.isEmpty ? "-" : String(decoding: bytes, as: UTF8.self)
    }
}
