/// Which header fields a signature covers.
struct SignedFields {
    /// Signed once more than present: adding one later breaks the signature (RFC 6376 §8.15).
    static let oversigned = ["From", "Subject", "To", "Date", "Reply-To"]

    /// Signed as often as present: what the reader's mail program shows or acts on (RFC 6376 §5.4.1,
    /// RFC 8058 §4 for the fields of one-click).
    static let others = [
        "Cc", "Sender", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Help",
        "List-Post", "List-Subscribe", "List-Owner", "List-Archive", "Feedback-ID", "Auto-Submitted",
    ]

    /// The tag `h=`, one name for each field, in the order of `canonical`.
    let names: [String]
    /// The relaxed form of all signed fields. Of several with one name the last comes first (§5.4.2).
    let canonical: [UInt8]

    init(of header: HeaderBlock) throws(DKIMError) {
        let present = Dictionary(grouping: header.fields, by: \.name)
        guard present["from"] != nil else { throw .noFrom }
        var names: [String] = []
        var canonical: [UInt8] = []
        for name in Self.oversigned + Self.others {
            for field in (present[name.lowercased()] ?? []).reversed() {
                names.append(name)
                canonical.append(contentsOf: header.relaxed(field))
            }
            if Self.oversigned.contains(name) { names.append(name) }
        }
        self.names = names
        self.canonical = canonical
    }
}
