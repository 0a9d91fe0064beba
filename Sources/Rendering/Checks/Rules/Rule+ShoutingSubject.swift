extension Rule {
    static let shoutingSubject = Rule(
        "shouting-subject", .warning,
        what: "The subject shouts: capitals, exclamation marks, currencies, or a \"Re:\" to nothing.",
        why: "Filters score it, and readers have learnt to skip it."
    ) { checked in
        // As it is without the readers' values.
        let subject = checked.issue.subject.fillingMergeFields(holds: { _ in true }) { _ in "" }
        let line = checked.subjectLine
        return SubjectTone.complaints(of: subject).map { Spot(line, "The subject \($0)") }
    }
}

extension CheckedIssue {
    /// Where the subject comes from.
    var subjectLine: Int {
        if let key = issue.source.keys.first(where: { $0.name == IssueKey.subject.rawValue }) { return key.line }
        let heading = headings.first { $0.words == issue.subject }
        return heading?.line ?? issue.titleLine
    }
}
