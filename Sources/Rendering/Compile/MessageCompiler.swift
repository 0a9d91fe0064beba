import Mail

/// Turns an issue's content into a compiled message: layout, sanitising, style inlining, encoding, cutting.
///
/// All of it happens once for a mailing, so nothing here needs to be fast.
package struct MessageCompiler: Sendable {
    private let templates: MessageTemplates
    private let identity: NewsletterIdentity

    package init(templates: MessageTemplates, identity: NewsletterIdentity) {
        self.templates = templates
        self.identity = identity
    }

    /// - Parameters:
    ///   - boundary: the same one makes the same bytes again.
    ///   - offersBrowserView: whether every recipient will have a `viewURL`.
    package func compile(
        _ content: MessageContent, boundary: MIMEBoundary, offersBrowserView: Bool = false
    ) throws -> CompiledMessage {
        let subject = content.subject.trimmingWhiteSpace
        guard !subject.isEmpty else { throw CompileError.emptySubject }
        let values = values(for: content, offersBrowserView: offersBrowserView)
        let body = try MessageBody(
            boundary: boundary, images: content.images, domain: identity.from.address.domain)
        let html = try htmlPage(content, values: values, body: body)
        let text = textPart(content, values: values)
        let usesView = [subject, html, text].contains { $0.mergeFields.contains { $0.name == MergeField.viewURL } }
        guard offersBrowserView || !usesView else { throw CompileError.noBrowserView }
        for part in [subject, text] {
            if let broken = SectionBalance.firstBroken(in: part) { throw CompileError.brokenSection(broken) }
        }

        var builder = SegmentBuilder()
        try appendHeader(subject: subject, slug: content.slug, to: &builder)
        builder.append(try body.contentType())
        let encodedHTMLSize = try body.append(html: html, text: text, to: &builder)
        let segments = builder.finish()
        return CompiledMessage(
            subject: subject, htmlPage: html, textPart: text, encodedHTMLSize: encodedHTMLSize,
            images: body.compiledImages, segments: segments)
    }

    private func appendHeader(
        subject: String, slug: String, to builder: inout SegmentBuilder
    ) throws(HeaderError) {
        builder.append(try HeaderField("From", mailboxes: [identity.from]))
        builder.append(.to)
        if let replyTo = identity.replyTo { builder.append(try HeaderField("Reply-To", mailboxes: [replyTo])) }
        if subject.isPersonal {
            // What stands in it for anybody is refused now, not reader by reader.
            _ = try HeaderField("Subject", text: subject.allWording)
            builder.append(.subject(subject))
        } else {
            builder.append(try HeaderField("Subject", text: subject))
        }
        builder.append(.date)
        builder.append(.messageID)
        builder.append(try HeaderField(identity.list))
        builder.append(.unsubscribe)
        builder.append(try HeaderField("List-Unsubscribe-Post", tokens: ["List-Unsubscribe=One-Click"]))
        builder.append(try HeaderField("List-Help", link: identity.helpURL ?? identity.baseURL))
        let feedback = FeedbackID(mailing: slug, list: identity.list.identifier, sender: identity.from.address.domain)
        builder.append(try HeaderField("Feedback-ID", tokens: [feedback.description]))
        builder.append(try HeaderField("MIME-Version", tokens: ["1.0"]))
    }

    /// Content → sanitised → images → layout → styles inlined → source.
    ///
    /// The content is parsed and sanitised alone, so that an unclosed tag in it cannot swallow the footer
    /// and the layout, which is ours, may hold what content may not.
    private func htmlPage(
        _ content: MessageContent, values: [String: Any], body: MessageBody
    ) throws -> String {
        let fragment = Sanitiser.sanitise(try HTMLParser.fragment(content.htmlFragment))
        let shown = content.images.applied(to: fragment, contentID: body.contentID)
        let page = try layout(values, around: LooseText.wrapped(shown))
        let finished = PageFinish.finish(templates.inlined(page))
        if let broken = SectionBalance.firstBroken(in: finished) { throw CompileError.brokenSection(broken) }
        return Serializer.page(finished)
    }

    private func layout(_ values: [String: Any], around content: [DOMNode]) throws(HTMLError) -> DOMElement {
        var values = values
        values["content"] = ContentSlot.source
        if let page = try ContentSlot.filled(templates.htmlPage(values), with: content) { return page }
        values["content"] = Serializer.fragment(content)
        return try HTMLParser.page(templates.htmlPage(values))
    }

    /// The lines are flowed text already; the template's are made so before they come together.
    private func textPart(_ content: MessageContent, values: [String: Any]) -> String {
        var values = values
        values["content"] = Self.contentMark
        let layout = FlowedText.fixed(templates.textPart(values))
        let text = layout.replacingBytes(Self.contentMark, with: content.text.trimmingLineEnds)
        return text.trimmingLineEnds + "\n"
    }

    /// A placeholder without a name, which no text can have.
    private static let contentMark = String(MergeField.opening) + String(MergeField.closing)

    /// What the templates can show; the layout's names win over the front matter's.
    func values(for content: MessageContent, offersBrowserView: Bool) -> [String: Any] {
        var values: [String: Any] = content.extra.mapValues(\.anyValue)
        let texts: [String: String?] = [
            "subject": content.subject,
            "preheader": content.preheader,
            "date": content.displayDate,
            "language": content.language,
            "direction": TextDirection(language: content.language).rawValue,
            "newsletter": identity.title,
            "organisation": identity.organisation,
            "postal_address": identity.postalAddress,
            "base_url": identity.baseURL.description,
            "help_url": identity.helpURL?.description,
            "name": MergeField(MergeField.readerName).placeholder,
            "email": MergeField(MergeField.email).placeholder,
            "unsubscribe_url": MergeField(MergeField.unsubscribeURL).placeholder,
            "view_url": offersBrowserView ? MergeField(MergeField.viewURL).placeholder : nil,
        ]
        for (name, text) in texts { values[name] = text.flatMap { $0.isEmpty ? nil : $0 } }
        return values
    }
}

/// Why an issue cannot be made into a message.
package enum CompileError: Error, Hashable, CustomStringConvertible {
    case emptySubject
    case noBrowserView
    case brokenSection(String)

    package var description: String {
        switch self {
        case .emptySubject: "The issue has no subject. Give it a front matter key 'subject' or a heading."
        case .noBrowserView:
            "The issue uses view_url, but there is no page to view it in a browser. Remove the field."
        case .brokenSection(let source):
            "The section \(source) begins in one place of the HTML and ends in another. Put both of its tags into one "
                + "paragraph, or on lines of their own around whole blocks."
        }
    }
}

extension String {
    /// What any recipient could see of it but for their own values.
    fileprivate var allWording: String {
        mergePieces.map { piece in
            switch piece {
            case .text(let text): text
            case .field(let field): field.fallback ?? ""
            case .opening, .closing: ""
            }
        }.joined()
    }

    /// Without line ends at either end; spaces that indent the first line stay.
    fileprivate var trimmingLineEnds: String {
        let scalars = unicodeScalars.drop { $0 == "\n" || $0 == "\r" }
        guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(Substring(scalars[...last]))
    }
}
