import Mail

/// An issue as the index and the feed name it.
package struct ArchivedIssue: Hashable, Sendable {
    /// A URI that never changes (RFC 4287 §4.2.6).
    package let id: String
    /// Its name in links: safe in a URL and as a file name.
    package let path: String
    package let title: String
    /// What mail programs show behind the subject.
    package let summary: String?
    /// As in HTML's `lang`.
    package let language: String
    /// Whom it is from, by name.
    package let author: String
    /// The list that it went to, as readers know it.
    package let listTitle: String
    package let publishedAt: Timestamp
    /// When its last version was made; not before `publishedAt`.
    package let updatedAt: Timestamp
    /// Whether index, feed and neighbours lead to it; else only who knows its address finds it.
    package let isListed: Bool

    package init(
        id: String, path: String, text: Text, listTitle: String, publishedAt: Timestamp, updatedAt: Timestamp,
        isListed: Bool = true
    ) {
        self.id = id
        self.path = path
        self.title = text.title
        self.summary = text.summary
        self.language = text.language
        self.author = text.author
        self.listTitle = listTitle
        self.publishedAt = publishedAt
        self.updatedAt = max(publishedAt, updatedAt)
        self.isListed = isListed
    }

    /// What the issue itself says of it.
    package struct Text: Hashable, Sendable {
        package let title: String
        package let summary: String?
        package let language: String
        package let author: String

        package init(title: String, summary: String?, language: String, author: String) {
            self.title = title
            self.summary = summary
            self.language = language
            self.author = author
        }
    }
}

/// What an issue says to somebody of whom nothing is known. All HTML in it is finished and safe.
package struct ArchivedContent: Sendable {
    /// The message's own style sheet: what is not in its elements.
    package let style: String
    /// The message's page without its frame.
    package let body: String
    /// The content alone, for feed readers.
    package let fragment: String
    package let images: [ArchivedImage]

    package init(style: String, body: String, fragment: String, images: [ArchivedImage] = []) {
        self.style = style
        self.body = body
        self.fragment = fragment
        self.images = images
    }
}

/// A picture that an issue brought along.
package struct ArchivedImage: Hashable, Sendable {
    /// Within the archive's folder `images`.
    package let name: String
    package let contentType: String
    package let bytes: [UInt8]

    package init(name: String, contentType: String, bytes: [UInt8]) {
        self.name = name
        self.contentType = contentType
        self.bytes = bytes
    }
}

/// One file of the site.
package struct ArchiveFile: Hashable, Sendable {
    /// Relative to the archive's folder.
    package let name: String
    package let contentType: String
    package let bytes: [UInt8]

    package init(name: String, contentType: String, bytes: [UInt8]) {
        self.name = name
        self.contentType = contentType
        self.bytes = bytes
    }
}
