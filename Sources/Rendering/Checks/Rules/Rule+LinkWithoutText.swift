extension Rule {
    /// One around an image counts as having text: the image's.
    static let linkWithoutText = Rule(
        "link-without-text", .warning, what: "A link has nothing in it.", why: "Nobody can see or hear it."
    ) { checked in
        checked.links.filter { $0.words.isEmpty && !$0.hasImage }.map { link in
            Spot(link.line, "The link to \(link.shownURL) has no text. Write [what it leads to](…).")
        }
    }
}
