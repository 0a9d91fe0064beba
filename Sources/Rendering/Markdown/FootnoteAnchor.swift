import Mail

/// The ids by which footnotes and their references find each other in the HTML.
enum FootnoteAnchor {
    static func note(_ number: Int) -> String { "fn-\(number)" }

    static func reference(_ number: Int, occurrence: Int) -> String {
        occurrence == 1 ? "fnref-\(number)" : "fnref-\(number)-\(occurrence)"
    }

    /// The note that `#fn-3` points to; nil for any other target.
    static func number(ofTarget url: String) -> Int? { url.droppingBytes(prefix: "#fn-").flatMap { Int($0) } }
}

extension [Block] {
    /// A note's blocks with a way back to each of its references, at the end of the last paragraph.
    func withBackLinks(to footnote: Footnote) -> [Block] {
        let arrows = (1...Swift.max(footnote.references, 1)).flatMap { occurrence -> [Inline] in
            let url = "#" + FootnoteAnchor.reference(footnote.number, occurrence: occurrence)
            // The variation selector keeps the arrow from being shown as an emoji.
            return [
                .text("\u{A0}"),
                .link(Link(url: url, title: "", content: [.text("\u{21A9}\u{FE0E}")], line: footnote.line)),
            ]
        }
        guard case .paragraph(let content, let line)? = last else {
            return self + [.paragraph(Array<Inline>(arrows.dropFirst()), line: footnote.line)]
        }
        return dropLast() + [.paragraph(content + arrows, line: line)]
    }
}
