import Mail

/// What is known about a refusal: from a reply in the dialogue, or from what a report tells of one.
struct RefusalEvidence: Sendable {
    var code: Int?
    var status: EnhancedStatusCode?
    var words: WordList
    var stage: DialogueStage?

    init(code: Int? = nil, status: EnhancedStatusCode? = nil, text: String, stage: DialogueStage? = nil) {
        let read = DiagnosticText(text)
        self.code = code ?? read.code
        self.status = Self.moreSpecific(read.status, status)
        self.words = WordList(text)
        self.stage = stage ?? DiagnosticText.stage(words)
    }

    /// Whether it is said to be for good; without any code, a report of failure is.
    var isPermanent: Bool {
        if let status { return status.isPermanent }
        return code.map { $0 >= 500 } ?? true
    }

    /// The server's own status beats the reporter's, unless it says nothing (`5.0.0`) or there is none.
    static func moreSpecific(_ own: EnhancedStatusCode?, _ reported: EnhancedStatusCode?) -> EnhancedStatusCode? {
        guard let own else { return reported }
        if own.subject == 0, let reported, reported.subject != 0 { return reported }
        return own
    }
}
