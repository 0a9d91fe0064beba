extension Rule {
    static let brokenLink = Rule(
        "broken-link", .warning, what: "A link cannot work: empty, malformed, without a host, or to a private machine.",
        why: "Readers click, and nothing happens."
    ) { checked in
        checked.links.compactMap { link in
            guard let problem = LinkProblem(link.url), problem != .exampleHost else { return nil }
            let name = link.words.isEmpty ? link.shownURL : "'\(link.words)'"
            return Spot(link.line, "The link \(name) \(problem.words(link.shownURL))")
        }
    }
}
