import Mail

/// HTML to text, as far as a bounce notice needs it: tags away, lines at blocks, the six entities.
///
/// One walk over the bytes: anybody can send a megabyte of anything.
enum HTMLText {
    static func plain(_ html: String) -> String {
        guard html.containsASCII("<") else { return html.decodingEntities }
        var output: [UInt8] = []
        var rest = Array(html.utf8)[...]
        // Looked for once: where there is no end tag behind one place, there is none behind a later one.
        var hasEndTags = true
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            output += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: UInt8(ascii: ">")) else { break }
            let tag = rest[(open + 1)..<close]
            let name = tag.prefix(8).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            if blocks.contains(where: { name.starts(with: $0.utf8) }) { output.append(Byte.lf) }
            // QUIRK: some servers write <reader@example.com> into HTML without escaping it.
            if tag.contains(UInt8(ascii: "@")), !tag.contains(Byte.equals) { output += rest[open...close] }
            rest = rest[(close + 1)...]
            if hasEndTags, unseen.contains(where: { name.starts(with: $0.utf8) }) {
                let end = endTag(in: rest)
                hasEndTags = end != nil
                rest = rest[(end ?? rest.startIndex)...]
            }
        }
        output += rest
        return String(decoding: output, as: UTF8.self).decodingEntities
    }

    private static func endTag(in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.indices.dropLast().first { bytes[$0] == UInt8(ascii: "<") && bytes[$0 + 1] == UInt8(ascii: "/") }
    }

    private static let blocks = ["br", "p", "/p", "div", "/div", "tr", "li", "h1", "h2", "h3", "td", "/title"]
    private static let unseen = ["style", "script"]
}

extension String {
    fileprivate var decodingEntities: String {
        guard containsASCII("&") else { return self }
        return Self.entities.reduce(self) { $0.replacingBytes($1.key, with: $1.value) }
    }

    private static let entities: KeyValuePairs = [
        "&nbsp;": " ", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&amp;": "&",
    ]
}
