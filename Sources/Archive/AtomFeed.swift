import Mail

/// The newest issues for feed readers (RFC 4287).
struct AtomFeed {
    struct Entry {
        let issue: ArchivedIssue
        let url: String
        /// HTML.
        let content: String
    }

    let title: String
    let author: String
    /// Where the feed is; also its id.
    let url: String
    /// The index.
    let siteURL: String
    /// Newest first.
    let entries: [Entry]

    static let contentType = "application/atom+xml; charset=utf-8"
    /// More than anybody reads; a feed is fetched again and again.
    static let longest = 20

    var xml: String {
        // Without an entry there is no time that would stay the same; the field is required (§4.1.1).
        let updated = entries.map(\.issue.updatedAt).max() ?? Timestamp(milliseconds: 0)
        let head = [
            "<title>\(title.escapingXML)</title>",
            "<id>\(url.escapingXML)</id>",
            Self.link("self", "application/atom+xml", url),
            Self.link("alternate", "text/html", siteURL),
            "<updated>\(updated.iso8601)</updated>",
            "<author><name>\(author.escapingXML)</name></author>",
            "<generator>mailer</generator>",
        ]
        return """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom">
            \((head + entries.map(Self.xml)).joined(separator: "\n"))
            </feed>

            """
    }

    private static func xml(_ entry: Entry) -> String {
        let issue = entry.issue
        let language = issue.language.escapingXML
        var lines = [
            "<entry xml:lang=\"\(language)\">",
            "<title type=\"text\">\(issue.title.escapingXML)</title>",
            "<id>\(issue.id.escapingXML)</id>",
            link("alternate", "text/html", entry.url),
            "<published>\(issue.publishedAt.iso8601)</published>",
            "<updated>\(issue.updatedAt.iso8601)</updated>",
            "<author><name>\(issue.author.escapingXML)</name></author>",
        ]
        if let summary = issue.summary { lines.append("<summary type=\"text\">\(summary.escapingXML)</summary>") }
        lines += [
            "<content type=\"html\" xml:base=\"\(entry.url.escapingXML)\">\(entry.content.escapingXML)</content>",
            "</entry>",
        ]
        return lines.joined(separator: "\n")
    }

    private static func link(_ relation: String, _ type: String, _ url: String) -> String {
        "<link rel=\"\(relation)\" type=\"\(type)\" href=\"\(url.escapingXML)\"/>"
    }
}
