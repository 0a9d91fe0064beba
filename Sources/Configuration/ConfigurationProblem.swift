/// One thing wrong with the configuration, and where.
package struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
    /// `mailer.yaml:7`, or the name of an environment variable.
    package let place: String
    /// What is wrong and what to do, as sentences.
    package let sentence: String

    package var description: String { "\(place): \(sentence)" }
}

/// Everything that is wrong, at once.
package struct ConfigurationErrors: Error, Hashable, Sendable, CustomStringConvertible {
    package let problems: [ConfigurationProblem]

    package var description: String {
        let heading = "The configuration has \(problems.count == 1 ? "a problem" : "\(problems.count) problems"):"
        return ([heading] + problems.map { "  \($0)" }).joined(separator: "\n")
    }
}
