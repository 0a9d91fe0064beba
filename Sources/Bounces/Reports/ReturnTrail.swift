import Mail

/// Where a report leads back to: addresses that may carry our signature, and what was returned.
///
/// The signature decides, not the place: a token proves itself wherever it stands. The places are
/// ordered by how often they are right.
struct ReturnTrail {
    private(set) var addresses: [String] = []
    let messageID: String?
    /// More candidates than any honest report has.
    private static let limit = 20

    init(_ message: MIMEPart, notice: Notice) {
        let returned = (message.enclosedMessage?.fields ?? []) + message.ownLeaves
            .filter { $0.type == "text/rfc822-headers" || $0.type == "text/rfc822-header" }
            .flatMap { FieldGroups.parse($0.text).first ?? [] } + notice.returnedFields
        messageID = returned.first("message-id").map { $0.filter { !$0.isWhitespace && $0 != "<" && $0 != ">" } }
        let told = message.ownLeaves.filter { $0.type.hasPrefix("message/") }
            .flatMap { FieldGroups.parse($0.text).flatMap(\.self) }
        let sources = [
            message.fields.all(["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc"]),
            told.all(["original-mail-from", "x-postfix-sender", "original-envelope-id", "x-original-mail-from"]),
            returned.all(["return-path", "sender", "errors-to", "x-envelope-from", "from"]),
        ]
        for text in sources.joined() {
            for match in AddressScanner.matches(in: text) {
                let address = match.address.description
                if addresses.count < Self.limit, !addresses.contains(address) { addresses.append(address) }
            }
        }
    }
}
