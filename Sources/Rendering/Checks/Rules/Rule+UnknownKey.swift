extension Rule {
    /// A key that mailer does not know is for the templates, unless it is a misspelling.
    static let unknownKey = Rule(
        "unknown-key", .warning, what: "A front matter key is not known; a notice unless it looks misspelt.",
        why: "What it says is not done."
    ) { checked in
        checked.issue.source.keys.filter { IssueKey(rawValue: $0.name) == nil }.map { key in
            if let meant = Spelling.nearest(to: key.name, among: IssueKey.allCases.map(\.rawValue)) {
                return Spot(key.line, "Front matter key '\(key.name)' is not known. Did you mean '\(meant)'?")
            }
            return Spot(
                key.line, "Front matter key '\(key.name)' is not known; templates can use it.", severity: .notice)
        }
    }
}
