extension Rule {
    /// A link that nobody can see or hear. One around an image counts as having text: the image's.
    static let linkWithoutText = Rule { checked in
        var findings: [Finding] = []
        RawHTML.resolved(checked.issue.body).forEachInline { inline in
            guard case .link(let link) = inline, !link.content.canBeSeen else { return }
            findings.append(
                Finding(
                    "link-without-text", .warning, line: link.line,
                    "The link to \(link.url.showingMergeFields) has no text. Write [what it leads to](…)."))
        }
        return findings
    }
}

extension [Inline] {
    fileprivate var canBeSeen: Bool {
        var found = !plainText.trimmingWhiteSpace.isEmpty
        forEachInline { inline in
            if case .image = inline { found = true }
        }
        return found
    }
}
