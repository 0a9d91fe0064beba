extension Rule {
    static let longSubject = Rule(
        "long-subject", .notice, what: "The subject is longer than 70 characters.",
        why: "Most mail programs show 40 to 70 of them."
    ) { checked in
        let length = checked.issue.subject.fillingMergeFields(holds: { _ in true }) { $0.fallback ?? "a name" }.count
        guard length > 70 else { return [] }
        return [
            Spot(checked.subjectLine, "The subject has \(length) characters. Say what matters in the first 40.")
        ]
    }
}
