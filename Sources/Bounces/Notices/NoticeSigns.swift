import Mail

/// Senders and subjects of bounces.
enum NoticeSigns {
    private static let localParts: Set<String> = [
        "mailer-daemon", "mailerdaemon", "postmaster", "post_master", "mdaemon", "mail-daemon", "mail.delivery.system",
        "mail-delivery", "maildaemon",
    ]

    static func isMailSystem(_ address: EmailAddress) -> Bool { localParts.contains(address.localPart.lowercased()) }

    static func isMailSystem(_ message: MIMEPart) -> Bool {
        message.fields.addresses(["from"]).contains(where: isMailSystem)
            || names.anyIsIn(WordList(message.fields.first("from") ?? ""))
    }

    private static let names: [Phrase] = [
        "mailer daemon", "mail delivery system", "mail delivery subsystem", "mail deliver system", "delivery subsystem",
        "mail delivery service", "system administrator", "mail administrator", "mail system", "postmaster",
    ]

    static let subjects: [Phrase] = [
        "failure notice", "undelivered", "undeliverable", "undelivered mail", "delivery status notification",
        "delivery failure", "delivery failed", "delivery has failed", "delivery problem", "delivery error",
        "delivery report", "returned mail", "returned to sender", "returning message to sender", "returning to sender",
        "not be delivered", "not delivered", "nondelivery", "non delivery", "unable to deliver", "mail failed",
        "failed mail", "user unknown", "mail system error", "processing error", "automatically rejected",
        "unzustellbar", "nicht zugestellt", "non remis", "onbestelbaar", "olevererbart", "ikke leveret", "devolución",
        "mensaje no entregado", "mail error", "error during delivery",
    ]

    static let lateSubjects: [Phrase] = [
        "delayed mail", "delivery delayed", "message delayed", "message * delayed", "notification delay",
        "delivery warning", "not yet been delivered", "could not send message for past",
    ]
}
