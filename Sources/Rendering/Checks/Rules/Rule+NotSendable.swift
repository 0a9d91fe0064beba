extension Rule {
    static let notSendable = Rule(
        "not-sendable", .error,
        what: "The issue cannot be made into a message: a picture is missing, or a template has a mistake.",
        why: "'mailer send' would stop at the same place."
    ) { checked in
        guard let failure = checked.evidence.failure, !checked.issue.subject.isEmpty else { return [] }
        return [Spot(failure.line, failure.message)]
    }
}
