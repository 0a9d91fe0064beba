import Mail

/// A mailing's message with everything but the recipients' values done: encoded bytes, cut at slots.
///
/// The bytes around a slot end and begin at line starts of the encoding, so whatever is spliced in, they
/// never change.
package struct CompiledMessage: Hashable, Codable, Sendable {
    enum Segment: Hashable, Codable, Sendable {
        case constant(EncodedBytes)
        /// A field inside a quoted-printable part.
        case slot(MergeField, ValueEscape)
        /// A stretch of a quoted-printable part that only some recipients get.
        case section(MergeCondition, [Segment])
        case header(PersonalHeader)
        /// The body of a part, by its number in `images`.
        case image(Int)
    }

    enum PersonalHeader: Hashable, Codable, Sendable {
        case to, date, messageID, unsubscribe
        /// A subject with merge fields or sections.
        case subject(String)
    }

    /// Gmail cuts a longer HTML part off and with it, usually, the link to unsubscribe.
    package static let clippedHTMLSize = 102 * 1024

    /// With merge fields.
    package let subject: String
    /// The finished page and text part before transfer encoding, with merge fields.
    package let htmlPage: String
    package let textPart: String
    /// The HTML part's encoded size without recipients' values.
    package let encodedHTMLSize: Int
    /// The images that are part of the message.
    package let images: [CompiledImage]
    let segments: [Segment]

    /// The recipient's whole message: CRLF line ends, not dot-stuffed, 7-bit but for a local part beyond ASCII in To.
    ///
    /// - Throws: if the address cannot stand in a header field.
    package func assemble(for recipient: RecipientFields) throws(HeaderError) -> MessageBytes {
        var output = MessageBytes(sharedStretches: segments.count)
        try append(segments, for: recipient, to: &output)
        return output
    }

    private func append(
        _ segments: [Segment], for recipient: RecipientFields, to output: inout MessageBytes
    ) throws(HeaderError) {
        for segment in segments {
            switch segment {
            case .constant(let encoded): output.append(encoded.bytes, form: encoded.form)
            case .slot(let field, let escape):
                output.append { escape.appendLines(recipient.value(of: field), of: field, to: &$0) }
            case .section(let condition, let inner):
                if recipient.satisfies(condition) { try append(inner, for: recipient, to: &output) }
            case .image(let number): output.append(images[number].base64.bytes, form: images[number].base64.form)
            case .header(let header):
                let field = try field(header, for: recipient)
                output.append { $0.append(contentsOf: field.bytes) }
            }
        }
    }

    private func field(_ header: PersonalHeader, for recipient: RecipientFields) throws(HeaderError) -> HeaderField {
        switch header {
        case .to:
            let mailbox = Mailbox(displayName: recipient.name?.onOneLine, address: recipient.address)
            return try HeaderField("To", mailboxes: [mailbox], allowsUTF8: true)
        case .date: return try HeaderField(date: recipient.date)
        case .messageID: return try HeaderField(recipient.messageID)
        case .unsubscribe: return try HeaderField("List-Unsubscribe", link: recipient.unsubscribeURL)
        case .subject(let text): return try HeaderField("Subject", text: text.filled(for: recipient, escape: .none))
        }
    }
}

extension CompiledMessage {
    /// The subject line as this recipient sees it.
    package func subject(for recipient: RecipientFields) -> String { subject.filled(for: recipient, escape: .none) }

    /// The HTML page as this recipient sees it.
    package func htmlPage(for recipient: RecipientFields) -> String { htmlPage.filled(for: recipient, escape: .markup) }

    /// The text part as this recipient sees it.
    package func textPart(for recipient: RecipientFields) -> String { textPart.filled(for: recipient, escape: .none) }
}

extension String {
    fileprivate func filled(for recipient: RecipientFields, escape: ValueEscape) -> String {
        fillingMergeFields(holds: {
            recipient.satisfies(escape == .markup ? $0.unescapingMarkup : $0)
        }) { field in
            let field = escape == .markup ? field.unescapingMarkup : field
            var bytes: [UInt8] = []
            escape.append(recipient.value(of: field), isPercentEncoded: field.isPercentEncoded, to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
