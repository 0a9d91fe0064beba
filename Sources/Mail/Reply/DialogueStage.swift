/// Where in an SMTP dialogue something happened; the words are those that operators know from Postfix.
package enum DialogueStage: String, Hashable, Sendable, CaseIterable {
    case connect
    case greeting
    case hello = "EHLO"
    case startTLS = "STARTTLS"
    case authentication = "AUTH"
    case mailFrom = "MAIL FROM"
    case rcptTo = "RCPT TO"
    case data = "DATA"
    /// While the message's bytes, but not its final dot, were on their way.
    case messageBody = "message body"
    /// The final dot is (or may be) out, the reply to it is not in.
    case endOfData = "end of DATA"
    case reset = "RSET"
    case quit = "QUIT"

    /// No message can have had its turn yet.
    package var isSetup: Bool {
        switch self {
        case .connect, .greeting, .hello, .startTLS, .authentication: true
        case .mailFrom, .rcptTo, .data, .messageBody, .endOfData, .reset, .quit: false
        }
    }
}
