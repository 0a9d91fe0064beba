import Mail

/// Says what a message that came back is, and whom it is about.
///
/// The order of the questions matters: complaints, then reports in the standard form, then notices in
/// the words of a mail server, then automatic replies; what is left is ordinary mail. It never fails:
/// broken bytes are ordinary mail, too, and so is what would take too long to read ("unreadable", with the
/// reason).
package enum BounceParser {
    package static func parse(_ raw: [UInt8]) -> ParsedReport {
        let message = MIMEReader.read(raw)
        let notice = Notice(message)
        if let excess = message.unreadable {
            let trail = ReturnTrail(message, notice: notice)
            return ParsedReport(
                kind: .unreadable, feedbackType: nil, recipients: [], bounceClass: nil, rule: "unreadable: \(excess)",
                returnAddresses: trail.addresses, originalMessageID: trail.messageID)
        }
        let finding =
            FeedbackReport.read(message) ?? DeliveryStatus.read(message, notice: notice)
            ?? DeliveryStatus.success(message) ?? NoticeReader.read(message, notice: notice) ?? AutoReply.read(message)
            ?? Finding(kind: .other, rule: "no rule")
        let trail = ReturnTrail(message, notice: notice)
        return ParsedReport(
            kind: finding.kind, feedbackType: finding.feedbackType, recipients: finding.recipients,
            bounceClass: finding.bounceClass, rule: finding.rule, returnAddresses: trail.addresses,
            originalMessageID: trail.messageID)
    }
}
