extension Rule {
    static let emptySubject = Rule(
        "empty-subject", .error, what: "There is no subject.",
        why: "Readers see a blank line between other mail, and filters take it for spam."
    ) { checked in
        guard checked.issue.subject.isEmpty else { return [] }
        let key = checked.issue.source.keys.first { $0.name == IssueKey.subject.rawValue }
        let advice =
            key == nil
            ? "Write 'subject: …' into the front matter, or open the text with a title line."
            : "Write one behind 'subject:', or remove the key to take the first heading or line."
        return [Spot(key?.line ?? 1, "The issue has no subject. \(advice)")]
    }
}
