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
        let leaves = message.ownLeaves
        let headers = leaves.filter { $0.type.hasPrefix("text/rfc822-header") }
            .flatMap { FieldGroups.parse($0.text).first ?? [] }
        let returned = (message.enclosedMessage?.fields ?? []) + headers + notice.returnedFields
        messageID = returned.first("message-id").map { $0.filter { !$0.isWhitespace && $0 != "<" && $0 != ">" } }
        let told = leaves.filter { $0.type.hasPrefix("message/") }.flatMap {
            FieldGroups.parse($0.text).flatMap(\.self)
        }
        let candidates =
            message.fields.addresses(["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc"])
            + told.addresses(["original-mail-from", "x-postfix-sender"])
            + returned.addresses(["return-path", "sender", "errors-to", "from"])
            + message.fields.addresses(["return-path"])
        for address in candidates.map(\.description) where addresses.count < Self.limit {
            if !addresses.contains(address) { addresses.append(address) }
        }
    }
}
