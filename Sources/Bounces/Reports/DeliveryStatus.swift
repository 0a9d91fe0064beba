import Mail

/// Reads delivery status notifications (RFC 3464), well formed or not.
///
///     Original-Recipient: rfc822; reader@example.com
///     Final-Recipient: rfc822; reader@mx.example.com
///     Action: failed
///     Status: 5.1.1
///     Diagnostic-Code: smtp; 550 5.1.1 User unknown
enum DeliveryStatus {
    private static let types = ["message/delivery-status", "message/global-delivery-status"]
    private static let recipientFields = ["original-recipient", "final-recipient"]

    /// We mail one recipient at a time; a report about more than this is not about our mail.
    private static let recipientLimit = 100

    private static let successes = ["delivered", "relayed", "expanded"]

    /// Nil: this is none, or it names nobody, or tells of success.
    static func read(_ message: MIMEPart, notice: Notice) -> Finding? {
        let groups = fieldGroups(message).prefix(recipientLimit)
        let recipients = groups.compactMap { recipient($0, notice: notice) }.unique
        guard let first = recipients.first else { return rewrapped(message) }
        return Finding(kind: .bounce, recipients: recipients, bounceClass: first.bounceClass, rule: first.rule)
    }

    /// A report in the standard form that tells of success and of nothing else. It changes nothing for the address,
    /// so whom it names does not matter.
    static func success(_ message: MIMEPart) -> Finding? {
        guard message.reportType == "delivery-status" else { return nil }
        let actions = fieldGroups(message).prefix(recipientLimit).compactMap { $0.first("action")?.lowercased() }
        guard let first = actions.first, actions.allSatisfy({ successes.contains(where: $0.hasPrefix) }) else {
            return nil
        }
        return Finding(kind: .success, rule: "DSN: \(first.prefix { $0.isLetter })")
    }

    /// QUIRK: virus scanners wrap a report that passes through them into one of their own. A report that
    /// a person forwards is not taken for one.
    private static func rewrapped(_ message: MIMEPart) -> Finding? {
        guard NoticeSigns.isMailSystem(message), let inner = message.enclosedMessage,
            inner.reportType == "delivery-status"
        else { return nil }
        return read(inner, notice: Notice(inner))
    }

    /// The fields about each recipient.
    private static func fieldGroups(_ message: MIMEPart) -> [[Field]] {
        let leaves = message.ownLeaves
        let parts = leaves.filter { types.contains($0.type) }
        let proper = joined(parts.flatMap { FieldGroups.parse($0.text) })
        // QUIRK: Amazon WorkMail and broken gateways put the fields into the text for people.
        return proper.isEmpty ? joined(leaves.flatMap { FieldGroups.parse($0.text) }) : proper
    }

    /// Groups that name a recipient. One without a name belongs to the group before it: some reporters
    /// put blank lines between the fields.
    private static func joined(_ groups: [[Field]]) -> [[Field]] {
        var result: [[Field]] = []
        for group in groups {
            if group.contains(where: { recipientFields.contains($0.name) }) {
                result.append(contentsOf: split(group))
            } else if let last = result.last, last.first("status") == nil, last.first("action") == nil,
                group.contains(where: { $0.name == "status" || $0.name == "action" })
            {
                result[result.count - 1] = last + group
            }
        }
        return result
    }

    /// A second Final-Recipient without a blank line before it starts a group as well.
    private static func split(_ group: [Field]) -> [[Field]] {
        var result: [[Field]] = [[]]
        for field in group {
            if result[result.count - 1].contains(where: { $0.name == field.name }), recipientFields.contains(field.name)
            {
                result.append([])
            }
            result[result.count - 1].append(field)
        }
        return result
    }

    private static func recipient(_ group: [Field], notice: Notice) -> ReportedRecipient? {
        let address = recipientFields.lazy.compactMap { group.first($0) }.compactMap(AddressScanner.first).first
        guard let address, let action = action(group) else { return nil }
        let diagnostic = group.first("diagnostic-code").map(withoutType) ?? ""
        let status = group.first("status").flatMap { DiagnosticText($0).status }
        let evidence = RefusalEvidence(status: status, text: diagnostic)
        let recipient = ReportedRecipient(
            address, action: action, evidence: evidence, diagnostic: diagnostic, source: "DSN")
        guard recipient.bounceClass == .unknown || recipient.diagnostic.isEmpty else { return recipient }
        return better(recipient, status: status, group: group, notice: notice)
    }

    /// When the fields say too little, the text for people may say more.
    private static func better(
        _ recipient: ReportedRecipient, status: EnhancedStatusCode?, group: [Field], notice: Notice
    ) -> ReportedRecipient {
        let names = group.addresses(recipientFields)
        guard let text = names.lazy.compactMap({ notice.said(about: $0) }).first else { return recipient }
        let whole = "\(recipient.diagnostic) \(text)"
        let second = ReportedRecipient(
            recipient.address, action: recipient.action, evidence: RefusalEvidence(status: status, text: whole),
            diagnostic: whole, source: "DSN and its text")
        return second.bounceClass == .unknown && recipient.bounceClass != .unknown ? recipient : second
    }

    /// nil: the mail arrived, or went where no status comes from.
    private static func action(_ group: [Field]) -> ReportedRecipient.Action? {
        let action = group.first("action")?.lowercased() ?? ""
        if action.hasPrefix("delay") { return .delayed }
        if successes.contains(where: action.hasPrefix) { return nil }
        return group.first("status")?.hasPrefix("2") == true ? nil : .failed
    }

    /// `smtp; 550 …` → `550 …`
    private static func withoutType(_ value: String) -> String {
        guard let semicolon = value.firstIndex(of: ";"), value[..<semicolon].utf8.count < 20,
            !value[..<semicolon].contains(" ")
        else { return value }
        return value[value.index(after: semicolon)...].trimmed
    }
}
