/// Applies every rule to an issue.
package enum IssueChecker {
    /// - Parameter encodedHTMLSize: of the compiled message's HTML part; nil if it could not be compiled.
    /// - Returns: the findings in the order of their lines, the gravest of a line first.
    package static func check(_ issue: Issue, encodedHTMLSize: Int? = nil) -> [Finding] {
        let checked = CheckedIssue(issue: issue, encodedHTMLSize: encodedHTMLSize)
        return rules.flatMap { $0.findings(checked) }.sorted { left, right in
            (left.line, left.severity, left.ruleID, left.message) < (
                right.line, right.severity, right.ruleID, right.message
            )
        }
    }

    static let rules: [Rule] = [
        .decodedTwice, .emptySubject, .unknownKey, .imageWithoutAlt, .linkWithoutText, .mergeField, .htmlTooLarge,
    ]
}

/// What the rules look at.
struct CheckedIssue {
    let issue: Issue
    let encodedHTMLSize: Int?
}

/// One thing that is looked for. Each rule is in a file of its own.
struct Rule: Sendable {
    let findings: @Sendable (CheckedIssue) -> [Finding]
}
