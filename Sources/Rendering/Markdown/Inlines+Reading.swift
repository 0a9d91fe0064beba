extension [Inline] {
    /// The links of a paragraph that holds nothing but links titled "button"; nil for any other paragraph.
    var buttons: [Link]? {
        var links: [Link] = []
        for inline in self {
            switch inline {
            case .link(let link) where link.isButton: links.append(link)
            case .softBreak, .lineBreak: break
            case .text(let text) where text.trimmingWhiteSpace.isEmpty: break
            default: return nil
            }
        }
        return links.isEmpty ? nil : links
    }

    /// Appends `inline`, as part of the last text if both are texts.
    ///
    /// A line end between two ideographs is none in the sentence: Chinese and Japanese put no spaces between words.
    mutating func append(joining inline: Inline) {
        guard case .text(let text) = inline else { return append(inline) }
        if last == .softBreak, count > 1, case .text(let before) = self[count - 2],
            before.unicodeScalars.last?.isIdeographic == true, text.unicodeScalars.first?.isIdeographic == true
        {
            removeLast()
        }
        if case .text(let before)? = last {
            self[count - 1] = .text(before + text)
        } else {
            append(.text(text))
        }
    }
}

extension Link {
    /// `[Register](https://example.org "button")`
    fileprivate var isButton: Bool {
        title.lowercased() == "button" && !content.plainText.trimmingWhiteSpace.isEmpty
    }
}

extension Unicode.Scalar {
    /// Han, kana, and the punctuation between them; not Hangul, which has spaces.
    fileprivate var isIdeographic: Bool {
        switch value {
        case 0x2E80...0x2FDF, 0x3000...0x30FF, 0x3100...0x312F, 0x31A0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF65, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
