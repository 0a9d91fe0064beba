/// A piece of running text. Places to fill in per recipient stand in the strings as `MergeField` placeholders.
package indirect enum Inline: Hashable, Sendable {
    case text(String)
    /// A line end in the source that means a space.
    case softBreak
    case lineBreak
    case code(String)
    /// Raw HTML, as written: usually a single tag.
    case html(String, line: Int)
    case emphasis([Inline])
    case strong([Inline])
    case strikethrough([Inline])
    case link(Link)
    case image(Image)
    /// A reference to `MarkdownDocument.footnotes`, and the how-manieth to the same note.
    case footnote(number: Int, occurrence: Int)
}

package struct Link: Hashable, Sendable {
    /// As written, not percent-encoded (see `LinkTarget`).
    package let url: String
    package let title: String
    package let content: [Inline]
    package let line: Int
}

package struct Image: Hashable, Sendable {
    package let url: String
    package let title: String
    package let alternative: String
    package let line: Int
}

extension Sequence<Inline> {
    /// The words alone: no marks, no tags, breaks as spaces.
    package var plainText: String {
        map { inline in
            switch inline {
            case .text(let text), .code(let text): text
            case .softBreak, .lineBreak: " "
            case .html, .footnote: ""
            case .emphasis(let content), .strong(let content), .strikethrough(let content): content.plainText
            case .link(let link): link.content.plainText
            case .image(let image): image.alternative
            }
        }.joined()
    }
}
