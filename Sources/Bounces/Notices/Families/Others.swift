extension NoticeFamily {
    /// Servers with few words of their own: what many of them write, in the order of certainty.
    static let others = NoticeFamily(
        name: "text",
        signs: undelivered + late,
        layouts: [
            .paragraphs,
            .listUnder([
                "failed recipients", "failed addresses follow", "following address… failed",
                "not delivered to the following address…", "addresses did not receive", "following list of recipients",
                "could not be delivered to", "the following recipient", "the following recipients", "this address",
                "following mail address", "addressed to email address", "message not delivered to", "your message to",
                "failure reasons",
            ]),
            .inline([
                "undeliverable address", "undeliverable to", "undeliverable recipient", "failed recipient",
                "intended recipient", "error for", "final delivery userid", "unknown user",
                "unable to deliver message to", "delivering your mail to", "delivery failed * attempts",
                "could not be delivered to", "not be delivered", "failed to deliver to", "rcpt to",
                "originally addressed to", "no such user", "mailbox is full", "quota violation",
                "has reached our local address", "your message to", "was automatically rejected",
                "message was addressed", "unable to deliver", "following mail has been returned",
            ]),
        ])

    /// Words for "it did not arrive".
    static let undelivered: [Phrase] = [
        "could not be delivered", "cannot be delivered", "could not deliver", "couldnt be delivered",
        "unable to deliver", "not able to deliver", "was not delivered", "not been delivered", "wasnt delivered",
        "not delivered to", "undeliverable", "failed to deliver", "delivery failed", "delivery failure",
        "delivery problems", "error delivering your mail", "failed recipients", "failed addresses", "did not reach",
        "has been returned because", "mail has been returned", "message failed", "error * while attempting to deliver",
        "error * while trying to deliver", "error was detected while processing", "invalid final delivery userid",
        "invalid user address", "no such user here", "mailbox is full", "following addresses had",
        "attempting to deliver", "was automatically rejected", "no pudo ser entregado", "nicht zugestellt",
        "pu etre delivre", "failure reasons", "did not exactly match", "recipient server did not accept",
        "cannot send message", "transcript of session",
    ]

    /// Words for "it has not arrived yet".
    static let late: [Phrase] = [
        "not yet been delivered", "has been delayed", "been postponed", "will be retried", "warning message only",
        "this is a warning only", "delivery attempts will continue", "attempts will continue to be made",
        "still being retried", "continue to try to deliver", "will continue to attempt delivery",
        "this is just a warning", "could not be delivered for more than",
    ]
}
