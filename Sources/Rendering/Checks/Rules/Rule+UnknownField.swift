import Mail

extension Rule {
    static let unknownField = Rule(
        "unknown-field", .warning,
        what: "No reader of the list has a field or section; an error where it resembles one that readers do have.",
        why: "Everybody reads its fallback, or nothing. Asked with --list, and before every send."
    ) { checked in
        guard let readers = checked.evidence.readers else { return [] }
        return readers.lists.flatMap { list in
            readers.usedFields.filter { !list.names.contains($0) }.map { name in
                spot(for: name, among: list, in: checked.issue)
            }
        }
    }

    private static func spot(for name: String, among list: ReaderSurvey.KnownFields, in issue: Issue) -> Spot {
        let line = issue.source.braces.first { $0.names(name) }?.line ?? 1
        let known = list.names.sorted() + [MergeField.readerName, MergeField.email]
        guard let meant = Spelling.nearest(to: name, among: known), !differ(name, meant) else {
            return Spot(
                line,
                "No reader of list '\(list.list)' has a value for '\(name)': everybody reads what stands there for those "
                    + "without one.")
        }
        let advice =
            meant.wholeMatch(of: /[a-z][a-z0-9_]*/) == nil
            ? "An issue can name it once it is imported as '\(name)'." : "Did you mean it?"
        return Spot(
            line, "No reader of list '\(list.list)' has a value for '\(name)', but for '\(meant)'. \(advice)",
            severity: .error)
    }

    /// Whether two names are told apart by a number or are too short to resemble each other: `day1`, `day2`; `x`, `y`.
    private static func differ(_ left: String, _ right: String) -> Bool {
        let (one, other) = (left.filter(\.isNumber), right.filter(\.isNumber))
        let isShort = min(left.count, right.count) < 3 && left.lowercased() != right.lowercased()
        return isShort || (one != other && left.filter { !$0.isNumber } == right.filter { !$0.isNumber })
    }
}

extension BraceUse {
    fileprivate func names(_ name: String) -> Bool {
        switch meaning {
        case .field(let field): field.name == name
        case .section(let condition): condition.name == name
        default: false
        }
    }
}
