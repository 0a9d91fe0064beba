extension HeaderField {
    /// A field of addresses, such as From, To and Reply-To (RFC 5322 §3.4).
    ///
    /// Names are encoded or quoted as they need it, addresses never are; domains are written in A-labels.
    ///
    /// - Parameter allowsUTF8: whether a local part beyond ASCII may stand there as it is (RFC 6532 §3.2). The message
    ///   then goes only over servers that know SMTPUTF8.
    package init(_ name: String, mailboxes: [Mailbox], allowsUTF8: Bool = false) throws(HeaderError) {
        guard !mailboxes.isEmpty else { throw HeaderError(field: name, value: "", problem: .empty) }
        var tokens: [String] = []
        for (position, mailbox) in mailboxes.enumerated() {
            guard allowsUTF8 || mailbox.address.hasASCIILocalPart else {
                throw HeaderError(field: name, value: mailbox.address.description, problem: .localPartNotASCII)
            }
            let address = mailbox.address.wireForm
            let comma = position < mailboxes.count - 1 ? "," : ""
            let used = position == 0 ? name.utf8.count + 2 : 1
            let phrase = try Self.phrase(mailbox.displayName ?? "", in: name, afterColumns: used)
            tokens += phrase
            tokens.append(phrase.isEmpty ? "\(address)\(comma)" : "<\(address)>\(comma)")
        }
        try self.init(name, tokens: tokens, allowsUTF8: allowsUTF8)
    }

    /// A field of one link between angle brackets, such as List-Unsubscribe and List-Help (RFC 2369 §2).
    package init(_ name: String, link: HeaderURI) throws(HeaderError) {
        try self.init(name, tokens: ["<\(link)>"])
    }

    /// `Message-ID: <…>`
    package init(_ id: MessageID) throws(HeaderError) {
        try self.init("Message-ID", tokens: [id.description])
    }

    /// `Date: Mon, 18 Dec 2017 09:30:00 +0000` (RFC 5322 §3.3).
    package init(date: Timestamp) throws(HeaderError) {
        try self.init("Date", tokens: [date.rfc5322])
    }

    /// `List-Id: Title <name.domain>` (RFC 2919 §3).
    package init(_ list: ListIdentifier) throws(HeaderError) {
        let title = try Self.phrase(list.title ?? "", in: "List-Id", afterColumns: 9)
        try self.init("List-Id", tokens: title + ["<\(list.identifier)>"])
    }

    /// A name in front of an angle bracket: atoms, or a quoted string, or encoded words.
    ///
    /// A quoted string that could be taken for an encoded word is encoded, since many readers decode
    /// within quotes.
    private static func phrase(_ name: String, in field: String, afterColumns used: Int) throws(HeaderError) -> [String]
    {
        try refuseControls(in: name, of: field)
        let name = name.trimmingSpaces
        guard !name.isEmpty else { return [] }
        let looksEncoded = name.containsBytes("=?")
        if !looksEncoded, name.withBytes({ $0.allSatisfy { $0 == Byte.space || Byte.isAtomText($0) } }) {
            let words = name.split(separator: " ", omittingEmptySubsequences: false)
            if words.allSatisfy({ (1...76).contains($0.utf8.count) }) { return words.map(String.init) }
        }
        let isQuotable = !looksEncoded && name.isPrintableASCII
        if isQuotable, name.utf8.count <= 60 {
            let escaped = name.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
            return ["\"\(escaped)\""]
        }
        return EncodedWord.encode(name, firstWidth: 76 - used)
    }
}
