import Mail

/// Who sends the newsletter: what is the same in every message of a list.
package struct NewsletterIdentity: Hashable, Sendable {
    package let from: Mailbox
    package let list: ListIdentifier
    /// Where the newsletter's pages live.
    package let baseURL: HeaderURI
    package var replyTo: Mailbox?
    /// Where a reader finds help; without it the base URL.
    package var helpURL: HeaderURI?
    package var organisation: String?
    package var postalAddress: String?

    package init(from: Mailbox, list: ListIdentifier, baseURL: HeaderURI) {
        self.from = from
        self.list = list
        self.baseURL = baseURL
    }

    /// The newsletter's name for readers.
    package var title: String { list.title ?? from.displayName ?? from.address.domain }
}
