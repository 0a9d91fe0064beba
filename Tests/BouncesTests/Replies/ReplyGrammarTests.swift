import Mail
import Testing

@testable import Bounces

/// Who speaks about whom: each case stands for its kind.
@Suite struct ReplyGrammarTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let bounceClass: BounceClass
        var status: EnhancedStatusCode?

        init(_ text: String, _ bounceClass: BounceClass, status: EnhancedStatusCode? = nil) {
            self.text = text
            self.bounceClass = bounceClass
            self.status = status
        }

        var testDescription: String { text }
    }

    private func verdict(_ row: Case) -> ReplyClassifier.Verdict {
        ReplyClassifier.classify(status: row.status, diagnostic: row.text)
    }

    // MARK: About us

    static let aboutUs = [
        Case("554 5.7.1 <kim@reader.example>: Recipient address rejected: members only", .sender),
        Case("550-mailbox unavailable 550 Reject due to policy", .reputation),
        Case(
            "550-Requested action not taken: mailbox unavailable 550-Reject due to policy restrictions. 550 For "
                + "explanation visit http://postmaster.example/", .reputation),
        Case("553 http://blocklist.example/q?ip=192.0.2.1", .reputation, status: EnhancedStatusCode(5, 1, 3)),
        Case("554 5.1.8 MAIL FROM domain does not exist", .sender),
        Case("550 5.7.515 Access denied, sending domain example.org does not pass DMARC verification", .auth),
        Case("550 Requested action not taken: mailbox unavailable\nSender address is not allowed.", .sender),
        Case("550-Sender address is not allowed. 550 Requested action not taken: mailbox unavailable", .sender),
        Case("550 5.1.1 <news@example.org>: Sender address rejected: User unknown in local recipient table", .sender),
        Case("450 4.1.8 <news@example.org>: Sender address rejected: Domain not found", .sender),
        Case("553 5.7.1 <news@example.org>: Sender address rejected: not owned by user kim", .sender),
        Case("550 5.1.0 <news@example.org>: user unknown (in reply to MAIL FROM command)", .sender),
        Case("SMTP error from remote mail server after MAIL FROM:<news@example.org>: 550 user unknown", .sender),
        Case("550 5.1.1 <kim@reader.example>: Helo command rejected: Host not found", .reputation),
        Case("550 <kim@reader.example>: Reject due to SPF policy", .auth),
        Case("550 5.1.1 User unknown, your IP 192.0.2.1 is blacklisted", .reputation),
        Case("550 5.1.1 SPF softfail: no such user", .auth),
    ]

    @Test(arguments: aboutUs) func wordsAboutUsWinOverWordsAboutAMailbox(row: Case) {
        let verdict = verdict(row)
        #expect(verdict.bounceClass == row.bounceClass, "\(verdict.rule)")
        #expect(verdict.bounceClass.subject == .us)
    }

    @Test(arguments: [
        Case("550 5.4.5 Daily user sending quota exceeded.", .account),
        Case("552 5.2.2 message quota exceeded for your account", .account),
        Case("550 5.2.2 you have exceeded your sending limit", .account),
        Case("552 5.2.2 Quota exceeded for sender news@example.org", .account),
        Case("550 You have reached your daily limit", .account),
        Case("454 Throttling failure: Daily message quota exceeded.", .account),
        Case("452 4.3.1 Your hourly quota is used up", .account),
        Case("454 4.7.0 Maximum sending rate exceeded", .throttle),
        Case("550 5.2.2 too many messages from you", .throttle),
    ]) func aLimitOfOursIsNoFullMailbox(row: Case) {
        #expect(verdict(row).bounceClass == row.bounceClass)
        // Nor does it matter where it is said.
        for stage in [DialogueStage.mailFrom, .rcptTo, .endOfData] {
            let reply = SMTPReply(code: Int(row.text.prefix(3)) ?? 0, lines: [String(row.text.dropFirst(4))])
            #expect(ReplyClassifier.classify(reply, stage: stage).bounceClass == row.bounceClass)
        }
    }

    // MARK: About the reader

    @Test(arguments: [
        Case(
            "550 5.1.1 <kim@reader.example>: undeliverable address: connect to mx.reader.example: Connection timed "
                + "out", .expired),
        Case(
            "450 4.1.1 <kim@reader.example>: Recipient address rejected: unverified address: Address verification "
                + "in progress", .expired),
        Case("550 5.1.1 <kim@reader.example>: inactive email address", .disabled),
        Case("550 5.4.1 [kim@reader.example]: Recipient address rejected: Access denied", .hard),
        Case("550 5.1.1 mx1.antispam.reader.example: no such user", .hard),
        Case("550 5.1.1 No such user (dkim=pass)", .hard),
        Case("550 5.1.1 spf=pass no such user", .hard),
        Case("550 5.1.1 Antispam gateway: no such user", .hard),
        Case("550 5.1.1 No such user. See our antispam policy at http://reader.example/spam", .hard),
        Case("550 5.1.1 User unknown; For more information about blocked mail see http://reader.example/", .hard),
        Case(
            "550 5.1.1 <kim@reader.example>: Recipient address rejected: undeliverable address: host "
                + "mx.reader.example[192.0.2.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command)", .hard),
        Case("552 5.2.2 <kim@reader.example>: Quota exceeded", .full),
        Case("550 Requested action not taken: mailbox unavailable (0)", .hard),
    ]) func theReasonDecidesAndNotOneWord(row: Case) {
        let verdict = verdict(row)
        #expect(verdict.bounceClass == row.bounceClass, "\(verdict.rule)")
    }

    @Test(arguments: [
        Case("Unknown address error 550-'5.7.1 Message rejected as spam'", .content),
        Case("Unknown address error 550-'too many messages, slow down'", .throttle),
        Case("550 Unknown address error 554-'5.7.1 Client host rejected'", .reputation),
        Case("User unknown: 550 quizzical porcupines everywhere", .unknown),
        Case("host mx.reader.example said: 550 5.7.1 rejected by policy", .content),
    ]) func aLabelNeverBeatsTheReplyThatItQuotes(row: Case) {
        let verdict = verdict(row)
        #expect(verdict.bounceClass == row.bounceClass, "\(verdict.rule)")
    }

    // MARK: Doubt

    @Test(arguments: [
        "550 Recipient address rejected: quizzical porcupines", "550 Mailbox unavailable or access denied",
        "550 Requested action not taken: mailbox unavailable\nQuizzical porcupines are everywhere",
        "550 spam, or no such user", "550 unknown user or policy", "554 5.7.1 <kim@reader.example>: Rejected",
        "550 5.1.1 Blocked by SPF filter with unknown user rule", "550 5.7.1 Recipient address rejected",
        "554 Transaction failed", "550 no", "550", "", "450 4.2.1 no such user",
    ]) func whatCannotBeToldHarmsNobody(text: String) {
        let verdict = ReplyClassifier.classify(status: nil, diagnostic: text)
        let harmless: [BounceClass] = [.unknown, .content, .auth, .reputation, .sender, .throttle]
        #expect(harmless.contains(verdict.bounceClass), "\(verdict)")
    }

    /// Whatever the words: what is said to the greeting, to MAIL or to AUTH is about no reader.
    @Test(arguments: [DialogueStage.greeting, .hello, .startTLS, .authentication, .mailFrom])
    func nothingSaidBeforeTheFirstReaderIsAboutOne(stage: DialogueStage) {
        let texts = [
            "550 5.1.1 User unknown", "552 5.2.2 mailbox full", "550 5.2.1 account disabled", "550 No", "450 Later",
        ]
        for text in texts {
            let reply = SMTPReply(code: Int(text.prefix(3)) ?? 0, lines: [String(text.dropFirst(4))])
            let verdict = ReplyClassifier.classify(reply, stage: stage)
            #expect(verdict.bounceClass.subject != .reader, "\(text): \(verdict)")
        }
    }

    @Test func aReportOfATransientUnknownUserIsBelievedAndAReplyIsNot() {
        let text = "4.1.1 <kim@reader.example>: Recipient address rejected: User unknown in virtual alias table"
        #expect(ReplyClassifier.classify(status: nil, diagnostic: "450 \(text)").bounceClass == .hard)
        let reply = SMTPReply(code: 450, lines: [text])
        #expect(ReplyClassifier.classify(reply, stage: .rcptTo).bounceClass == .unknown)
    }

    /// Random words of all tables, in any order and with any mark between them: an answer, and no trap.
    @Test func mutatedRepliesAreAnswered() {
        var random = SplitMix(state: 0x17)
        let phrases = ReplyRuleTests.rows.flatMap(\.phrases).map { $0.description.replacing("…", with: "") }
        let marks = [
            " ", ": ", ". ", "; ", " (", ") ", "\n", " 550 ", "550-", "'", "[", "]", "::", "...", "\u{0}", "🙂",
            "=pass ",
        ]
        for _ in 0..<3_000 {
            let text = (0..<random.next(below: 7)).map { _ in
                phrases[random.next(below: phrases.count)] + marks[random.next(below: marks.count)]
            }.joined()
            let verdict = ReplyClassifier.classify(status: nil, diagnostic: text)
            #expect(!verdict.rule.isEmpty)
        }
    }

    private struct SplitMix {
        var state: UInt64

        mutating func next(below limit: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((bits ^ (bits >> 31)) % UInt64(limit))
        }
    }
}
