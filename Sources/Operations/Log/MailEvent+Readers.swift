import Mail
import Store

// Readers: consent, suppression, returned mail, imports.

extension MailEvent {
    /// A reader left a list. `source` says how: `one-click`, `page`, `cli`, `mailto`.
    package static func unsubscribed(_ address: EmailAddress, list: String, source: String) -> MailEvent {
        MailEvent(.unsubscribed, [(.to, .address(address)), (.list, .name(list)), (.source, .name(source))])
    }

    /// An address gets no more mail from any list.
    package static func suppressed(_ new: NewSuppression) -> MailEvent {
        MailEvent(
            .suppressed,
            [
                (.to, .address(new.address)), (.reason, .word(new.reason.rawValue)), (.source, .name(new.source)),
                (.detail, .text(new.detail)),
            ])
    }

    /// An address gets mail again from the lists that it is on; `reason` is why it had been suppressed.
    package static func lifted(
        _ address: EmailAddress, reason: SuppressionReason, source: String, detail: String
    ) -> MailEvent {
        MailEvent(
            .lifted,
            [
                (.to, .address(address)), (.reason, .word(reason.rawValue)), (.source, .name(source)),
                (.detail, .text(detail)),
            ])
    }

    /// Returned mail was read and stored. Only a verified return address ever counts against a reader;
    /// `recipient` is what the message says of itself.
    package static func bounce(_ bounce: ReceivedBounce, _ receipt: BounceReceipt) -> MailEvent {
        MailEvent(
            .bounce, at: bounce.receivedAt,
            [
                (.delivery, bounce.verifiedDelivery.map { .integer(Int($0.rawValue)) } ?? .none),
                (.recipient, bounce.recipient.map { .name($0) } ?? .none),
                (.kind, .word(bounce.kind.rawValue)),
                (.bounceClass, .word(bounce.bounceClass.rawValue)),
                (.dsn, bounce.status.map { .word($0.description) } ?? .none),
                (.verified, .flag(receipt.action != .unverified)),
                (.rule, .name(bounce.rule)),
                (.settled, .word(receipt.settledUnknown?.rawValue ?? "no")),
                (.detail, .text(receipt.action.description)),
            ])
    }

    /// An unknown delivery was settled by the operator or by a relay's log; `status=deferred` is one that is sent again.
    package static func settled(
        _ unknown: UnknownDelivery, as settlement: Settlement, origin: Origin
    ) -> MailEvent {
        MailEvent(
            .settled, at: origin.at,
            [
                (.mailing, .name(unknown.slug)), (.delivery, .integer(Int(unknown.delivery.rawValue))),
                (.to, .address(unknown.address)),
                (.status, .word(settlement.state.rawValue)),
                (.source, .name(origin.source)), (.detail, .text(origin.detail ?? settlement.rawValue)),
            ])
    }

    /// A file was imported into a list: those whom it kept away are in the sums, not each with an event.
    package static func imported(file: String, list: String, report: ImportReport) -> MailEvent {
        MailEvent(
            .imported,
            [
                (.list, .name(list)), (.file, .name(file)), (.added, .integer(report.added)),
                (.updated, .integer(report.updated)), (.unchanged, .integer(report.unchanged)),
                (.pending, .integer(report.pending)), (.unsubscribed, .integer(report.unsubscribed)),
                (.suppressed, .integer(report.suppressed)), (.skipped, .integer(report.skipped.count)),
            ])
    }
}
