import Mail

/// Everything that determines what a mailing's messages say, but for the recipients' own values and the keys.
package struct MailingContent: Hashable, Sendable {
    /// With merge fields as placeholders.
    package let subject: String
    package let issuePath: String
    /// The issue file's bytes: what is sent, whatever becomes of the file.
    package let issue: [UInt8]
    package let issueSHA256: String
    /// What else the messages are made from, in order of role and name.
    package var files: [ContentFile] = []
    /// The sender's and newsletter's settings as a JSON object; nil in mailings older than this record.
    package var settings: String?
    /// Nil if the issue was not in a git repository.
    package var commit: SourceCommit?
    /// Of the program that rendered it; nil in mailings older than this record.
    package var mailerVersion: String?
    /// Whether an archive may show it.
    package var isPublic = true

    package init(subject: String, issuePath: String, issue: [UInt8], issueSHA256: String) {
        self.subject = subject
        self.issuePath = issuePath
        self.issue = issue
        self.issueSHA256 = issueSHA256
    }
}

/// A file that messages are made from, as it was.
package struct ContentFile: Hashable, Sendable {
    package enum Role: String, Hashable, Sendable, CaseIterable {
        case template
        case image
        /// The compiled message itself.
        case message
    }

    package let role: Role
    /// Unique among those of its role; as the issue or the template set names it.
    package let name: String
    package let bytes: [UInt8]
    /// Of `bytes`, in hexadecimal; files of one hash are stored once.
    package let sha256: String

    package init(role: Role, name: String, bytes: [UInt8], sha256: String) {
        self.role = role
        self.name = name
        self.bytes = bytes
        self.sha256 = sha256
    }
}

/// The state of the repository that an issue was sent from.
package struct SourceCommit: Hashable, Sendable {
    /// The commit's full hash.
    package let hash: String
    /// Whether the issue's file was different from the commit's.
    package let isDirty: Bool

    package init(hash: String, isDirty: Bool) {
        self.hash = hash
        self.isDirty = isDirty
    }
}

/// One version of a mailing's content. Version 1 is what it began with; each correction makes the next.
package struct ContentVersion: Hashable, Sendable {
    package let mailing: MailingID
    package let version: Int
    package let createdAt: Timestamp
    package let content: MailingContent
}
