import Mail

extension Rule {
    static let httpLink = Rule(
        "http-link", .warning, what: "A link or an image is loaded without encryption.",
        why: "Others can read along and change it; browsers warn, and mail programs do not load the image."
    ) { checked in
        let targets =
            checked.links.map { ($0.url, $0.line, "link") } + checked.images.map { ($0.url, $0.line, "image") }
        return targets.filter { $0.0.asciiLowercased.hasBytes(prefix: "http://") }.map { url, line, kind in
            Spot(
                line, "The \(kind) \(url.showingMergeFields) is not encrypted. Write https:// if the server can do it.")
        }
    }
}
