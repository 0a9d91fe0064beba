/// How large mail providers tell a sender's mailings apart in their reports: `Feedback-ID: a:b:c:sender`.
///
/// Gmail documents it: up to three identifiers of the sender's own and a sender id of 5 to 15 characters
/// that stays the same over all mailings.
package struct FeedbackID: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Characters that cannot stand in an identifier become hyphens.
    package init(mailing: String, list: String, sender: String) {
        let parts = [mailing, list, "newsletter"].map { Self.clean($0, limit: 40) }
        let padded = Self.clean(sender, limit: 15)
        description = (parts + [padded + String(repeating: "-", count: max(0, 5 - padded.utf8.count))]).joined(
            separator: ":")
    }

    private static func clean(_ text: String, limit: Int) -> String {
        let bytes = text.utf8.prefix(limit).map { Byte.isLetterOrDigit($0) || $0 == Byte.dot ? $0 : 0x2D }
        return bytes.isEmpty ? "-" : String(decoding: bytes, as: UTF8.self)
    }
}
