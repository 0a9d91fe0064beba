import Mail

@testable import Operations
@testable import Store

/// One example of each event, as docs/log.md shows them.
enum LogExamples {
    static let pid: Int32 = 4711
    static let now = Timestamp(milliseconds: 1_795_430_700_123)

    static let relay = RelayName(host: "smtp.example.org", port: 587)
    static let audience = Accounting(
        audience: 1000, counts: [.sent: 962, .failed: 8, .skipped: 10, .pending: 0, .deferred: 19, .unknown: 1])
    static let finished = Accounting(audience: 1000, counts: [.sent: 981, .failed: 8, .skipped: 10, .unknown: 1])

    static func address(_ text: String = "a@example.org") -> EmailAddress {
        do { return try EmailAddress(text) } catch { preconditionFailure("\(error)") }
    }

    static func update(
        _ disposition: DeliveryUpdate.Disposition, _ reply: SMTPReply?, _ detail: String, _ bounce: BounceClass? = nil
    ) -> DeliveryUpdate {
        DeliveryUpdate(
            delivery: DeliveryID(rawValue: 12), disposition: disposition,
            attempt: AttemptRecord(
                at: now, relay: relay, stage: .endOfData, reply: reply, detail: detail,
                duration: .milliseconds(120), messageDate: now),
            bounceClass: bounce)
    }

    static func attempt(_ update: DeliveryUpdate, stored: Bool = true) -> MailEvent {
        .attempt(update, mailing: "2017-w51", to: address(), stored: stored)
    }

    static let accepted = SMTPReply(code: 250, lines: ["2.0.0 Ok: queued as 4F2"])
    static let throttled = SMTPReply(code: 454, lines: ["4.7.0 Throttled"])
    static let refused = SMTPReply(code: 550, lines: ["5.1.1 No such user"])

    static let deliveries: [MailEvent] = [
        attempt(update(.sent, accepted, "250 2.0.0 Ok: queued as 4F2")),
        attempt(
            update(
                .deferred(until: now.adding(.seconds(900))), throttled,
                "smtp.example.org said: 454 4.7.0 Throttled (in reply to MAIL FROM)", .throttle)),
        attempt(
            update(
                .failed, refused, "smtp.example.org said: 550 5.1.1 No such user (in reply to RCPT TO)", .hard)),
        attempt(
            update(
                .unknown, nil,
                "lost connection with smtp.example.org after message data: timed out; it may have arrived")),
        attempt(update(.released, nil, "lost connection with smtp.example.org while in EHLO: reset by peer")),
        attempt(update(.sent, accepted, "250 2.0.0 Ok: queued as 4F2"), stored: false),
        .skipped(
            DeliveryID(rawValue: 13), mailing: "2017-w51", to: address("b@example.org"),
            reason: "unsubscribed on 2026-11-02 by one-click"),
    ]

    static let mailings: [MailEvent] = [
        .mailingStarted("2017-w51", list: "weekly", audience: 1000, skipped: 10),
        .mailingResumed("2017-w51", orphans: 1, accounting: audience),
        .mailingEnded("2017-w51", accounting: finished, reason: "nothing left to do"),
        .mailingEnded("2017-w51", accounting: audience, reason: "19 deferred; next attempt 10:45"),
        .mailingPaused("2017-w51", reason: "by hand: wrong link"),
        .mailingUnpaused("2017-w51"),
        .mailingHeld(
            "2017-w51",
            reason: "held: of 20 recipients answered 20 were refused (100 %), where 3 of 812 (0.4 %) were in earlier "
                + "mailings and the limit is 5 %; nobody is failed or suppressed. The last: smtp.example.org said: 550 No"
        ),
        .refusalsAccepted("2017-w51", failed: 20),
        .mailingRetried("2017-w51", count: 20),
        .mailingCancelled("2017-w51", skipped: 19),
        .mailingScheduled("2017-w51", list: "weekly", start: now.adding(.seconds(3600))),
        .mailingCorrected("2017-w51", version: 2),
        .connectionOpened(to: relay),
        .connectionFailed(
            ConnectionFailure(
                relay: relay, kind: .authentication(SMTPReply(code: 535, lines: ["5.7.8 Bad credentials"])),
                stage: .authentication, detail: "smtp.example.org said: 535 5.7.8 Bad credentials")),
        .ledgerFailed("2017-w51", reason: "the disk is full (subscribers/mailer.db)"),
        .reloaded("/etc/mailer/mailer.yaml: smtp.example.org:587 (TLS required)"),
        .reloadFailed(
            "The configuration has a problem:\n  mailer.yaml:3: Unknown key 'relays.ulr'. Did you mean 'relays.url'?"),
        .logGap(lost: 42, since: now.adding(.seconds(-60)), reason: "No space left on device"),
    ]

    static var readers: [MailEvent] {
        let bounce = ReceivedBounce(
            receivedAt: now, kind: .bounce, verifiedDelivery: DeliveryID(rawValue: 12), recipient: "a@example.org",
            status: EnhancedStatusCode(5, 1, 1), bounceClass: .hard, rule: "dsn-status", raw: [])
        var report = ImportReport()
        (report.added, report.updated, report.unchanged) = (120, 3, 800)
        (report.pending, report.unsubscribed, report.suppressed) = (4, 7, 2)
        report.skipped = [SkippedRow(line: 7, address: "nobody", reason: .emptyAddress)]
        return [
            .unsubscribed(address(), list: "weekly", source: "one-click"),
            .suppressed(
                NewSuppression(
                    address: address(), reason: .hardBounce, source: "smtp mailing=2017-w51",
                    detail: "550 5.1.1 No such user")),
            .lifted(address(), reason: .hardBounce, source: "cli", detail: "she has a new provider"),
            .bounce(bounce, BounceReceipt(action: .suppressed(.hardBounce), settledUnknown: .failed)),
            .imported(file: "new readers.csv", list: "weekly", report: report),
        ]
    }

    static var settled: MailEvent {
        let unknown = UnknownDelivery(
            delivery: DeliveryID(rawValue: 12), mailing: MailingID(rawValue: 1), slug: "2017-w51", uid: "uid",
            version: 1,
            address: address(), reason: "lost connection", since: now, began: now, relay: nil, lastReply: nil)
        return .settled(unknown, as: .sent, origin: Origin(source: "relay log", detail: "mail.log:812", at: now))
    }

    static var all: [MailEvent] { deliveries + mailings + readers + [settled] }

    static func line(_ event: MailEvent, _ format: LogFormat = .text) -> String {
        var buffer = LogBuffer(format: format, pid: pid)
        buffer.append(event, now: now)
        return String(decoding: buffer.bytes, as: UTF8.self)
    }
}
