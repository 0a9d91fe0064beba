extension Issue {
    /// What the issue says as HTML and text, ready for the layout.
    ///
    /// Both open with the subject as their title, unless the text has a title of its own or already shows
    /// the subject as a heading.
    package var messageContent: MessageContent { messageContent(images: .none) }

    /// The same with its images found.
    package func messageContent(images: IssueImages) -> MessageContent {
        let page = page
        let text = images == .none ? page : images.applied(to: RawHTML.resolved(page))
        var content = MessageContent(
            subject: subject, htmlFragment: HTMLWriter.fragment(page, language: language ?? "en"),
            text: TextWriter.text(text))
        content.images = images
        content.preheader = preheader
        content.displayDate = date
        if let language { content.language = language }
        content.extra = extra
        content.slug = slug
        return content
    }

    /// The body under its title.
    package var page: MarkdownDocument {
        if subject.isEmpty || showsOwnTitle { return body }
        var page = body
        page.blocks.insert(.heading(Heading(level: 1, content: [.text(subject)], line: 1)), at: 0)
        return page
    }

    private var showsOwnTitle: Bool {
        let headings = body.blocks.enumerated().compactMap { index, block -> (index: Int, heading: Heading)? in
            guard case .heading(let heading) = block else { return nil }
            return (index, heading)
        }
        return headings.contains { index, heading in
            (index == 0 && heading.level == 1) || heading.content.plainText.collapsingWhiteSpace == subject
        }
    }
}
