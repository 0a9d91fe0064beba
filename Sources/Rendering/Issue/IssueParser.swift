import Mail

/// Reads an issue: bytes in, values or an error with its line out.
package enum IssueParser {
    /// - Parameter path: the file as the user named it; its name gives the slug.
    package static func parse(_ bytes: [UInt8], path: String) throws(IssueError) -> Issue {
        let source = try IssueText.decode(bytes, path: path)
        let (yaml, markdown, firstLine) = try FrontMatter.split(IssueText.clean(source), path: path)
        let frontMatter = try yaml.map { yaml throws(IssueError) in try FrontMatter.parse(yaml, path: path) } ?? .none
        var keys = try KnownKeys(frontMatter, path: path)
        try MarkdownBounds.check(markdown, path: path, firstLine: firstLine)
        let document = MarkdownParser.parse(markdown, firstLine: firstLine)
        let title = IssueTitle(of: document, subject: keys.line(.subject))
        let preheader = keys.line(.preheader)
        return Issue(
            path: path,
            subject: title.subject,
            preheader: preheader?.isEmpty == true ? nil : preheader,
            from: try keys.mailbox(.from),
            replyTo: try keys.mailbox(.replyTo),
            date: keys.texts[.date],
            list: keys.texts[.list],
            slug: try keys.slug() ?? Slug.make(fromPath: path),
            language: try keys.language(),
            isPublic: keys.isPublic,
            template: try keys.template(),
            images: try keys.images(),
            silencedChecks: try SilencedChecks.read(frontMatter, in: source, path: path),
            extra: keys.extra,
            body: MarkdownDocument(blocks: title.body, footnotes: document.footnotes, braces: document.braces),
            source: IssueSource(
                text: source, keys: frontMatter.entries.map(\.key),
                braces: (keys.braces + document.braces).sorted { $0.line < $1.line }))
    }
}
