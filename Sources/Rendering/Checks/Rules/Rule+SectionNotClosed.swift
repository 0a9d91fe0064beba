extension Rule {
    static let sectionNotClosed = Rule(
        "section-not-closed", .error, what: "One end of a section has no partner beside it.",
        why: "Both would go out as they stand, and everybody would read what is meant for some."
    ) { checked in
        checked.issue.source.braces.compactMap { use in
            guard case .unmatched(let source) = use.meaning else { return nil }
            return Spot(
                use.line,
                "\(source) has no partner beside it. A section begins with {{#name}} or {{^name}} and ends with {{/name}}, "
                    + "in the same paragraph, or on lines of their own around whole blocks.")
        }
    }
}
