import Mail

/// Reads abuse reports: ARF (RFC 5965), and Hotmail's JMRP, which is older and has no report part.
///
///     Feedback-Type: abuse
///     Original-Mail-From: <b.aebg.pfcb@bounce.example.org>
///     Original-Rcpt-To: <reader@example.com>
enum FeedbackReport {
    /// Who reports one of these does not want the mail.
    private static let complaints = ["abuse", "fraud", "opt-out", "opt-out-list"]
    private static let reporterField = "x-hmxmroriginalrecipient"

    static func read(_ message: MIMEPart) -> Finding? {
        arf(message) ?? jmrp(message)
    }

    private static func arf(_ message: MIMEPart) -> Finding? {
        guard let fields = fields(message) else { return nil }
        let type = fields.first("feedback-type")?.lowercased() ?? "other"
        let isComplaint = complaints.contains(type)
        let names = fields.addresses(["original-rcpt-to", "removal-recipient"])
        let rule = "ARF \(type)"
        return Finding(
            kind: isComplaint ? .complaint : .otherFeedback, feedbackType: type,
            recipients: isComplaint ? recipients(names, rule) : [], bounceClass: isComplaint ? .complaint : nil,
            rule: rule)
    }

    /// The report's fields; from the part, or from the text of a report whose structure is broken.
    static func fields(_ message: MIMEPart) -> [Field]? {
        let leaves = message.ownLeaves
        if let part = leaves.first(where: { $0.type == "message/feedback-report" }) {
            return FieldGroups.parse(part.text).flatMap(\.self)
        }
        guard message.reportType == "feedback-report" else { return nil }
        return leaves.flatMap { FieldGroups.parse($0.text).flatMap(\.self) }
    }

    /// The returned message carries Hotmail's field with the reader's address, enclosed or as it is.
    private static func jmrp(_ message: MIMEPart) -> Finding? {
        let fields = message.fields + (message.enclosedMessage?.fields ?? [])
        guard let reporter = fields.first(reporterField) else { return nil }
        return Finding(
            kind: .complaint, feedbackType: "abuse",
            recipients: recipients([reporter].compactMap(AddressScanner.first), "JMRP"),
            bounceClass: .complaint, rule: "JMRP")
    }

    private static func recipients(_ addresses: [EmailAddress], _ rule: String) -> [ReportedRecipient] {
        addresses.map {
            ReportedRecipient(
                address: $0, status: nil, bounceClass: .complaint, action: .failed, diagnostic: "", rule: rule)
        }.unique
    }
}
