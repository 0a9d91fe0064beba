import Mail

extension Rule {
    static let repeatedLink = Rule(
        "repeated-link", .notice, what: "The same URL is linked four times or more.",
        why: "Filters count it, and readers lose sight of the other links."
    ) { checked in
        let uses = Dictionary(
            grouping: checked.links.filter { !$0.url.isEmpty && !$0.url.hasBytes(prefix: "#") }, by: \.url)
        return uses.values.filter { $0.count > limit }.map { links in
            let lines = links.map { String($0.line) }.joined(separator: ", ")
            return Spot(
                links[limit].line, "\(links[0].shownURL) is linked \(links.count) times, in the lines \(lines).")
        }
    }

    private static let limit = 3
}
