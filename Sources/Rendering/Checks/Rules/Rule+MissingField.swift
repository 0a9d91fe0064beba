extension Rule {
    static let missingField = Rule(
        "missing-field", .error, what: "Readers of the list lack a value that the issue shows without a fallback.",
        why: "They would read \"Dear ,\". Asked with --list, and before every send."
    ) { checked in
        guard let readers = checked.evidence.readers, readers.gapCount > 0 else { return [] }
        let fields = Set(readers.gaps.flatMap(\.fields))
        let line = checked.issue.source.braces.first { use in
            guard case .field(let field) = use.meaning else { return false }
            return field.fallback == nil && fields.contains(field.name)
        }?.line
        return [
            Spot(
                line ?? 1,
                "\(readers.gapCount) of \(readers.readerCount) readers lack a value that has no fallback. Write "
                    + "{{name | \"…\"}}, or put the place into a section. "
                    + readers.report.joined(separator: "; ") + ".")
        ]
    }
}
