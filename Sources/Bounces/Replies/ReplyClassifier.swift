import Mail

/// Says what a refusal means for the address: a class, and the rule that decided.
///
/// The order of the questions:
/// 1. Status codes that are reliable on their own (5.2.2, 5.3.4, 5.7.26 …).
/// 2. The text, by the tables: first what speaks about the sender or the message, then about the
///    mailbox, then about the way there. Servers say 5.1.1 when they mean "blocked", and 5.7.1 when they
///    mean "no such user"; the words are nearer to the truth.
/// 3. The other status codes, then the reply code.
///
/// Whatever is transient, or was said about the sender (MAIL FROM, the greeting), is never `hard`.
package enum ReplyClassifier {
    /// A reply in our own dialogue.
    package static func classify(_ reply: SMTPReply, stage: DialogueStage) -> (bounceClass: BounceClass, rule: String) {
        classify(RefusalEvidence(code: reply.code, status: reply.enhancedStatus, text: reply.text, stage: stage))
    }

    /// What a report says about a refusal elsewhere.
    package static func classify(
        status: EnhancedStatusCode?, diagnostic: String, stage: DialogueStage? = nil
    ) -> (bounceClass: BounceClass, rule: String) {
        classify(RefusalEvidence(status: status, text: diagnostic, stage: stage))
    }

    static func classify(_ evidence: RefusalEvidence) -> (bounceClass: BounceClass, rule: String) {
        let (bounceClass, rule) = decide(evidence)
        guard bounceClass == .hard || bounceClass == .disabled else { return (bounceClass, rule) }
        if [.greeting, .connect, .hello, .mailFrom, .authentication, .startTLS].contains(evidence.stage) {
            return (.reputation, "\(rule), but said about the sender")
        }
        return evidence.isPermanent ? (bounceClass, rule) : (.unknown, "\(rule), but transient")
    }

    private static func decide(_ evidence: RefusalEvidence) -> (BounceClass, String) {
        if let status = evidence.status, let rule = StatusRules.reliable.first(where: { $0.matches(status) }) {
            return (rule.bounceClass, rule.name)
        }
        for table in [SenderRules.table, MailboxRules.table, RouteRules.table] {
            if let rule = table.first(where: { $0.matches(evidence.words) }) { return (rule.bounceClass, rule.name) }
        }
        if let status = evidence.status, let rule = StatusRules.others.first(where: { $0.matches(status) }) {
            return (rule.bounceClass, rule.name)
        }
        return StatusRules.fallback(code: evidence.code)
    }
}
