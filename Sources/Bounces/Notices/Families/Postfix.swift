extension NoticeFamily {
    /// Postfix's bounce(8), where the delivery-status part is missing or broken.
    ///
    ///     <reader@example.com>: host mx.example.com[192.0.2.1] said: 550 5.1.1
    ///         User unknown (in reply to RCPT TO command)
    static let postfix = NoticeFamily(
        name: "postfix",
        signs: ["this is the postfix program", "this is the mail system at host", "sorry to have to inform you that"],
        layouts: [.paragraphs])
}
