import Testing

@testable import Sandbox

struct DialogueTests {
    /// Commands with the codes that they bring; the greeting's 220 comes first.
    @Test(arguments: [
        (["EHLO client"], "220 250"),
        (["ehlo client"], "220 250"),
        (["HELO client"], "220 250"),
        (["EHLO"], "220 501"),
        (["EHLO two words"], "220 501"),
        (["NOOP", "NOOP anything"], "220 250 250"),
        (["VRFY alice", "VRFY", "EXPN list", "HELP"], "220 252 501 502 214"),
        (["BDAT 5 LAST"], "220 500"),
        ([""], "220 500"),
        (["MAIL FROM:<a@example.org>"], "220 503"),
        (["EHLO c", "RCPT TO:<a@example.org>", "DATA"], "220 250 503 503"),
        (["EHLO c", "MAIL FROM:<a@example.org>", "DATA"], "220 250 250 554"),
        (["EHLO c", "MAIL FROM:<a@example.org>", "MAIL FROM:<a@example.org>"], "220 250 250 503"),
        (["EHLO c", "MAIL FROM:<>", "RCPT TO:<a@example.org>", "DATA"], "220 250 250 250 354"),
        (["EHLO c", "MAIL FROM:<>", "RCPT TO:<>"], "220 250 250 501"),
        (["EHLO c", "MAIL FROM:<>", "RCPT TO:<postmaster>"], "220 250 250 250"),
        (["EHLO c", "MAIL FROM:<>", "RCPT TO:<a@example.org>", "DATA now"], "220 250 250 250 501"),
        (["EHLO c", "MAIL FROM:<>", "RSET", "RCPT TO:<a@example.org>"], "220 250 250 250 503"),
        (["EHLO c", "MAIL FROM:<>", "EHLO c", "RCPT TO:<a@example.org>"], "220 250 250 250 503"),
        (["EHLO c", "MAIL FROM:<>", "RCPT TO:<a@example.org> NOTIFY=NEVER"], "220 250 250 250"),
        (["EHLO c", "MAIL FROM:<>", "RCPT TO:<a@example.org> FIRST=YES"], "220 250 250 555"),
        (["RSET now", "QUIT now"], "220 501 501"),
        (["QUIT", "NOOP"], "220 221 close"),
    ])
    func answersInSequence(commands: [String], expected: String) {
        #expect(Transcript(commands.map { $0 + "\r\n" }.joined()).words.joined(separator: " ") == expected)
    }

    /// An argument of MAIL with the code that it brings.
    @Test(arguments: [
        ("FROM:<a@example.org>", 250), ("from:<a@example.org>", 250), ("FROM:<\"a > b\"@example.org>", 250),
        ("FROM:<@relay.example.org:a@example.org>", 250), ("FROM:<a@example.org> SIZE=10000", 250),
        ("FROM:<a@example.org> BODY=8BITMIME SIZE=1", 250), ("FROM:<a@example.org> body=7bit", 250),
        ("FROM:<ä@example.org> SMTPUTF8", 250), ("FROM:<a@example.org> AUTH=<>", 250),
        ("FROM: <a@example.org>", 501), ("FROM:a@example.org", 501), ("FROM:<a@example.org", 501), ("", 501),
        ("TO:<a@example.org>", 501), ("FROM:<a@example.org>SIZE=1", 501), ("FROM:<a b@example.org>", 501),
        ("FROM:<a>", 501), ("FROM:<@example.org>", 501), ("FROM:<a@>", 501), ("FROM:<a@b@example.org>", 501),
        ("FROM:<\(String(repeating: "x", count: 65))@example.org>", 501),
        ("FROM:<a@\(String(repeating: "x", count: 256))>", 501),
        ("FROM:<a@example.org> SIZE=10001", 552), ("FROM:<a@example.org> SIZE=many", 501),
        ("FROM:<a@example.org> BODY=BINARYMIME", 501), ("FROM:<a@example.org> RET=HDRS ENVID=a+2Bb", 250),
        ("FROM:<a@example.org> RET=ALL", 501), ("FROM:<a@example.org> ENVID=a=b", 501),
        ("FROM:<a@example.org> ENVID=a+2", 501),
        ("FROM:<a@example.org> ENVID=\(String(repeating: "x", count: 101))", 501),
        ("FROM:<a@example.org> HOLDFOR=5", 555),
        ("FROM:<ä@example.org>", 553),
    ])
    func readsTheSender(argument: String, code: Int) {
        #expect(Transcript("EHLO c\r\nMAIL \(argument)\r\n").replies.last?.code == code)
    }

    @Test(arguments: [
        ("NOTIFY=FAILURE", 250), ("NOTIFY=success,delay", 250), ("NOTIFY=NEVER,DELAY", 501), ("NOTIFY=", 501),
        ("ORCPT=rfc822;a+2Bb@example.org", 250), ("ORCPT=utf-8;j\\x{FC}rgen@example.org", 250),
        ("ORCPT=a@example.org", 501), ("ORCPT=x400;a", 501), ("ORCPT=rfc822;a=b", 501),
    ])
    func readsTheWishesForReports(parameter: String, code: Int) {
        let commands = "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@example.org> \(parameter)\r\n"
        #expect(Transcript(commands).replies.last?.code == code)
        let without = DialogueSettings(extensions: [.pipelining])
        #expect(Transcript(commands, settings: without).replies.last?.code == 555)
    }

    @Test(arguments: ["SIZE=5", "BODY=8BITMIME", "SMTPUTF8", "AUTH=<>", "RET=HDRS", "ENVID=x"])
    func refusesWhatWasNotOffered(parameter: String) {
        let settings = DialogueSettings(extensions: [.pipelining])
        let transcript = Transcript("EHLO c\r\nMAIL FROM:<a@example.org> \(parameter)\r\n", settings: settings)
        #expect(transcript.replies.last?.code == 555)
    }

    @Test func offersWhatItHas() {
        let lines = Transcript("EHLO c\r\n").replies.last?.lines
        #expect(
            lines == [
                "sandbox.localhost greets c", "PIPELINING", "SIZE 10000", "8BITMIME", "SMTPUTF8", "DSN",
                "ENHANCEDSTATUSCODES", "STARTTLS", "AUTH PLAIN LOGIN",
            ])
        #expect(Transcript("HELO c\r\n").replies.last?.lines.count == 1)
        #expect(Transcript("EHLO c\r\n", settings: DialogueSettings(extensions: [])).replies.last?.lines.count == 1)
    }

    @Test func givesEnhancedCodesOnlyIfOffered() {
        #expect(Transcript("NOOP\r\n").replies.last?.lines == ["2.0.0 OK"])
        #expect(
            Transcript("NOOP\r\n", settings: DialogueSettings(extensions: [.pipelining])).replies.last?.lines == ["OK"])
    }

    static let noCommands: [[UInt8]] = [
        Array("NOOP\n".utf8), Array("NO\rOP\r\n".utf8), Array("NOOP \u{7}\r\n".utf8), [0x4E, 0xFF, 0x0D, 0x0A],
        [UInt8](repeating: 0x78, count: 12_287) + [0x0D, 0x0A],
    ]

    @Test(arguments: noCommands)
    func refusesLinesThatAreNoCommands(line: [UInt8]) {
        let transcript = Transcript([line + Array("NOOP\r\n".utf8)])
        #expect(transcript.replies.map(\.code) == [220, 500, 250])
    }

    @Test func limitsTheRecipients() {
        let recipients = String(repeating: "RCPT TO:<a@example.org>\r\n", count: Dialogue.recipientLimit + 1)
        let transcript = Transcript("EHLO c\r\nMAIL FROM:<>\r\n" + recipients)
        #expect(transcript.replies.suffix(2).map(\.code) == [250, 452])
    }

    @Test func answers452IfTheMessageCannotBeKeptAndGoesOn() {
        let transcript = Transcript(Self.message + "QUIT\r\n", keeps: false)
        #expect(transcript.words.suffix(4) == ["store", "452", "221", "close"])
        #expect(transcript.replies.contains(SandboxReply(452, ["4.3.1 Cannot write to the outbox"])))
    }

    @Test func refusesInputBeforeTheReplyIfPipeliningWasNotOffered() {
        let settings = DialogueSettings(extensions: [])
        #expect(Transcript("EHLO c\r\nNOOP\r\n", settings: settings).words == ["220", "503", "close"])
        #expect(
            Transcript(["EHLO c\r\n", "NOOP\r\n"].map { Array($0.utf8) }, settings: settings).words == [
                "220", "250", "250",
            ])
    }

    @Test func forgetsTheSessionAndWhatCameInClearAtStartTLS() {
        let transcript = Transcript("EHLO c\r\nAUTH PLAIN AG5ld3MAc2VjcmV0\r\nSTARTTLS\r\nNOOP\r\nNOOP\r\n")
        #expect(transcript.words == ["220", "250", "235", "220", "tls"])
        let after = Transcript(
            ["EHLO c\r\nSTARTTLS\r\n", "MAIL FROM:<>\r\n", "EHLO c\r\nSTARTTLS\r\n"].map { Array($0.utf8) })
        #expect(after.words == ["220", "250", "220", "tls", "503", "250", "503"])
        #expect(after.replies[4].lines.contains("STARTTLS") == false)
    }

    @Test(arguments: [("STARTTLS\r\n", 503), ("EHLO c\r\nSTARTTLS now\r\n", 501)])
    func refusesStartTLS(commands: String, code: Int) {
        #expect(Transcript(commands).replies.last?.code == code)
    }

    @Test func refusesStartTLSWithoutACertificate() {
        #expect(Transcript("EHLO c\r\nSTARTTLS\r\n", settings: DialogueSettings()).replies.last?.code == 502)
    }

    static let message =
        "EHLO c\r\nMAIL FROM:<n@example.org>\r\nRCPT TO:<a@example.net>\r\nDATA\r\nSubject: x\r\n\r\n..dot\r\n.\r\n"
}
