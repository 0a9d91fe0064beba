import Foundation

extension Dialogue {
    /// What the server waits for in an exchange of AUTH (RFC 4954 §4).
    enum Challenge: Equatable {
        case plain
        case loginName
        case loginPassword(name: String)
    }

    mutating func authenticate(_ command: Command) {
        step = .auth
        guard offers(.auth) else { return say(502, "5.5.1", "AUTH is not offered") }
        guard greeting == .ehlo else { return say(503, "5.5.1", "Send EHLO first") }
        guard user == nil else { return say(503, "5.5.1", "Already authenticated") }
        guard transaction == nil else { return say(503, "5.5.1", "AUTH is not possible within a message") }
        let words = command.argument.split(separator: " ")
        let challenge: Challenge
        switch words.first?.uppercased() {
        case "PLAIN": challenge = .plain
        case "LOGIN": challenge = .loginName
        case nil: return say(501, "5.5.4", "Syntax: AUTH mechanism [initial-response]")
        default: return say(504, "5.5.4", "Only PLAIN and LOGIN are known")
        }
        guard words.count <= 2 else { return say(501, "5.5.4", "Syntax: AUTH mechanism [initial-response]") }
        guard words.count == 2 else { return demand(challenge) }
        // "=" is an initial response of no bytes.
        answer(challenge, base64: words[1] == "=" ? "" : String(words[1]))
    }

    /// Takes the line that follows a challenge.
    mutating func answer(_ challenge: Challenge, with command: Command) {
        step = .auth
        phase = .command
        if command.verb == "*", command.argument.isEmpty { return say(501, "5.7.0", "Authentication cancelled") }
        answer(challenge, base64: command.line)
    }

    private mutating func demand(_ challenge: Challenge) {
        phase = .authentication(challenge)
        let prompt =
            switch challenge {
            case .plain: ""
            case .loginName: "Username:"
            case .loginPassword: "Password:"
            }
        say(SandboxReply(334, [Data(prompt.utf8).base64EncodedString()]))
    }

    private mutating func answer(_ challenge: Challenge, base64: String) {
        guard let data = Data(base64Encoded: base64), let text = String(validating: data, as: UTF8.self) else {
            return say(501, "5.5.2", "The response is not base64 of UTF-8")
        }
        switch challenge {
        case .plain:
            // Authorization identity, name and password, with a NUL between them (RFC 4616 §2).
            let parts = text.split(separator: "\0", omittingEmptySubsequences: false)
            guard parts.count == 3 else { return say(501, "5.5.2", "Malformed PLAIN response") }
            check(name: String(parts[1]), password: String(parts[2]))
        case .loginName:
            demand(.loginPassword(name: text))
        case .loginPassword(let name):
            check(name: name, password: text)
        }
    }

    private mutating func check(name: String, password: String) {
        guard proceeds() else { return }
        guard settings.users[name] == password else { return say(535, "5.7.8", "Authentication failed") }
        user = name
        say(235, "2.7.0", "Authentication succeeded")
    }
}
