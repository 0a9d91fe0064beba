extension Rule {
    static let unknownCheck = Rule(
        "unknown-check", .warning, what: "The front matter silences a check that does not exist or cannot be silenced.",
        why: "What it was meant to silence, it does not."
    ) { checked in
        checked.issue.silencedChecks.compactMap { silenced in
            guard let rule = IssueChecker.rules.first(where: { $0.id == silenced.name }) else {
                let near = Spelling.nearest(to: silenced.name, among: IssueChecker.rules.map(\.id))
                let advice = near.map { "Did you mean '\($0)'?" } ?? "docs/checks.md names them."
                return Spot(silenced.line, "There is no check '\(silenced.name)'. \(advice)")
            }
            if rule.canBeSilenced { return nil }
            return Spot(
                silenced.line, "The check '\(rule.id)' cannot be silenced: what it finds must not be sent.")
        }
    }
}
