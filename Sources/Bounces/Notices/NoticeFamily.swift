/// The notices of one mail server: how to know them, and how they list addresses.
struct NoticeFamily: Sendable {
    /// Part of the rule's name.
    let name: String
    /// Any of these words, in the notice.
    let signs: [Phrase]
    /// Tried in this order.
    let layouts: [RecipientLayout]

    /// The first that knows the notice is asked; the last takes what nobody knows.
    static let all = [qmail, postfix, sendmail, gmail, exchange, exim, others]
}
