extension NoticeFamily {
    /// sendmail's transcript.
    ///
    ///        ----- The following addresses had permanent fatal errors -----
    ///     <reader@example.com>
    ///         (reason: 550 5.1.1 User unknown)
    static let sendmail = NoticeFamily(
        name: "sendmail",
        signs: [
            "addresses had permanent fatal errors", "addresses had permanent delivery errors",
            "addresses had delivery errors", "transcript of session follows", "addresses had transient",
        ],
        layouts: [
            .listUnder([
                "addresses had permanent fatal errors", "addresses had permanent delivery errors",
                "addresses had delivery errors", "addresses had transient",
            ]),
            .inline(["user unknown", "deferred", "host unknown", "service unavailable"]),
        ])
}
