import Mail

/// One issue going to one audience.
package struct Mailing: Hashable, Sendable {
    package let id: MailingID
    /// The issue's short name; unique on its list.
    package let slug: String
    package let list: ListID
    package let listName: String
    package let subject: String
    package let issuePath: String
    /// Of the issue file's bytes as they were when the mailing started.
    package let issueSHA256: String
    /// Random text that goes into the Message-IDs.
    package let uid: String
    package let state: MailingState
    /// The number of deliveries that were frozen.
    package let audience: Int
    package let createdAt: Timestamp
    package let startedAt: Timestamp?
    package let finishedAt: Timestamp?
    package let owner: LeaseOwner?
    package let ownerUntil: Timestamp?
}

package enum MailingState: String, Hashable, Sendable, CaseIterable {
    case sending
    case paused
    case finished
    case cancelled

    /// Finished and cancelled mailings stay so.
    package var isOver: Bool { self == .finished || self == .cancelled }
}

/// What a mailing starts with.
package struct NewMailing: Sendable {
    package let slug: String
    package let list: ListID
    package let uid: String
    package let content: MailingContent

    package init(slug: String, list: ListID, uid: String, content: MailingContent) {
        self.slug = slug
        self.list = list
        self.uid = uid
        self.content = content
    }
}
