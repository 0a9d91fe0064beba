import Mail
import Testing

@testable import Bounces

@Suite struct ReplyClassifierTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let reply: String
        let bounceClass: BounceClass
        var stage = DialogueStage.rcptTo

        init(_ reply: String, _ bounceClass: BounceClass, _ stage: DialogueStage = .rcptTo) {
            self.reply = reply
            self.bounceClass = bounceClass
            self.stage = stage
        }

        var testDescription: String { "\(reply) (\(stage.rawValue))" }
    }

    private func classify(_ row: Row) -> (bounceClass: BounceClass, rule: String) {
        let reply = SMTPReply(code: Int(row.reply.prefix(3)) ?? 0, lines: [String(row.reply.dropFirst(4))])
        return ReplyClassifier.classify(reply, stage: row.stage)
    }

    static let dead: [Row] = [
        Row("550 5.1.1 <reader@example.com>: Recipient address rejected: User unknown", .hard),
        Row("550 No such user here", .hard),
        Row("550-5.1.1 The email account that you tried to reach does not exist. Please try", .hard),
        Row("550 5.7.1 No mailbox found", .hard),
        Row("553 5.3.0 reader@example.com... Addressee unknown? Invalid recipient", .hard),
        Row("550 Requested action not taken: mailbox unavailable", .hard),
        Row("551 not our customer", .hard),
        Row("554 delivery error: dd This user doesn't have an example.com account", .hard, .endOfData),
        Row("550 5.1.1 Adresse d'au moins un destinataire invalide", .hard),
        Row("550 5.1.1 sorry", .hard),
        Row("556 5.1.10 Domain does not accept mail (nullMX)", .hard),
        Row("550 5.1.2 whatever", .hard),
    ]

    @Test(arguments: dead) func unknownUsersAndHostsAreHard(row: Row) {
        #expect(classify(row).bounceClass == .hard)
    }

    /// Every one of these is a live address.
    static let live: [Row] = [
        Row("550 5.1.1 <reader@example.com> - 192.0.2.1 has sent to too many recipients this hour.", .throttle),
        Row("550 5.1.1 Your message was blocked: sender listed at bl.spamcop.net", .reputation),
        Row("550 5.1.0 192.0.2.1 is not allowed to send from example.org per its SPF Record", .auth),
        Row("550 5.2.1 The user is receiving mail at a rate that prevents additional messages", .throttle),
        Row("550 5.2.2 <reader@example.com>: User unknown or over quota", .full),
        Row("552 5.2.2 Over quota", .full),
        Row("552 Account(s) does not have enough space", .full),
        Row("452 4.2.2 The account is over its quota", .full),
        Row("552 <reader@example.com> mailbox size limit exceeded", .full),
        Row("552 5.3.4 Message size exceeds fixed limit", .size, .mailFrom),
        Row("552 message is too large", .size, .endOfData),
        Row("550 5.2.1 The account is disabled", .disabled),
        Row("525 5.7.13 Disabled recipient address", .disabled),
        Row("550 Mailbox is frozen", .disabled),
        Row("450 4.2.0 Greylisted, see http://example.com/greylisting.html", .greylist),
        Row("451 4.7.1 Grey-listing in action, come back later", .greylist),
        Row("421 4.7.0 Too many connections from your host", .throttle, .greeting),
        Row("450 4.7.1 Rate limit exceeded", .throttle),
        Row("554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", .reputation),
        Row("554 5.7.1 Client host rejected: cannot find your reverse hostname, no PTR", .reputation),
        Row("550 5.7.606 Access denied, banned sending IP [192.0.2.1]", .reputation),
        Row("550 5.7.26 Unauthenticated email from example.org is not accepted", .auth, .endOfData),
        Row("550 DMARC check failed.", .auth, .endOfData),
        Row("554 5.7.1 <reader@example.com>: Relay access denied", .account),
        Row("530 5.7.0 Authentication required", .account, .mailFrom),
        Row("554 5.7.1 Spam score (12.8) too high", .content, .endOfData),
        Row("550 5.7.1 Message contains a virus", .content, .endOfData),
        Row("554 Message not allowed for policy reasons", .content, .endOfData),
        Row("503 5.5.1 Error: need RCPT command", .protocolError, .data),
        Row("554 5.4.6 Too many hops", .protocolError, .endOfData),
        Row("550 5.1.0 Recipient address rejected: Access denied.", .unknown),
        Row("554 5.7.1 <reader@example.com>: Recipient address rejected: Access denied", .reputation),
        Row("550 destinatario desconocido o mailbox lleno", .unknown),
        Row("554 Transaction failed", .unknown, .endOfData),
        Row("550 No thank you", .unknown),
        Row("571 ", .unknown),
    ]

    @Test(arguments: live) func liveAddressesKeepTheirClass(row: Row) {
        #expect(classify(row).bounceClass == row.bounceClass)
    }

    @Test(arguments: [
        Row("450 4.1.1 <reader@example.com>: Recipient address rejected: User unknown", .unknown),
        Row("450 No such user", .unknown),
        Row("550 5.1.8 Sender address does not exist", .sender, .mailFrom),
        Row("550 No such user: news@example.org", .sender, .mailFrom),
        Row("554 host unknown", .reputation, .greeting),
    ]) func whatIsTransientOrAboutTheSenderIsNeverHard(row: Row) {
        #expect(classify(row).bounceClass != .hard)
    }

    @Test func theReportersWordsTellTheStage() {
        let verdict = ReplyClassifier.classify(
            status: EnhancedStatusCode(5, 1, 0), diagnostic: "550 no such user (in reply to MAIL FROM command)")
        #expect(verdict.bounceClass == .sender)
    }

    @Test func theServersOwnStatusBeatsTheReporters() {
        let verdict = ReplyClassifier.classify(status: EnhancedStatusCode(5, 1, 1), diagnostic: "552 5.2.2 sorry")
        #expect(verdict.bounceClass == .full)
        #expect(verdict.rule == "status x.2.2")
    }

    @Test func wordsInURLsAndAddressesAreNotTheServersWords() {
        let reply = SMTPReply(
            code: 550,
            lines: ["5.1.1 spam-trap@blacklist.example unknown user, see http://example.com/spamhaus/greylist"])
        #expect(ReplyClassifier.classify(reply, stage: .rcptTo).bounceClass == .hard)
    }

    @Test func aVeryLongReplyIsCut() {
        let reply = SMTPReply(code: 550, lines: [String(repeating: "no such luck ", count: 200_000)])
        #expect(ReplyClassifier.classify(reply, stage: .rcptTo).bounceClass == .unknown)
    }
}
