extension Rule {
    static let exampleLink = Rule(
        "example-link", .notice, what: "A link leads to example.org or another host for examples.",
        why: "It was meant to be replaced."
    ) { checked in
        let links = checked.links.filter { LinkProblem($0.url) == .exampleHost }
        guard let first = links.first else { return [] }
        let lead = links.count == 1 ? "leads" : "and \(links.count - 1) more lead"
        return [Spot(first.line, "The link to \(first.shownURL) \(lead) to a host for examples (RFC 2606).")]
    }
}
