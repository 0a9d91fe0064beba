extension NoticeFamily {
    /// Gmail's notices from before it sent standard reports, and others with the same first line.
    ///
    ///     Delivery to the following recipient failed permanently:
    ///
    ///          reader@example.com
    ///
    ///     Technical details of permanent failure:
    static let gmail = NoticeFamily(
        name: "gmail",
        signs: [
            "delivery to the following recipient… failed", "delivery to the following recipient… has been delayed",
            "delevery to the following recipient…", "technical details of * failure",
        ],
        layouts: [
            .listUnder([
                "delivery to the following recipient…", "delevery to the following recipient…",
            ])
        ])
}
