import Mail
import Testing

@testable import Bounces

@Suite struct AutoReplyTests {
    @Test(arguments: [
        "Auto-Submitted: auto-replied\nSubject: Re: This week", "Auto-Submitted: Auto-Replied (vacation)\nSubject: x",
        "X-Autoreply: yes\nSubject: x", "X-Autorespond: This week\nSubject: x", "Precedence: auto_reply\nSubject: x",
        "Subject: Out of Office: This week", "Subject: Automatic reply: This week",
        "Subject: =?utf-8?Q?R=C3=A9ponse_automatique_:_This_week?=", "Subject: Abwesenheitsnotiz: This week",
        "Subject: AUTO: Ann is out of the office",
    ]) func automaticRepliesAreRecognised(header: String) {
        let report = Samples.parse("From: ann@example.com\n\(header)\n\nBack on Monday.\n")
        #expect(report.kind == .autoreply)
        #expect(report.bounceClass == .autoreply)
        #expect(report.recipients.isEmpty)
    }

    @Test(arguments: [
        "Auto-Submitted: no\nSubject: Hello", "Auto-Submitted: auto-generated\nSubject: Your invoice",
        "X-Autoreply: no\nSubject: Hello", "Precedence: bulk\nSubject: Hello",
        "Subject: About vacations and out of office rules",
        "Subject: Re: your question of last week about the vacation reply",
    ]) func otherMailIsNot(header: String) {
        #expect(Samples.parse("From: ann@example.com\n\(header)\n\nHello.\n").kind == .other)
    }

    @Test func aBounceThatCallsItselfAutoRepliedIsABounce() {
        #expect(Samples.parse(Samples.unknownUser).kind == .bounce)
        #expect(Samples.parse(Samples.outOfOffice).kind == .autoreply)
    }
}
