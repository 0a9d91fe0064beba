/// What can be known of an issue beyond its file. Whoever asks for the checks gathers it; a rule that lacks its evidence
/// finds nothing.
package struct Evidence: Sendable {
    /// The message that the issue makes.
    package var message: CompiledMessage?
    /// Why it makes none.
    package var failure: CompileFailure?
    /// How large images are, by their URL in the issue.
    package var images: [String: ImageWeight] = [:]
    /// What web servers said, by URL.
    package var answers: [String: LinkAnswer] = [:]
    /// What is known of the readers of the list that the issue is for.
    package var readers: ReaderSurvey?
    package var spamScores: [SpamScore] = []

    package init() {}
}

/// Why an issue cannot be made into a message.
package struct CompileFailure: Hashable, Sendable {
    /// Of the issue's file, counted from 1.
    package let line: Int
    /// A sentence that says what to do.
    package let message: String

    package init(_ error: any Error) {
        switch error {
        case let error as ImageError: (line, message) = (error.line, error.message)
        case let error as IssueError: (line, message) = (error.line ?? 1, error.message)
        default: (line, message) = (1, "\(error)")
        }
    }
}

/// How many bytes a reader loads for an image.
package struct ImageWeight: Hashable, Sendable {
    package let bytes: Int

    package init(bytes: Int) { self.bytes = bytes }
}

/// What came of following a link.
package enum LinkAnswer: Hashable, Sendable {
    /// The server has it.
    case found
    /// The server has it elsewhere, under this URL.
    case moved(to: String)
    /// In words for people: `404 Not Found`, `no such host`.
    case failed(String)
}

/// What a spam filter says of the message.
package struct SpamScore: Hashable, Sendable {
    package struct Hit: Hashable, Sendable {
        package let rule: String
        package let score: Double

        package init(rule: String, score: Double) {
            self.rule = rule
            self.score = score
        }
    }

    /// `SpamAssassin`, `rspamd`.
    package let filter: String
    package let score: Double
    /// From where on a message is spam.
    package let threshold: Double
    /// What made the score, worst first; what speaks for the message counts below zero.
    package let hits: [Hit]

    package init(filter: String, score: Double, threshold: Double, hits: [Hit]) {
        self.filter = filter
        self.score = score
        self.threshold = threshold
        self.hits = hits.sorted { ($1.score, $0.rule) < ($0.score, $1.rule) }
    }
}
