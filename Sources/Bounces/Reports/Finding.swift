import Mail

/// What one kind of reader made of a message, before the envelope is added.
struct Finding {
    var kind: ParsedReport.Kind
    var feedbackType: String?
    var recipients: [ReportedRecipient] = []
    var bounceClass: BounceClass?
    var rule: String
}

extension ReportedRecipient {
    /// Classifies what is said about an address.
    init(
        _ address: EmailAddress, action: Action, evidence: RefusalEvidence, diagnostic: String, source: String
    ) {
        let verdict: (bounceClass: BounceClass, rule: String) =
            action == .delayed ? (.delayed, "delayed") : ReplyClassifier.classify(evidence)
        self.init(
            address: address, status: evidence.status, bounceClass: verdict.bounceClass, action: action,
            diagnostic: diagnostic.oneLine, rule: "\(source): \(verdict.rule)")
    }
}

extension [ReportedRecipient] {
    /// Each address once, the first time it comes.
    var unique: [ReportedRecipient] {
        var seen: Set<String> = []
        return filter { seen.insert($0.address.key).inserted }
    }
}

extension String {
    /// White space of any kind as single spaces, cut to a size that logs and rows can hold.
    var oneLine: String {
        split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(utf8Count: 1_000)
    }
}
