import Mail

/// What a relay offers, as its last reply to EHLO says (RFC 5321 §4.1.1.1).
///
///     250-relay.example.org
///     250-PIPELINING
///     250-SIZE 10240000
///     250 AUTH PLAIN LOGIN
package struct ServerCapabilities: Hashable, Sendable {
    package var hasPipelining = false
    /// SIZE was offered, so that MAIL may announce the message's size (RFC 1870).
    package var hasSize = false
    /// The largest message it takes, in bytes; nil if it names no limit.
    package var sizeLimit: Int?
    package var has8BitMIME = false
    package var hasSMTPUTF8 = false
    package var hasDSN = false
    package var hasStartTLS = false
    package var authMechanisms: [String] = []

    package init() {}

    package init(ehlo: SMTPReply) {
        for line in ehlo.lines.dropFirst() { read(line) }
    }

    private mutating func read(_ line: String) {
        // QUIRK: some servers say "AUTH=PLAIN" for the sake of clients of 1997.
        let words = line.split(whereSeparator: { $0 == " " || $0 == "=" }).map { $0.uppercased() }
        switch words.first {
        case "PIPELINING": hasPipelining = true
        case "8BITMIME": has8BitMIME = true
        case "SMTPUTF8": hasSMTPUTF8 = true
        case "DSN": hasDSN = true
        case "STARTTLS": hasStartTLS = true
        case "SIZE":
            hasSize = true
            // RFC 1870 §4: 0 means that there is no fixed limit.
            if words.count > 1, let limit = Int(words[1]), limit > 0 { sizeLimit = limit }
        case "AUTH":
            for mechanism in words.dropFirst() where !authMechanisms.contains(mechanism) {
                authMechanisms.append(mechanism)
            }
        default: break
        }
    }
}
