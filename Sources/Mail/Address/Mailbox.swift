/// An address with an optional display name: `Works on Arm <news@example.org>` (RFC 5322 §3.4).
package struct Mailbox: Hashable, Sendable, CustomStringConvertible {
    package let displayName: String?
    package let address: EmailAddress

    package init(displayName: String? = nil, address: EmailAddress) {
        self.displayName = displayName
        self.address = address
    }

    /// Reads `address` or `Name <address>`, the name with or without double quotes.
    package init(_ text: String) throws(AddressError) {
        let trimmed = text.trimmingSpaces
        guard trimmed.hasBytes(suffix: ">"), let open = trimmed.lastIndex(ofASCII: "<") else {
            self.init(address: try EmailAddress(trimmed))
            return
        }
        let inside = trimmed[open...].utf8.dropFirst().dropLast()
        let address = try EmailAddress(String(Substring(inside)))
        var name = String(trimmed[..<open]).trimmingSpaces
        if name.utf8.count >= 2, name.hasBytes(prefix: "\""), name.hasBytes(suffix: "\"") {
            name = String(Substring(name.utf8.dropFirst().dropLast()))
        }
        if name.hasControls {
            throw AddressError(text: text, problem: .controlCharacter)
        }
        self.init(displayName: name.isEmpty ? nil : name, address: address)
    }

    /// For people; a header field encodes the name (see `HeaderField`).
    package var description: String {
        displayName.map { "\($0) <\(address)>" } ?? address.description
    }
}

extension String {
    /// The text without spaces and tabs at either end.
    package var trimmingSpaces: String {
        guard let first = utf8.firstIndex(where: { $0 != Byte.space && $0 != Byte.tab }),
            let last = utf8.lastIndex(where: { $0 != Byte.space && $0 != Byte.tab })
        else { return "" }
        return String(self[first..<utf8.index(after: last)])
    }
}
