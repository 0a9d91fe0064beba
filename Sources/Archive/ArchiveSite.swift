import Mail

/// The site: which file holds what. Files are made when they are asked for.
package struct ArchiveSite: Sendable {
    package typealias ContentSource = @Sendable (ArchivedIssue) throws -> ArchivedContent

    /// The newsletter's name.
    package let title: String
    /// Where the archive is reached, without a slash at the end.
    package let url: String
    /// All that have a page, newest first.
    package let issues: [ArchivedIssue]
    /// Those that index and feed lead to.
    package var listed: [ArchivedIssue] { issues.filter(\.isListed) }
    private let templates: ArchiveTemplates
    private let source: ContentSource

    package init(
        title: String, url: String, issues: [ArchivedIssue], templates: ArchiveTemplates,
        content: @escaping ContentSource
    ) {
        self.title = title
        self.url = url
        self.issues = issues
        self.templates = templates
        source = content
    }

    package static let indexName = "index.html"
    package static let feedName = "feed.atom"
    package static let styleName = "archive.css"
    /// Where links of messages that are personal lead from here.
    package static let unsubscribeName = "unsubscribe.html"
    /// Where test copies lead that would lead to their own page.
    package static let testPath = "test-copy"

    /// Every file of the site.
    package func files() throws -> [ArchiveFile] {
        var files = [try index(), try feed(), style, unsubscribe, testCopy]
        var images: [String: ArchiveFile] = [:]
        for position in issues.indices {
            let content = try source(issues[position])
            files.append(page(at: position, content))
            for image in content.images { images["images/\(image.name)"] = Self.file(image) }
        }
        return files + images.values.sorted { $0.name < $1.name }
    }

    /// The file of that name; nil if there is none. An issue is found without `.html`, too, and in any case.
    package func file(_ name: String) throws -> ArchiveFile? {
        switch name {
        case "", Self.indexName: return try index()
        case Self.feedName: return try feed()
        case Self.styleName: return style
        case Self.unsubscribeName, "unsubscribe": return unsubscribe
        case Self.testPath, "\(Self.testPath).html": return testCopy
        default:
            let path = (name.hasBytes(suffix: ".html") ? String(name.dropLast(5)) : name).lowercased()
            guard let position = issues.firstIndex(where: { $0.path.lowercased() == path }) else { return nil }
            return page(at: position, try source(issues[position]))
        }
    }

    package static func file(_ image: ArchivedImage) -> ArchiveFile {
        ArchiveFile(name: "images/\(image.name)", contentType: image.contentType, bytes: image.bytes)
    }

    package func content(of issue: ArchivedIssue) throws -> ArchivedContent { try source(issue) }

    // MARK: Files

    private func index() throws -> ArchiveFile {
        let showsLists = Set(listed.map(\.listTitle)).count > 1
        let entries = listed.map { issue -> [String: Any] in
            var values = self.values(of: issue)
            if showsLists { values["list"] = issue.listTitle }
            return values
        }
        return html(
            Self.indexName, "index",
            ["title": title, "is_index": true, "canonical": "\(url)/", "language": "en", "issues": entries])
    }

    private func page(at position: Int, _ content: ArchivedContent) -> ArchiveFile {
        let issue = issues[position]
        var values = values(of: issue)
        values["canonical"] = pageURL(issue)
        values["style"] = content.style
        values["message"] = content.body
        if issue.isListed {
            values["newer"] = issues[..<position].last { $0.isListed }.map { self.values(of: $0) }
            values["older"] = issues[(position + 1)...].first { $0.isListed }.map { self.values(of: $0) }
        } else {
            values["is_unlisted"] = true
        }
        return html("\(issue.path).html", "issue", values)
    }

    private func feed() throws -> ArchiveFile {
        let entries = try listed.prefix(AtomFeed.longest).map { issue in
            AtomFeed.Entry(issue: issue, url: pageURL(issue), content: try source(issue).fragment)
        }
        let feed = AtomFeed(
            title: title, author: title, url: "\(url)/\(Self.feedName)", siteURL: "\(url)/", entries: entries)
        return ArchiveFile(name: Self.feedName, contentType: AtomFeed.contentType, bytes: Array(feed.xml.utf8))
    }

    private var style: ArchiveFile {
        ArchiveFile(name: Self.styleName, contentType: "text/css; charset=utf-8", bytes: Array(templates.style.utf8))
    }

    private var unsubscribe: ArchiveFile {
        html(
            Self.unsubscribeName, "unsubscribe",
            ["title": "Unsubscribe", "canonical": "\(url)/\(Self.unsubscribeName)", "language": "en"])
    }

    private var testCopy: ArchiveFile {
        html(
            "\(Self.testPath).html", "issue",
            [
                "title": "A test copy", "canonical": "\(url)/\(Self.testPath)", "language": "en", "is_unlisted": true,
                "style": "", "message": Self.testText,
            ])
    }

    private static let testText = """
        <div class="archive-sheet">
        <h1>This was a test</h1>
        <p>The link was in a test copy of an issue. When the issue is sent, it leads to the issue's own page here.</p>
        </div>
        """

    private func html(_ name: String, _ template: String, _ values: [String: Any]) -> ArchiveFile {
        let values = values.merging(["newsletter": title, "feed_url": "\(url)/\(Self.feedName)"]) { own, _ in own }
        return ArchiveFile(
            name: name, contentType: "text/html; charset=utf-8", bytes: Array(templates.html(template, values).utf8))
    }

    private func pageURL(_ issue: ArchivedIssue) -> String { "\(url)/\(issue.path)" }

    func values(of issue: ArchivedIssue) -> [String: Any] {
        let published = CivilTime(issue.publishedAt)
        var values: [String: Any] = [
            "title": issue.title, "href": "\(issue.path).html", "language": issue.language,
            "date": "\(published.day) \(Self.months[published.month - 1]) \(published.year)",
            "published": issue.publishedAt.iso8601, "author": issue.author,
        ]
        values["summary"] = issue.summary
        return values
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
