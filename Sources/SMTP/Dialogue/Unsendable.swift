import Mail

/// Why a message cannot go over this relay as it is, or over any: found out before a byte of it has left.
enum Unsendable: Error, Hashable, CustomStringConvertible {
    case tooLarge(bytes: Int, limit: Int)
    case needsSMTPUTF8(EmailAddress)
    /// SMTPUTF8 without 8BITMIME is a mistake of the server's (RFC 6531 §3.1), and a message in UTF-8 needs both.
    case needs8BITMIME
    /// Its header is beyond ASCII, though its addresses are not.
    case headerNeedsSMTPUTF8
    case noASCIIDomain(EmailAddress)
    case controlCharacter(EmailAddress)
    case bareLineBreak(at: Int)

    /// The relay lacks something that another may have.
    var isOfTheRelay: Bool {
        switch self {
        case .tooLarge, .needsSMTPUTF8, .needs8BITMIME, .headerNeedsSMTPUTF8: true
        case .noASCIIDomain, .controlCharacter, .bareLineBreak: false
        }
    }

    var description: String {
        switch self {
        case .tooLarge(let bytes, let limit):
            "The message has \(bytes) bytes, and the relay takes at most \(limit)."
        case .needsSMTPUTF8(let address):
            "\(address) has letters beyond ASCII before the @, and the relay does not offer SMTPUTF8."
        case .needs8BITMIME:
            "The message has bytes beyond ASCII, and the relay does not offer 8BITMIME."
        case .headerNeedsSMTPUTF8:
            "The message's header has bytes beyond ASCII, and the relay does not offer SMTPUTF8."
        case .noASCIIDomain(let address):
            "The domain of \(address) cannot be written in ASCII (IDNA), which SMTP needs."
        case .controlCharacter(let address):
            "The address \"\(address.description.escapingControls)\" has a space, a control character or an angle bracket."
        case .bareLineBreak(let offset):
            "The message has a CR or LF that is not part of a CRLF, at byte \(offset)."
        }
    }
}
