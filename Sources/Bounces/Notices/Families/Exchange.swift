extension NoticeFamily {
    /// Exchange before and besides its standard reports, Domino, and what imitates them.
    ///
    ///     did not reach the following recipient(s):
    ///
    ///     reader@example.com on Thu, 29 Apr 2007 16:51:51 -0500
    ///         The recipient name is not recognized
    static let exchange = NoticeFamily(
        name: "exchange",
        signs: [
            "did not reach the following recipient", "did not reach some or all", "could not be reached",
            "delivery has failed to these recipients", "was not delivered to", "non delivery report",
            "couldnt be delivered to", "wasnt delivered to",
        ],
        layouts: [
            .listUnder([
                "did not reach the following recipient", "recipient s could not be reached", "was not delivered to",
                "delivery has failed to these recipients", "could not be delivered to the following user",
                "couldnt be delivered to",
            ]),
            .inline([
                "did not reach the following recipient", "was not delivered to", "wasnt delivered to",
                "couldnt be delivered to",
            ]),
        ])
}
