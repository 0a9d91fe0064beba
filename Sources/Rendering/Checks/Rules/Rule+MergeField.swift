extension Rule {
    /// Places that could be empty for some readers.
    static let mergeField = Rule(
        "merge-field", .notice, what: "A merge field has no fallback.",
        why: "A reader without the value would stop the send; 'mailer check --list' says whether there is one."
    ) { checked in
        var seen: Set<String> = []
        let needs = checked.evidence.message.map(FieldNeeds.init)
        return checked.issue.source.braces.compactMap { use in
            guard case .field(let field) = use.meaning, field.fallback == nil,
                !FieldNeeds.alwaysThere.contains(field.name), needs?.mayBeEmpty(field.name) ?? true,
                seen.insert(field.name).inserted
            else { return nil }
            let who =
                field.name == MergeField.readerName
                ? "a reader whose name is not known" : "a reader without the attribute '\(field.name)'"
            return Spot(
                use.line,
                "{{\(field.name)}} is empty for \(who). Give it a fallback: {{\(field.name) | \"…\"}}.")
        }
    }
}
