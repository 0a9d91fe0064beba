extension Rule {
    static let spamScore = Rule(
        "spam-score", .warning,
        what: "SpamAssassin or rspamd, if they are installed, give the message points. Asked with --spam.",
        why: "The readers' filters are of the same kind."
    ) { checked in
        checked.evidence.spamScores.filter { $0.score >= $0.threshold / 2 }.map { verdict in
            let hits = verdict.hits.filter { $0.score > 0 }.prefix(8).map { "\($0.rule) \($0.score)" }
            let isSpam = verdict.score >= verdict.threshold
            return Spot(
                1,
                "\(verdict.filter) gives \(verdict.score) points; \(verdict.threshold) are spam: \(hits.joined(separator: ", ")).",
                severity: isSpam ? .warning : .notice)
        }
    }
}
