import Mail

/// What is different in each recipient's message.
package struct RecipientFields: Sendable {
    package let address: EmailAddress
    package var name: String?
    /// The subscriber's other attributes, by name.
    package var attributes: [String: String] = [:]
    package let unsubscribeURL: HeaderURI
    /// Where this message can be read in a browser; needed if it was compiled with such a link.
    package var viewURL: HeaderURI?
    package let messageID: MessageID
    package let date: Timestamp

    package init(address: EmailAddress, unsubscribeURL: HeaderURI, messageID: MessageID, date: Timestamp) {
        self.address = address
        self.unsubscribeURL = unsubscribeURL
        self.messageID = messageID
        self.date = date
    }

    /// What `field` stands for, without line breaks and control characters; the fallback for no or an empty value.
    func value(of field: MergeField) -> String {
        let value = rawValue(of: field.name) ?? ""
        return (value.isEmpty ? field.fallback ?? "" : value).onOneLine
    }

    /// Whether a section is for this recipient.
    func satisfies(_ condition: MergeCondition) -> Bool { condition.holds(for: rawValue(of: condition.name)) }

    private func rawValue(of name: String) -> String? {
        switch name {
        case MergeField.readerName: self.name
        case MergeField.email: address.description
        case MergeField.unsubscribeURL: unsubscribeURL.description
        case MergeField.viewURL: viewURL?.description
        default: attributes[name]
        }
    }
}

extension String {
    /// The text with spaces for control characters and line breaks, and without what could pass for a
    /// placeholder or reverse the text around it.
    var onOneLine: String {
        if isPrintableASCII { return self }
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: scalars.append(" ")
            default: if !scalar.isMergeMarker, !scalar.reversesText { scalars.append(scalar) }
            }
        }
        return String(scalars)
    }
}

extension Unicode.Scalar {
    fileprivate var isMergeMarker: Bool { self == MergeField.opening || self == MergeField.closing }

    /// Embeddings, overrides and isolates reach beyond the value (Unicode UAX #9 §2).
    fileprivate var reversesText: Bool {
        ("\u{202A}"..."\u{202E}").contains(self) || ("\u{2066}"..."\u{2069}").contains(self)
    }
}
