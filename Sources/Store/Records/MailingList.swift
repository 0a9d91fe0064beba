import Mail

/// A list that people subscribe to.
package struct MailingList: Hashable, Sendable {
    package let id: ListID
    /// Short and unique: what `--list` takes.
    package let name: String
    /// For people: what pages and List-Id show.
    package let title: String
    package let createdAt: Timestamp
}

/// A list with the number of its subscriptions in each state.
package struct ListSummary: Hashable, Sendable {
    package let list: MailingList
    package let subscribed: Int
    package let pending: Int
    package let unsubscribed: Int
    /// Of the subscribed ones, those that get no mail because their address is suppressed.
    package let suppressed: Int
}

/// Who of a list would get a mailing that started now, and who not.
package struct Audience: Hashable, Sendable {
    package let toMail: Int
    package let unsubscribed: Int
    package let suppressed: Int
    package let notConfirmed: Int
    /// Who has the issue already by another list, or is about to get it.
    package var served = 0

    static let empty = Audience(toMail: 0, unsubscribed: 0, suppressed: 0, notConfirmed: 0)

    package var total: Int { toMail + unsubscribed + suppressed + notConfirmed + served }
    package var excluded: Int { total - toMail }
}
