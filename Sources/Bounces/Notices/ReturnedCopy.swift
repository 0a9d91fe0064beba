/// Finds where a notice ends and the copy of the returned message begins.
enum ReturnedCopy {
    static func startsAt(_ line: String) -> Bool {
        let line = line.trimmed
        if fields.contains(where: { line.lowercased().hasPrefix($0) }) { return true }
        guard line.utf8.count < 160 else { return false }
        let words = WordList(line).words
        if words == ["original", "message"] { return true }
        let isRuled = ["--", "==", "|-", "__"].contains { line.hasPrefix($0) }
        // In the middle of a sentence the same words only announce the copy.
        return phrases.contains { $0.position(in: words).map { isRuled || $0 <= 3 } ?? false }
    }

    private static let fields = [
        "received: ", "return-path:", "dkim-signature:", "message-id:", "x-original-message-id:",
    ]

    private static let phrases: [Phrase] = [
        "copy of the message", "copy of your message", "copy of the original", "copy of the first part",
        "copy of the body", "original message follows", "original message header", "original message attached",
        "original message as received", "original message below", "original message follow", "message header follows",
        "message headers follow", "message header", "header of the original", "unsent message", "returned message",
        "returned mail follows", "message text follows", "message follows", "mensaje original",
        "lines of your original", "header and top lines", "undelivered message you sent", "message reads",
        "old message", "body of message generated", "nachricht folgt", "original message headers",
        "original message details", "included is a copy",
    ]
}
