extension Rule {
    /// Both parts are made from the same text, but templates and raw HTML can show more in one of them.
    static let partsDiffer = Rule(
        "parts-differ", .warning, what: "A link or a heading is in one part of the message and not in the other.",
        why: "Who reads the text part misses it; and filters take two messages in one for a trick."
    ) { checked in
        guard let message = checked.evidence.message, let page = checked.page else { return [] }
        let parts = MessageParts(page: page, text: message.textPart)
        return parts.linksOnlyInHTML.map { url in
            Spot(
                checked.line(of: url),
                "The link to \(url.showingMergeFields) is in the HTML part and not in the text part.")
        }
            + parts.linksOnlyInText.map { url in
                Spot(
                    checked.line(of: url), "\(url.showingMergeFields) is in the text part and no link in the HTML part."
                )
            }
            + checked.headings.flatMap { heading in
                parts.partsWithout(heading.words).map { part in
                    Spot(heading.line, "The heading '\(heading.words.showingMergeFields)' is not in the \(part) part.")
                }
            }
    }
}

extension CheckedIssue {
    fileprivate func line(of url: String) -> Int {
        links.first { LinkPolicy.encodingFields(in: LinkTarget.encoded($0.url)) == url }?.line ?? 1
    }
}
