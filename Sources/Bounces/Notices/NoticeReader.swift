import Mail

/// Recognises bounces without a standard report, by their sender, subject and words, and reads them.
enum NoticeReader {
    static func read(_ message: MIMEPart, notice: Notice) -> Finding? {
        let failed = Array(message.fields.addresses(["x-failed-recipients"]).prefix(recipientLimit))
        let family = family(of: notice)
        let action: ReportedRecipient.Action = isLate(notice) ? .delayed : .failed
        let entries = Array(
            entries(notice, family: family, failed: failed, message: message).prefix(recipientLimit))
        guard isBounce(message, notice, hasEntries: !entries.isEmpty, hasFailedField: !failed.isEmpty) else {
            return nil
        }
        let recipients = entries.map { recipient($0, of: entries.count, notice, action, family) }
        if let first = recipients.first {
            return Finding(kind: .bounce, recipients: recipients, bounceClass: first.bounceClass, rule: first.rule)
        }
        let verdict = ReplyClassifier.classify(RefusalEvidence(text: wholeText(notice)))
        return Finding(
            kind: .bounce, bounceClass: action == .delayed ? .delayed : verdict.bounceClass,
            rule: "\(family.name) without an address: \(verdict.rule)")
    }

    /// As in reports of the standard form: what names more is not about our mail.
    private static let recipientLimit = 100

    // MARK: Is it one?

    /// Two signs that do not depend on one another; ordinary mail about mail has one at most.
    private static func isBounce(
        _ message: MIMEPart, _ notice: Notice, hasEntries: Bool, hasFailedField: Bool
    ) -> Bool {
        if hasFailedField || message.reportType == "delivery-status" { return true }
        let hasSender = NoticeSigns.isMailSystem(message)
        let hasSubject = (NoticeSigns.subjects + NoticeSigns.lateSubjects).anyIsIn(notice.subject)
        // What a person quotes is not the person's.
        let own = WordList(notice.lines.filter { !$0.hasPrefix(">") }.joined(separator: "\n"))
        let hasWords = NoticeFamily.all.contains { $0.signs.anyIsIn(own) }
        if [hasSender, hasSubject, hasWords].count(where: \.self) >= 2 { return true }
        // In a language that no table knows.
        if hasSender, !RecipientLayout.paragraphs.entries(notice).isEmpty { return true }
        let isAnswer = message.fields.first("in-reply-to") != nil || message.fields.first("references") != nil
        return hasWords && hasEntries && notice.hasReturnedCopy && !isAnswer
    }

    static func isLate(_ notice: Notice) -> Bool {
        NoticeFamily.late.anyIsIn(notice.words) || NoticeSigns.lateSubjects.anyIsIn(notice.subject)
    }

    // MARK: About whom?

    private static func family(of notice: Notice) -> NoticeFamily {
        NoticeFamily.all.first { $0.signs.anyIsIn(notice.words) } ?? .others
    }

    private static func entries(
        _ notice: Notice, family: NoticeFamily, failed: [EmailAddress], message: MIMEPart
    ) -> [RecipientLayout.Entry] {
        if !failed.isEmpty {
            return unique(failed.map { RecipientLayout.Entry(address: $0, text: notice.said(about: $0) ?? "") })
        }
        for layout in family.layouts + NoticeFamily.others.layouts {
            let found = unique(layout.entries(notice).filter { !NoticeSigns.isMailSystem($0.address) })
            if !found.isEmpty { return found }
        }
        return lone(notice, message: message)
    }

    /// The only address in the whole notice besides ours and the server's.
    private static func lone(_ notice: Notice, message: MIMEPart) -> [RecipientLayout.Entry] {
        let own = Set(message.fields.addresses(["to", "from", "delivered-to", "reply-to"]).map(\.key))
        let text = notice.lines.joined(separator: "\n")
        let found = AddressScanner.matches(in: text).filter { !RecipientLayout.isSender(text, $0) }.map(\.address)
            .filter { !own.contains($0.key) && !NoticeSigns.isMailSystem($0) }
        guard Set(found.map(\.key)).count == 1, let address = found.first else { return [] }
        return [RecipientLayout.Entry(address: address, text: text)]
    }

    private static func unique(_ entries: [RecipientLayout.Entry]) -> [RecipientLayout.Entry] {
        var seen: Set<String> = []
        return entries.filter { seen.insert($0.address.key).inserted }
    }

    // MARK: What about them?

    private static func recipient(
        _ entry: RecipientLayout.Entry, of count: Int, _ notice: Notice, _ action: ReportedRecipient.Action,
        _ family: NoticeFamily
    ) -> ReportedRecipient {
        let near = ReportedRecipient(
            entry.address, action: action, evidence: RefusalEvidence(text: entry.text), diagnostic: entry.text,
            source: family.name)
        guard near.bounceClass == .unknown, count == 1 else { return near }
        let whole = ReportedRecipient(
            entry.address, action: action, evidence: RefusalEvidence(text: wholeText(notice)), diagnostic: entry.text,
            source: family.name)
        return whole
    }

    private static func wholeText(_ notice: Notice) -> String {
        (notice.lines + [notice.subject.words.joined(separator: " ")]).joined(separator: "\n")
    }
}
