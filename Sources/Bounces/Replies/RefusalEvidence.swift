import Mail

/// What is known about a refusal: from a reply in the dialogue, or from what a report tells of one.
struct RefusalEvidence: Sendable {
    var code: Int?
    var status: EnhancedStatusCode?
    let text: ReplyText
    var stage: DialogueStage?
    /// Somebody reports a delivery that has failed in the end, and not a reply that may be another tomorrow.
    let isReport: Bool

    /// - Parameter stage: nil where only the text may tell it.
    init(code: Int? = nil, status: EnhancedStatusCode? = nil, text: String, stage: DialogueStage? = nil) {
        self.text = ReplyText(text)
        let quoted = DiagnosticText(self.text.quoted)
        let read = quoted.code == nil && quoted.status == nil ? DiagnosticText(text) : quoted
        self.code = code ?? read.code
        self.status = Self.moreSpecific(read.status, status)
        isReport = stage == nil
        self.stage = stage ?? DiagnosticText.stage(WordList(text))
    }

    /// Whether it is said to be for good; without any code, a report of failure is.
    var isPermanent: Bool {
        if let status { return status.isPermanent }
        return code.map { $0 >= 500 } ?? true
    }

    /// What the codes say of it: a status about an address, or 550 and no status that says anything else.
    var isAboutAnAddress: Bool {
        guard let status, status.subject != 0 else { return code == 550 }
        return status.subject == 1
    }

    /// QUIRK: Postfix says 450 4.1.1 to unknown users where its administrator is careful. Who tried for days and was told
    /// so to the end reports it as failed.
    var isFinallyUnknown: Bool { isReport && status == EnhancedStatusCode(4, 1, 1) }

    /// The server's own status beats the reporter's, unless it says nothing (`5.0.0`) or there is none.
    static func moreSpecific(_ own: EnhancedStatusCode?, _ reported: EnhancedStatusCode?) -> EnhancedStatusCode? {
        guard let own else { return reported }
        if own.subject == 0, let reported, reported.subject != 0 { return reported }
        return own
    }
}
