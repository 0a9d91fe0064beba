import Mail

/// Why a server ended a session, or will take no more in it, after it had carried messages.
struct SessionEnding: Hashable {
    enum Cause: Hashable {
        /// It said that a session may have so many messages.
        case messages
        /// It said that there are too many sessions.
        case sessions
        /// It said something else, or nothing.
        case unsaid
    }

    let cause: Cause
    /// How many messages the session had carried.
    let carried: Int
    /// The server's words, or the network's.
    let detail: String
}

/// What a refusal says about sessions: no standard gives it a form, so that only the words tell.
enum SessionWords {
    /// A session's share of messages is used up: another session will do.
    static func areAboutMessages(_ reply: SMTPReply) -> Bool {
        let text = reply.text.lowercased()
        guard !areAboutSessions(reply), !has(["rate", "per hour", "per minute", "per day", "quota"], text) else {
            return false
        }
        let isAboutSession = has(["session", "connection", "conversation"], text)
        let isAboutMessages = has(["message", "mail", "recipient", "transaction", "rcpt"], text)
        let isTooMuch = has(["too many", "max", "limit", "exceed", "per session", "per connection"], text)
        return (isAboutSession && isAboutMessages && isTooMuch)
            || (reply.code == 452 && has(["too many messages", "too many mails"], text))
    }

    /// There are more sessions than the server allows: fewer will do.
    static func areAboutSessions(_ reply: SMTPReply) -> Bool {
        has(
            [
                "too many connections", "too many sessions", "too many concurrent", "too many simultaneous",
                "concurrent connection", "concurrent session", "simultaneous connection", "simultaneous session",
                "connections exceeded", "connection limit", "thread limit",
            ], reply.text.lowercased())
    }

    /// Somebody wants less mail in time, whatever the session.
    static func areAboutRate(_ reply: SMTPReply) -> Bool {
        has(
            ["rate", "too fast", "throttl", "try again later", "too much mail", "quota", "temporarily deferred"],
            reply.text.lowercased())
    }

    private static func has(_ phrases: [String], _ text: String) -> Bool { phrases.contains { text.contains($0) } }
}
