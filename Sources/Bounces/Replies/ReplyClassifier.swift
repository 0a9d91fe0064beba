import Mail

/// Says what a refusal means, and so whom it is about: a class, and the rule that decided.
///
/// A refusal is read as a small grammar (`ReplyText`): who speaks, in which statement, behind which label. The questions
/// come in the order in which a wrong answer would hurt:
///
/// 1. Is it about us? Statements about our sender address, account, host or name win over all that is said about a
///    mailbox, in whatever line and at whatever stage; so do status codes that only ever mean us.
/// 2. Is it about the moment or the message?
/// 3. Is it about the mailbox? Only the reason behind the labels is asked, and one word about spam or blocking in the
///    same sentence makes it doubtful.
/// 4. Fainter words, the way there, then the label, the status and the code.
///
/// Whatever is transient, or was said about the sender (MAIL FROM, the greeting), is never `hard`, `disabled` or `full`.
/// What cannot be told falls to the side that harms no reader.
package enum ReplyClassifier {
    package typealias Verdict = (bounceClass: BounceClass, rule: String)

    /// A reply in our own dialogue.
    package static func classify(_ reply: SMTPReply, stage: DialogueStage) -> (bounceClass: BounceClass, rule: String) {
        let text = reply.lines.joined(separator: "\n")
        return classify(RefusalEvidence(code: reply.code, status: reply.enhancedStatus, text: text, stage: stage))
    }

    /// What a report says about a refusal elsewhere.
    package static func classify(
        status: EnhancedStatusCode?, diagnostic: String, stage: DialogueStage? = nil
    ) -> (bounceClass: BounceClass, rule: String) {
        classify(RefusalEvidence(status: status, text: diagnostic, stage: stage))
    }

    static func classify(_ evidence: RefusalEvidence) -> Verdict {
        let verdict = decide(evidence)
        if let stage = evidence.stage, let about = aboutUs(verdict, at: stage, evidence) { return about }
        guard verdict.bounceClass == .hard || verdict.bounceClass == .disabled, !evidence.isPermanent else {
            return verdict
        }
        return evidence.isFinallyUnknown ? verdict : (.unknown, "\(verdict.rule), but transient")
    }

    /// Before the first RCPT nobody has heard of a reader.
    private static func aboutUs(_ verdict: Verdict, at stage: DialogueStage, _ evidence: RefusalEvidence) -> Verdict? {
        guard stage.isSetup || stage == .mailFrom, verdict.bounceClass.subject == .reader else { return nil }
        let rule = "\(verdict.rule), but said about the sender"
        switch verdict.bounceClass {
        case .full: return (.account, rule)
        case .hard, .disabled: return (stage == .mailFrom ? .sender : .reputation, rule)
        case .unknown where !evidence.isPermanent: return (.throttle, rule)
        case .unknown where stage == .mailFrom: return (.sender, rule)
        case .unknown where stage == .authentication: return (.account, rule)
        case .unknown: return (.reputation, rule)
        default: return nil
        }
    }

    private static func decide(_ evidence: RefusalEvidence) -> Verdict {
        let said = evidence.text.deciding
        return about(us: said, evidence) ?? mailbox(said, evidence) ?? faint(said, evidence) ?? label(said, evidence)
            ?? codes(evidence)
    }

    // MARK: The questions, in their order

    private static func about(us said: [ReplyText.Statement], _ evidence: RefusalEvidence) -> Verdict? {
        status(StatusRules.ours, evidence)
            ?? find(SenderRules.table, said.map(\.words)) ?? find(MomentRules.table, said.map(\.words))
            ?? find(SenderRules.nouns, said.map(\.words).filter { $0.words.count > 1 && $0.words != bareCommand })
            ?? status(StatusRules.reliable, evidence)
    }

    /// `(MAIL FROM news@example.org)` says nothing about her.
    private static let bareCommand = ["mail", "from"]

    private static func mailbox(_ said: [ReplyText.Statement], _ evidence: RefusalEvidence) -> Verdict? {
        for rule in MailboxRules.table {
            let isHard = rule.bounceClass == .hard
            guard let statement = said.first(where: { rule.matches(isHard ? $0.reason : $0.words) }) else { continue }
            // QUIRK: Proofpoint refuses by policy with "Connection refused", which is no word about the way to a mailbox.
            if rule.bounceClass == .expired, evidence.status?.subject == 7 {
                return (.reputation, "\(rule.name), but by policy")
            }
            if isHard, let doubt = MomentRules.faint.first(in: statement.reason) {
                return (doubt.bounceClass, "\(rule.name), but \(doubt.name)")
            }
            return (rule.bounceClass, rule.name)
        }
        return nil
    }

    private static func faint(_ said: [ReplyText.Statement], _ evidence: RefusalEvidence) -> Verdict? {
        if let verdict = find(MomentRules.faint, said.map(\.reason)) { return verdict }
        if let rule = edgeBlock(said, evidence) { return rule }
        let footers = evidence.text.footers.map(\.words)
        for rule in MailboxRules.faint.dropFirst() {
            guard let statement = said.first(where: { rule.matches($0.reason) }) else { continue }
            // With another statement beside it, that nobody has understood, it is a formula of the server's.
            let others = said.filter { $0.words.words != statement.words.words && $0.words.words.count > 2 }
            if let verdict = find(SenderRules.table + SenderRules.nouns, footers) { return verdict }
            if others.isEmpty {
                return (rule.needsCode && !evidence.isAboutAnAddress ? .unknown : rule.bounceClass, rule.name)
            }
            return find(RouteRules.table, others.map(\.reason)) ?? (.unknown, "\(rule.name), and something else")
        }
        return find(RouteRules.table, said.map(\.reason))
    }

    /// QUIRK: Microsoft 365 refuses who is not in the directory with "Access denied", and known readers, too, without 5.4.1.
    private static func edgeBlock(_ said: [ReplyText.Statement], _ evidence: RefusalEvidence) -> Verdict? {
        guard let rule = MailboxRules.faint.first, said.contains(where: { rule.matches($0.words) }) else { return nil }
        guard evidence.status == EnhancedStatusCode(5, 4, 1) else {
            return (evidence.status?.subject == 7 ? .reputation : .unknown, "\(rule.name), without its code")
        }
        return (rule.bounceClass, rule.name)
    }

    /// Nothing but a label, or one in front of a reason that nobody understands; then what stands before the reply.
    private static func label(_ said: [ReplyText.Statement], _ evidence: RefusalEvidence) -> Verdict? {
        let bare = said.contains { !$0.reason.words.isEmpty }
        guard !bare else { return nil }
        let preface = evidence.text.preface.map(\.words)
        return find(SenderRules.table + MomentRules.table + MailboxRules.table, preface)
            ?? find(MomentRules.faint + Array(MailboxRules.faint.dropFirst()) + RouteRules.table, preface)
    }

    private static func codes(_ evidence: RefusalEvidence) -> Verdict {
        if evidence.text.hasLookup { return (.reputation, "an address to look up") }
        if let verdict = status(StatusRules.others, evidence) { return verdict }
        let footers = evidence.text.footers.map(\.words)
        if let verdict = find(SenderRules.table + MomentRules.table + MomentRules.faint, footers) { return verdict }
        return StatusRules.fallback(code: evidence.code)
    }

    // MARK: Tables

    /// The first row that any of the statements matches.
    private static func find(_ table: [ReplyRule], _ statements: [WordList]) -> Verdict? {
        table.first { rule in statements.contains(where: rule.matches) }.map { ($0.bounceClass, $0.name) }
    }

    private static func status(_ table: [StatusRules.Rule], _ evidence: RefusalEvidence) -> Verdict? {
        guard let status = evidence.status else { return nil }
        return table.first { $0.matches(status) }.map { ($0.bounceClass, $0.name) }
    }
}
