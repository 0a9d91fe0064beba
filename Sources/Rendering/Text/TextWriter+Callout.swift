extension TextWriter {
    /// The title in capitals above the words, all of it behind a bar.
    mutating func lines(_ callout: Callout, in frame: Frame) -> [String] {
        let inner = frame.indented(by: 2)
        let title = LineWrapper.lines(pieces(callout.shownTitle, links: .numbered), width: inner.width)
        let body = lines(callout.blocks, in: inner, separator: [""])
        return frame.prefixed(title.map(\.uppercasedBesideFields) + body, with: "| ")
    }

    /// `Words:` with the URL on a line of its own.
    mutating func button(_ link: Link, in frame: Frame) -> [String] {
        let words = LineWrapper.lines([.text("\(link.content.plainText.collapsingWhiteSpace):")], width: frame.width)
        guard let url = link.shownURL else { return words }
        return words + [url]
    }
}

extension String {
    /// In capitals, but for the names of merge fields.
    fileprivate var uppercasedBesideFields: String { mappingWords { $0.uppercased() } }
}
