import Foundation
import Testing

@testable import Sandbox

struct AuthenticationTests {
    /// Lines after EHLO with the codes that they bring.
    @Test(arguments: [
        (["AUTH PLAIN \(plain("news", "secret"))"], [235]),
        (["AUTH plain", plain("news", "secret")], [334, 235]),
        (["AUTH LOGIN", base64("news"), base64("secret")], [334, 334, 235]),
        (["AUTH LOGIN \(base64("news"))", base64("secret")], [334, 235]),
        (["AUTH PLAIN \(plain("news", "wrong"))"], [535]),
        (["AUTH PLAIN \(plain("nobody", "secret"))"], [535]),
        (["AUTH PLAIN \(plain("news", ""))"], [535]),
        (["AUTH LOGIN", base64("news"), base64("wrong"), "NOOP"], [334, 334, 535, 250]),
        (["AUTH PLAIN", "*", "NOOP"], [334, 501, 250]),
        (["AUTH PLAIN", "not base64!"], [334, 501]),
        (["AUTH PLAIN ="], [501]),
        (["AUTH PLAIN \(base64("news"))"], [501]),
        (["AUTH PLAIN a b"], [501]),
        (["AUTH"], [501]),
        (["AUTH CRAM-MD5"], [504]),
        (["AUTH PLAIN \(plain("news", "secret"))", "AUTH PLAIN"], [235, 503]),
        (["MAIL FROM:<>", "AUTH PLAIN"], [250, 503]),
    ])
    func followsTheExchange(lines: [String], codes: [Int]) {
        let transcript = Transcript("EHLO c\r\n" + lines.map { $0 + "\r\n" }.joined())
        #expect(Array(transcript.replies.dropFirst(2).map(\.code)) == codes)
    }

    @Test func isRefusedBeforeEHLOAndWithoutUsers() {
        #expect(Transcript("AUTH PLAIN\r\n").replies.last?.code == 503)
        #expect(Transcript("HELO c\r\nAUTH PLAIN\r\n").replies.last?.code == 503)
        let settings = DialogueSettings()
        #expect(Transcript("EHLO c\r\nAUTH PLAIN\r\n", settings: settings).replies.last?.code == 502)
        #expect(
            Transcript("EHLO c\r\n", settings: settings).replies.last?.lines.contains { $0.hasPrefix("AUTH") } == false)
    }

    @Test func isDemandedWhereItIsRequired() {
        var settings = DialogueSettings.everything
        settings.requiresAuthentication = true
        let commands = "EHLO c\r\nMAIL FROM:<>\r\nAUTH PLAIN \(plain("news", "secret"))\r\nMAIL FROM:<>\r\n"
        #expect(Transcript(commands, settings: settings).words == ["220", "250", "530", "235", "250"])
    }

    @Test func namesTheUserInTheMessage() throws {
        var options = SandboxOptions()
        options.users = [try SandboxUser("news:se:cret")]
        try withServer(options) { server in
            let client = try greetedClient(server)
            #expect(try client.command("AUTH PLAIN \(plain("news", "se:cret"))").code == 235)
            #expect(try client.deliver(body: "Hello\r\n").code == 250)
            #expect(server.messages.map(\.message.user) == ["news"])
        }
    }

    @Test(arguments: ["", ":", ":secret", "news"])
    func needsANameAndAPassword(text: String) {
        #expect(throws: SandboxError.malformedUser) { try SandboxUser(text) }
    }
}

private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
private func plain(_ name: String, _ password: String) -> String { base64("\0\(name)\0\(password)") }
