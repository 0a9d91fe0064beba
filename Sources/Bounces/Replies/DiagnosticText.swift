import Mail

/// Codes in the text of a refusal, wherever a reporter left them.
///
///     smtp; 550-5.1.1 The account does not exist.      550, 5.1.1
///     Sorry, no mailbox here by that name. (#5.1.1)    5.1.1
struct DiagnosticText {
    let code: Int?
    let status: EnhancedStatusCode?

    init(_ text: String) {
        var code: Int?
        var status: EnhancedStatusCode?
        let tokens = text.prefix(utf8Count: 8_192)
            .split { !($0.isASCII && ($0.isNumber || $0 == ".")) && !$0.isLetter && $0 != "@" && $0 != "/" }
        for token in tokens {
            if status == nil { status = EnhancedStatusCode(token.hasSuffix(".") ? token.dropLast() : token) }
            if code == nil, token.utf8.count == 3, let number = Int(token), (400..<600).contains(number) {
                code = number
            }
        }
        self.code = code
        self.status = status.flatMap { $0.statusClass == 2 ? nil : $0 }
    }

    /// In reply to what, if the reporter says so.
    static func stage(_ words: WordList) -> DialogueStage? {
        stages.first { $0.phrases.anyIsIn(words) }?.stage
    }

    private static let stages: [(stage: DialogueStage, phrases: [Phrase])] = [
        (
            .greeting,
            ["after initial connection", "server refused to talk to me", "while performing the initial greeting"]
        ),
        (.mailFrom, ["in reply to mail from", "after mail from", "in reply to sender"]),
        (.rcptTo, ["in reply to rcpt to", "after rcpt to", "after rcpt command", "not like our rcpt to"]),
        (
            .endOfData,
            ["in reply to end of data", "after end of data", "failed after i sent the message", "after pipelined data"]
        ),
    ]
}
