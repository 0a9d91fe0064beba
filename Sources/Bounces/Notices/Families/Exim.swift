extension NoticeFamily {
    /// Exim, and the providers whose text is Exim's.
    ///
    ///     This is a permanent error. The following address(es) failed:
    ///
    ///       reader@example.com
    ///         SMTP error from remote mail server after RCPT TO:<reader@example.com>:
    ///         550 5.1.1 User unknown
    static let exim = NoticeFamily(
        name: "exim",
        signs: [
            "created automatically by mail delivery", "message that you sent could not be delivered",
            "message that you sent has not yet been delivered", "message that you sent was rejected",
        ],
        layouts: [
            .listUnder([
                "address… failed", "address es failed", "not yet been delivered is", "not yet been delivered are",
                "not yet been delivered to the following address…", "following address… failed",
            ]),
            .paragraphs, .inline(["generated from", "message addressed to", "local mailbox"]),
        ])
}
