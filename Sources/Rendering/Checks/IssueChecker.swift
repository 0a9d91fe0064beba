/// Applies every rule to an issue.
package enum IssueChecker {
    /// - Returns: the findings in the order of their lines, the gravest of a line first.
    package static func check(_ issue: Issue, _ evidence: Evidence = Evidence()) -> [Finding] {
        let checked = CheckedIssue(issue, evidence)
        let silenced = Set(issue.silencedChecks.map(\.name))
        let active = rules.filter { !$0.canBeSilenced || !silenced.contains($0.id) }
        return active.flatMap { $0.findings(checked) }.sorted { left, right in
            (left.line, left.severity, left.ruleID, left.message) < (
                right.line, right.severity, right.ruleID, right.message
            )
        }
    }

    /// All rules, the gravest first.
    package static let rules: [Rule] = [
        .unreadable, .notSendable, .emptySubject, .sectionNotClosed, .missingField, .unknownField, .missingUnsubscribe,
        .decodedTwice, .unreplacedField, .partsDiffer, .htmlTooLarge, .heavyImage,
        .brokenLink, .deadAnchor, .unreachableLink, .httpLink, .linkWithoutText, .vagueLinkText, .ambiguousLinkText,
        .imageWithoutAlt, .fileNameAlt, .shoutingSubject, .spamScore, .unknownKey, .unknownCheck,
        .mergeField, .exampleLink, .redirectedLink, .repeatedLink, .longSubject, .skippedHeading, .severalTitles,
    ]
}
