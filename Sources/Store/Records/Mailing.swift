import Mail

/// One issue going to one audience.
package struct Mailing: Hashable, Sendable {
    package let id: MailingID
    /// The issue's short name; unique on its list.
    package let slug: String
    /// The first of its lists.
    package let list: ListID
    package let listName: String
    package let subject: String
    package let issuePath: String
    /// Of the issue file's bytes as they were when the mailing started.
    package let issueSHA256: String
    /// Random text that goes into the Message-IDs.
    package let uid: String
    package let state: MailingState
    /// Why it is paused, and by whom; nil in any other state.
    package let pauseReason: String?
    /// The number of deliveries that were frozen; 0 before that.
    package let audience: Int
    package let createdAt: Timestamp
    /// When it is, or was, to start; nil: at once.
    package let startAt: Timestamp?
    /// When the audience was frozen.
    package let frozenAt: Timestamp?
    package let startedAt: Timestamp?
    package let finishedAt: Timestamp?
    package let owner: LeaseOwner?
    package let ownerUntil: Timestamp?
    /// Of the content that is sent now, from 1; each correction makes the next.
    package let version: Int
    package let canary: Canary?
    /// The lists behind the first, in the order that they were named in.
    package var otherLists: [NamedList] = []
    /// Which file the issue is, wherever a command runs; nil: not known.
    package var issueFile: String?
    /// Whether it goes to readers who have the issue already by another list.
    package var sendsAgain = false
    /// Since when the archive does not show it, because somebody said so.
    package var withdrawnAt: Timestamp?

    /// All lists, in the order that they were named in.
    package var lists: [NamedList] { [NamedList(id: list, name: listName)] + otherLists }

    /// For people: `weekly, monthly`.
    package var listNames: String { lists.map(\.name).joined(separator: ", ") }

    package struct NamedList: Hashable, Sendable {
        package let id: ListID
        package let name: String
    }

    /// A slice of the audience that is sent first, before the rest is held.
    package struct Canary: Hashable, Sendable {
        /// Of those to mail, above 0 and below 1.
        package let share: Double
        package let phase: Phase
    }

    package enum Phase: Hashable, Sendable {
        /// The slice is being sent.
        case sending
        /// The slice had been sent at that time, and the rest waits for a word.
        case held(since: Timestamp)
        /// The rest was let go.
        case released
    }
}

package enum MailingState: String, Hashable, Sendable, CaseIterable {
    /// Will start at its time; the audience is not frozen yet.
    case scheduled
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
    /// When to start; nil: at once.
    package var startAt: Timestamp?
    /// The share of those to mail that is sent first, above 0 and below 1; nil: no canary.
    package var canaryShare: Double?
    /// Lists behind the first.
    package var otherLists: [ListID] = []
    /// Which file the issue is, wherever a command runs.
    package var issueFile: String?
    /// Whether it goes to readers who have the issue already by another list.
    package var sendsAgain = false

    package init(slug: String, list: ListID, uid: String, content: MailingContent) {
        self.slug = slug
        self.list = list
        self.uid = uid
        self.content = content
    }
}
