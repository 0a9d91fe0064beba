import Mail

/// The message's body: text and HTML as alternatives (RFC 2046 §5.1.4), with what images it carries.
///
///     multipart/mixed                  only with attachments
///       multipart/alternative
///         text/plain
///         multipart/related            only with images in the text (RFC 2387); they have Content-IDs (RFC 2392)
///           text/html
///           image/png                  Content-Disposition: inline
///       image/jpeg                     Content-Disposition: attachment
struct MessageBody {
    private let images: IssueImages
    /// The parts of `images`, encoded.
    let compiledImages: [CompiledImage]
    private let domain: String
    private let token: String
    private let alternative: MIMEBoundary
    private let related: MIMEBoundary
    private let mixed: MIMEBoundary

    /// - Parameter domain: our own, for Content-IDs.
    init(boundary: MIMEBoundary, images: IssueImages, domain: String) throws(HeaderError) {
        self.images = images
        self.domain = domain
        token = String(boundary.description.dropFirst(2))
        alternative = boundary
        // None begins with another: some readers take the first that fits.
        related = try MIMEBoundary(token: "r." + token)
        mixed = try MIMEBoundary(token: "m." + token)
        let token = token
        compiledImages = images.parts.enumerated().map { number, part in
            CompiledImage(
                contentID: part.isAttachment ? nil : Self.contentID(number, token: token, domain: domain),
                name: part.name, mediaType: part.mediaType, base64: EncodedBytes(Base64Lines.encode(part.bytes)))
        }
    }

    /// The Content-ID of a part of `images`, without angle brackets.
    func contentID(_ number: Int) -> String { Self.contentID(number, token: token, domain: domain) }

    private static func contentID(_ number: Int, token: String, domain: String) -> String {
        "image\(number + 1).\(token)@\(domain)"
    }

    /// Of the whole body, for the message's header.
    func contentType() throws(HeaderError) -> HeaderField {
        attachments.isEmpty ? try Self.multipart("alternative", alternative) : try Self.multipart("mixed", mixed)
    }

    /// Appends the empty line that ends the message's header, and all parts.
    ///
    /// - Returns: the HTML part's encoded size without recipients' values.
    func append(html: String, text: String, to builder: inout SegmentBuilder) throws(HeaderError) -> Int {
        if !attachments.isEmpty {
            builder.append(lines: ["", "--\(mixed)"])
            builder.append(try Self.multipart("alternative", alternative))
        }
        builder.append(lines: ["", "--\(alternative)"] + Self.textHeader("plain", FlowedText.parameters))
        builder.append(quotedPrintable: text, escape: .none)
        builder.append(lines: ["", "--\(alternative)"])
        if !embedded.isEmpty {
            builder.append(try Self.multipart("related", related, parameters: ["type=\"text/html\""]))
            builder.append(lines: ["", "--\(related)"])
        }
        builder.append(lines: Self.textHeader("html"))
        let sizeBeforeHTML = builder.constantSize
        builder.append(quotedPrintable: html, escape: .markup)
        let encodedHTMLSize = builder.constantSize - sizeBeforeHTML
        for number in embedded { try append(number, behind: related, to: &builder) }
        if !embedded.isEmpty { builder.append(lines: ["", "--\(related)--"]) }
        builder.append(lines: ["", "--\(alternative)--"])
        for number in attachments { try append(number, behind: mixed, to: &builder) }
        if !attachments.isEmpty { builder.append(lines: ["", "--\(mixed)--"]) }
        return encodedHTMLSize
    }

    private var embedded: [Int] { images.parts.indices.filter { !images.parts[$0].isAttachment } }
    private var attachments: [Int] { images.parts.indices.filter { images.parts[$0].isAttachment } }

    private func append(
        _ number: Int, behind boundary: MIMEBoundary, to builder: inout SegmentBuilder
    ) throws(HeaderError) {
        let part = images.parts[number]
        let disposition = part.isAttachment ? "attachment;" : "inline;"
        builder.append(lines: ["", "--\(boundary)"])
        builder.append(try HeaderField("Content-Type", tokens: ["\(part.mediaType);", "name=\"\(part.name)\""]))
        builder.append(try HeaderField("Content-Transfer-Encoding", tokens: ["base64"]))
        if !part.isAttachment { builder.append(try HeaderField("Content-ID", tokens: ["<\(contentID(number))>"])) }
        builder.append(try HeaderField("Content-Disposition", tokens: [disposition, "filename=\"\(part.name)\""]))
        builder.append(lines: [""])
        builder.append(.image(number), size: compiledImages[number].base64.bytes.count)
    }

    private static func multipart(
        _ subtype: String, _ boundary: MIMEBoundary, parameters: [String] = []
    ) throws(HeaderError) -> HeaderField {
        let last = "boundary=\"\(boundary)\""
        let tokens = ["multipart/\(subtype);"] + parameters.map { $0 + ";" } + [last]
        return try HeaderField("Content-Type", tokens: tokens)
    }

    private static func textHeader(_ subtype: String, _ parameters: String = "") -> [String] {
        [
            "Content-Type: text/\(subtype); charset=utf-8\(parameters)",
            "Content-Transfer-Encoding: quoted-printable", "",
        ]
    }
}
