/// One thing that is looked for in an issue. Each rule is in a file of its own.
package struct Rule: Sendable {
    /// `image-without-alt`: stable, for scripts and for silencing.
    package let id: String
    /// Of most of its findings; single ones can be milder or graver.
    package let severity: Finding.Severity
    /// What is found, in a sentence for people.
    package let what: String
    /// What is bad about it.
    package let why: String
    private let spots: @Sendable (CheckedIssue) -> [Spot]

    init(
        _ id: String, _ severity: Finding.Severity, what: String, why: String,
        spots: @escaping @Sendable (CheckedIssue) -> [Spot]
    ) {
        self.id = id
        self.severity = severity
        self.what = what
        self.why = why
        self.spots = spots
    }

    /// Whether an issue can say that it knows better. What no reader should get cannot be silenced.
    package var canBeSilenced: Bool { severity != .error }

    func findings(_ checked: CheckedIssue) -> [Finding] {
        spots(checked).map { spot in
            Finding(
                id, spot.severity ?? severity, line: max(1, spot.line), spot.message, isFixable: spot.isFixable)
        }
    }
}

/// Where a rule found something.
struct Spot {
    /// Of the issue's file, counted from 1.
    let line: Int
    let message: String
    /// If it is not the rule's.
    var severity: Finding.Severity?
    var isFixable = false

    init(_ line: Int, _ message: String, severity: Finding.Severity? = nil, isFixable: Bool = false) {
        self.line = line
        self.message = message
        self.severity = severity
        self.isFixable = isFixable
    }
}
