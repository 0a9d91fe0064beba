import Mail

@testable import Store

/// Statuses as the store would give them.
enum ReportExamples {
    static func mailing(
        _ slug: String, _ state: MailingState, audience: Int, owner: LeaseOwner? = nil
    ) -> Mailing {
        Mailing(
            id: MailingID(rawValue: 3), slug: slug, list: ListID(rawValue: 1), listName: "weekly",
            subject: "Week 51: \"Käldström\"", issuePath: "issues/\(slug).md", issueSHA256: "00", uid: "ab12",
            state: state, pauseReason: state == .paused ? "by hand" : nil, audience: audience,
            createdAt: LogExamples.now, startAt: nil, frozenAt: LogExamples.now, startedAt: LogExamples.now,
            finishedAt: nil, owner: owner, ownerUntil: owner.map { _ in LogExamples.now.adding(.seconds(60)) },
            version: 1, canary: nil)
    }

    static func status(_ mailing: Mailing, _ accounting: Accounting) -> MailingStatus {
        MailingStatus(
            mailing: mailing, accounting: accounting, reasons: [:], firstAttempt: nil, lastAttempt: nil,
            nextAttempt: nil, versions: [], returned: [])
    }

    static let sending = MailingStatus(
        mailing: mailing("2017-w51", .sending, audience: 1000, owner: LeaseOwner("mx1:4711:5f")),
        accounting: LogExamples.audience,
        reasons: [
            .deferred: [ReasonCount(reason: "454 4.7.0 in reply to MAIL FROM", count: 19)],
            .skipped: [
                ReasonCount(reason: "unsubscribed", count: 9),
                ReasonCount(reason: "suppressed: hard_bounce", count: 1),
            ],
            .failed: [ReasonCount(reason: "550 5.1.1 in reply to RCPT TO", count: 8)],
        ],
        firstAttempt: LogExamples.now, lastAttempt: LogExamples.now,
        nextAttempt: LogExamples.now.adding(.seconds(900)), versions: [VersionCount(version: 1, count: 971)],
        returned: [])

    static let finished = status(mailing("2017-w50", .finished, audience: 1000), LogExamples.finished)
    static let lossy = status(
        mailing("2017-w49", .finished, audience: 1000), Accounting(audience: 1000, counts: [.sent: 999]))
}
