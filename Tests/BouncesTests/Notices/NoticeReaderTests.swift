import Mail
import Testing

@testable import Bounces

@Suite struct NoticeReaderTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let message: String
        let expected: [String]

        init(_ name: String, _ message: String, _ expected: [String]) {
            self.name = name
            self.message = message
            self.expected = expected
        }

        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(
            "qmail, two recipients",
            Samples.notice(
                subject: "failure notice",
                """
                Hi. This is the qmail-send program at mx.example.net.
                I'm afraid I wasn't able to deliver your message to the following addresses.

                <ann@example.com>:
                Sorry, no mailbox here by that name. (#5.1.1)

                <bob@example.com>:
                192.0.2.1 failed after I sent the message.
                Remote host said: 552 mailbox is full

                --- Below this line is a copy of the message.

                To: third@example.com
                """), ["ann@example.com hard failed", "bob@example.com full failed"]),
        Row(
            "Postfix without its report",
            Samples.notice(
                """
                This is the mail system at host mx.example.net.

                I'm sorry to have to inform you that your message could not
                be delivered to one or more recipients.

                <ann@example.com> (expanded from <list@example.com>): host mx.example.com[192.0.2.1]
                    said: 554 5.7.1 Service unavailable; Client host blocked using
                    bl.example.net (in reply to RCPT TO command)
                """), ["ann@example.com reputation failed"]),
        Row(
            "Exim",
            Samples.notice(
                """
                This message was created automatically by mail delivery software.

                A message that you sent could not be delivered to one or more of its
                recipients. This is a permanent error. The following address(es) failed:

                  ann@example.com
                    SMTP error from remote mail server after RCPT TO:<ann@example.com>:
                    host mx.example.com [192.0.2.1]: 550 No such user

                ------ This is a copy of the message, including all the headers. ------
                """), ["ann@example.com hard failed"]),
        Row(
            "Exim, about the sender",
            Samples.notice(
                """
                This message was created automatically by mail delivery software.
                The following address(es) failed:

                  ann@example.com
                    SMTP error from remote mail server after MAIL FROM:<x@bounce.example.org>:
                    550 user unknown
                """, extra: "X-Failed-Recipients: ann@example.com\n"), ["ann@example.com sender failed"]),
        Row(
            "Exim, late",
            Samples.notice(
                subject: "Warning: message 1abc delayed 24 hours",
                """
                This message was created automatically by mail delivery software.
                A message that you sent has not yet been delivered to one or more of its
                recipients after more than 24 hours on the queue.

                The address to which the message has not yet been delivered is:

                  ann@example.com
                    Delay reason: user unknown

                No action is required on your part.
                """), ["ann@example.com delayed delayed"]),
        Row(
            "Exchange 5.5",
            Samples.notice(
                from: "System Administrator <postmaster@example.net>", subject: "Undeliverable: This week",
                """
                Your message

                  To:      news@example.org
                  Subject: This week

                did not reach the following recipient(s):

                ann@example.com on Mon, 18 Dec 2017 09:30:00 -0000
                    The recipient name is not recognized

                bob@example.com on Mon, 18 Dec 2017 09:30:00 -0000
                    The mailbox is full
                """), ["ann@example.com hard failed", "bob@example.com full failed"]),
        Row(
            "Gmail",
            Samples.notice(
                subject: "Delivery Status Notification (Failure)",
                """
                Delivery to the following recipient failed permanently:

                     ann@example.com

                Technical details of permanent failure:
                The server for example.com said: 550 5.7.26 DMARC policy

                ----- Original message -----
                To: bob@example.com
                """), ["ann@example.com auth failed"]),
        Row(
            "sendmail",
            Samples.notice(
                subject: "Returned mail: see transcript for details",
                """
                   ----- The following addresses had permanent fatal errors -----
                <ann@example.com>
                    (reason: 550 5.1.1 User unknown)

                   ----- Transcript of session follows -----
                ... while talking to mx.example.com.:
                """), ["ann@example.com hard failed"]),
        Row(
            "HTML only",
            Samples.notice(
                "<html><body><p>This is a permanent error; I was unable to deliver your message.</p>"
                    + "<p>&lt;ann@example.com&gt;:<br>No such user</p></body></html>",
                extra: "MIME-Version: 1.0\nContent-Type: text/html\n"), ["ann@example.com hard failed"]),
        Row(
            "a language that nobody knows",
            Samples.notice(subject: "提示", "抱歉\n\n<ann@example.com>:\n550 5.1.1\n"), ["ann@example.com hard failed"]),
        Row(
            "the reason stands in the subject",
            Samples.notice(
                subject: "DELIVERY FAILURE: User ann not listed in Domino Directory",
                "Your message\n\nwas not delivered to:\n\n  ann@example.com\n"), ["ann@example.com hard failed"]),
        Row(
            "nobody is named",
            Samples.notice(subject: "Undeliverable mail", "A message could not be delivered."), []),
    ]

    @Test(arguments: rows) func noticesOfManyServersAreRead(row: Row) {
        let report = Samples.parse(row.message)
        #expect(report.kind == .bounce)
        #expect(
            report.recipients.map { "\($0.address) \($0.bounceClass.rawValue) \($0.action.rawValue)" } == row.expected)
    }

    @Test(arguments: [
        Samples.notice(from: "ann@example.com", subject: "hello", "<bob@example.com>:\nhow are you"),
        Samples.notice(from: "ann@example.com", subject: "Undeliverable", "what does this word mean?"),
        Samples.notice(subject: "Weekly report", "All is well."),
    ]) func oneSignIsNotEnough(message: String) {
        #expect(Samples.parse(message).kind == .other)
    }

    @Test func ourOwnAddressIsNotTheRecipient() {
        let report = Samples.parse(
            Samples.notice(
                subject: "Undeliverable mail",
                "The message from b.payload.code@bounce.example.org could not be delivered.\nAsk postmaster@example.net."
            ))
        #expect(report.recipients.isEmpty)
    }
}
