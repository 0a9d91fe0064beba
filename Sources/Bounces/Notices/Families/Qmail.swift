extension NoticeFamily {
    /// qmail-send and its descendants, Yahoo's and others' among them.
    ///
    ///     Hi. This is the qmail-send program at mx.example.org.
    ///     I'm afraid I wasn't able to deliver your message to the following addresses.
    ///
    ///     <reader@example.com>:
    ///     Sorry, no mailbox here by that name. (#5.1.1)
    static let qmail = NoticeFamily(
        name: "qmail",
        signs: [
            "this is the qmail send program", "afraid i wasnt able to deliver", "no mailbox here by that name",
            "able to deliver your message to the following address…",
            "unable to deliver your message to the following address…",
            "unable to deliver message to the following address…", "mensaje no pudo ser entregado",
            "your mail was not delivered to the following address…", "to the following address… could not be delivered",
            "child status",
        ],
        layouts: [
            .paragraphs,
            .listUnder([
                "your message to the following address…", "deliver message to the following address…",
                "was not delivered to the following address…",
            ]),
        ])
}
