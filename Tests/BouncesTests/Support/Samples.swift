@testable import Bounces

/// Messages that came back, written for these tests.
enum Samples {
    static func bytes(_ text: String) -> [UInt8] { Array(text.replacing("\n", with: "\r\n").utf8) }

    static func message(_ text: String) -> MIMEPart { MIMEReader.read(bytes(text)) }

    static func parse(_ text: String) -> ParsedReport { BounceParser.parse(bytes(text)) }

    /// A plain-text notice.
    static func notice(
        from: String = "Mail Delivery System <mailer-daemon@mx.example.net>",
        subject: String = "Mail delivery failed", _ body: String, extra: String = ""
    ) -> String {
        """
        Return-Path: <>
        From: \(from)
        To: b.payload.code@bounce.example.org
        Subject: \(subject)
        \(extra)Date: Mon, 18 Dec 2017 09:30:00 +0000

        \(body)
        """
    }

    /// A standard report with these delivery-status fields, and the headers of what was returned.
    static func report(_ fields: String, text: String = "Your message could not be delivered.") -> String {
        """
        Return-Path: <>
        Delivered-To: b.payload.code@bounce.example.org
        From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
        To: b.payload.code@bounce.example.org
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="=_1"

        --=_1
        Content-Type: text/plain; charset=us-ascii

        \(text)

        --=_1
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.net
        X-Postfix-Sender: rfc822; b.payload.code@bounce.example.org

        \(fields)

        --=_1
        Content-Type: message/rfc822

        Return-Path: <b.payload.code@bounce.example.org>
        Message-ID: <one@example.org>
        From: Works on Arm <news@example.org>
        To: Reader <reader@example.com>
        Subject: The user is unknown, the mailbox is full: this week's jokes

        Undeliverable spam, user unknown.
        --=_1--
        """
    }

    static let unknownUser = report(
        """
        Final-Recipient: rfc822; reader@example.com
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 <reader@example.com>: Recipient address
            rejected: User unknown in virtual mailbox table
        """)

    /// An abuse report as providers send them.
    static func feedback(_ type: String, part: String = "message/feedback-report") -> String {
        """
        From: Abuse Desk <fbl@provider.example>
        To: abuse@example.org
        Subject: FW: This week
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="f"

        --f
        Content-Type: text/plain

        This is an abuse report for a message from 192.0.2.1.

        --f
        Content-Type: \(part)

        Feedback-Type: \(type)
        User-Agent: Loop/1.0
        Version: 1
        Original-Mail-From: <b.payload.code@bounce.example.org>
        Original-Rcpt-To: <reader@example.com>
        Original-Rcpt-To: <Reader@Example.com>

        --f
        Content-Type: message/rfc822

        Message-ID: <two@example.org>
        From: news@example.org
        To: reader@example.com
        Subject: This week

        Hello
        --f--
        """
    }

    static let outOfOffice = notice(
        from: "Reader <reader@example.com>", subject: "Automatic reply: This week",
        "I am away until Monday. In urgent cases write to other@example.com.", extra: "Auto-Submitted: auto-replied\n")

    /// Mail from people and programs that must not be taken for anything else.
    static let ordinary: [String] = [
        notice(from: "Ann <ann@example.com>", subject: "Re: This week", "Thank you, I liked it!"),
        notice(
            from: "Ann <ann@example.com>", subject: "Your newsletter bounces",
            """
            Hi, my server tells me this:

            > This is the mail system at host mx.example.com.
            > <ann@example.com>: host mx.example.com said: 550 5.1.1 User unknown

            Can you fix it?
            """),
        notice(
            from: "Bob <bob@example.com>", subject: "Out of office rules",
            "Colleagues, when your mailbox is full, mail is returned to the sender as undeliverable."),
        notice(
            from: "Postmaster <postmaster@example.com>", subject: "Monthly statistics",
            "1,204 messages accepted, 12 rejected as spam. Questions to help@example.com."),
        notice(
            from: "List <news@lists.example.com>", subject: "Issue 12",
            "How a failure notice is made.\n\nUser unknown: what 550 5.1.1 means to reader@example.com.",
            extra: "List-Id: <news.lists.example.com>\nAuto-Submitted: auto-generated\n"),
        notice(
            from: "Shop <orders@shop.example>", subject: "Your delivery failed",
            "The parcel for reader@example.com came back to us. Tell us a new address.", extra: "References: <a@b>\n"),
        """
        From: ann@example.com
        Subject: Fwd: what is this?
        In-Reply-To: <x@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="m"

        --m
        Content-Type: text/plain

        I got the attached message. Why?

        --m
        Content-Type: message/rfc822

        """ + "From: news@example.org\nTo: ann@example.com\nSubject: hello\n\nhello\n--m--\n",
        "Subject: \n\n", "", "\r\n\r\n", "no header at all, only words",
    ]
}
