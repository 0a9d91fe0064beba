extension Rule {
    /// Places that could be empty for some readers, and double braces that are no merge field.
    static let mergeField = Rule { checked in
        var seen: Set<BraceUse.Meaning> = []
        return checked.issue.source.braces.filter { seen.insert($0.meaning).inserted }.compactMap { use in
            switch use.meaning {
            case .field(let field): possiblyEmpty(field, line: use.line)
            case .literal(let source): noField(source, line: use.line)
            }
        }
    }

    /// Every recipient has these.
    private static let alwaysFilled: Set<String> = [MergeField.email, MergeField.unsubscribeURL, MergeField.viewURL]

    private static func possiblyEmpty(_ field: MergeField, line: Int) -> Finding? {
        if field.fallback != nil || alwaysFilled.contains(field.name) { return nil }
        let who =
            field.name == MergeField.readerName
            ? "a reader whose name is not known" : "a reader without the attribute '\(field.name)'"
        return Finding(
            "merge-field", .notice, line: line,
            "{{\(field.name)}} is empty for \(who). Give it a fallback: {{\(field.name) | \"…\"}}.")
    }

    private static func noField(_ source: String, line: Int) -> Finding {
        Finding(
            "merge-field", .warning, line: line,
            "\(source) is no merge field and goes out as it is. "
                + "Write {{name}} or {{name | \"reader\"}}; names are lowercase. For literal braces write \\{{.")
    }
}
