import Mail

/// Which URLs may stand in a mail, and how merge fields stand in them.
enum LinkPolicy {
    /// The web, mail and telephone; an anchor; or no scheme at all.
    static func allows(link url: String) -> Bool {
        allVariants(of: url) { url in
            guard let scheme = scheme(of: url) else { return true }
            return ["http", "https", "mailto", "tel"].contains(scheme)
        }
    }

    /// The web or a part of the message. Not data: Gmail and Outlook do not show it.
    static func allows(image url: String) -> Bool {
        allVariants(of: url) { url in
            guard let scheme = scheme(of: url) else { return !url.trimmingWhiteSpace.isEmpty }
            return ["http", "https", "cid"].contains(scheme)
        }
    }

    /// Whether the URL is fine for every reader, whichever of its sections they see.
    private static func allVariants(of url: String, _ isFine: (String) -> Bool) -> Bool {
        url.variants(upTo: 16)?.allSatisfy(isFine) ?? false
    }

    /// A URL with a scheme, without the control characters and spaces that browsers leave out of it: whoever encodes the
    /// URL later must not make another scheme of them.
    static func cleaned(_ url: String) -> String {
        guard url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }), let scheme = scheme(of: url),
            let colon = url.firstIndex(ofASCII: ":")
        else { return url }
        let rest = url.utf8[colon...].filter { $0 != Byte.tab && $0 != Byte.lf && $0 != Byte.cr }
        return scheme + String(decoding: rest, as: UTF8.self)
    }

    /// The URL with its fields percent-encoded, but for a whole URL of ours at the start.
    ///
    /// A recipient's value can so add neither a scheme nor a host nor a parameter to a link.
    static func encodingFields(in url: String) -> String {
        var isAtStart = true
        return url.trimmingWhiteSpace.mergePieces.map { piece in
            switch piece {
            case .opening, .closing: return piece.placeholder
            case .text(let text):
                isAtStart = false
                return text
            case .field(let field):
                defer { isAtStart = false }
                return (field.isURL && isAtStart ? field : field.percentEncoded).placeholder
            }
        }.joined()
    }

    /// What stands before the first colon, if that comes before any `/`, `?` or `#`; lowercase.
    ///
    /// A field in there is no letter of any allowed scheme, so a scheme cannot be put together from values.
    static func scheme(of url: String) -> String? {
        let text = url.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F } ? url : visible(url)
        // Bytes: browsers see the colon whatever is joined to it.
        guard let end = text.utf8.firstIndex(where: { ":/?#".utf8.contains($0) }), text.utf8[end] == Byte.colon else {
            return nil
        }
        return text[..<end].asciiLowercased
    }

    /// Browsers drop control characters and spaces in and before a scheme.
    private static func visible(_ url: String) -> String {
        String(String.UnicodeScalarView(url.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }))
    }
}
