extension Rule {
    static let ambiguousLinkText = Rule(
        "ambiguous-link-text", .warning, what: "Two links have the same text and lead to different places.",
        why: "Who hears a list of the links cannot tell them apart."
    ) { checked in
        var first: [String: CheckedLink] = [:]
        var reported: Set<String> = []
        return checked.links.compactMap { link in
            let words = link.words.lowercased()
            guard !words.isEmpty, !link.url.isEmpty else { return nil }
            guard let earlier = first[words] else {
                first[words] = link
                return nil
            }
            guard earlier.url != link.url, reported.insert(words + " " + link.url).inserted else { return nil }
            return Spot(
                link.line,
                "'\(link.words)' leads to \(link.shownURL) here and to \(earlier.shownURL) in line \(earlier.line). "
                    + "Give the two different texts.")
        }
    }
}
