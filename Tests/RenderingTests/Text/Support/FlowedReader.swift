/// Reads `format=flowed; delsp=no` as RFC 3676 §4 says, independently of what wrote it.
enum FlowedReader {
    struct Paragraph: Equatable {
        let quoteDepth: Int
        var text: String
        /// Whether its last line said that it goes on.
        var isOpen: Bool
    }

    static func paragraphs(_ text: String) -> [Paragraph] {
        var paragraphs: [Paragraph] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let depth = line.prefix { $0 == ">" }.count
            var content = line.dropFirst(depth)
            if content.first == " " { content = content.dropFirst() }
            let goesOn = content.hasSuffix(" ") && content != "-- "
            if let last = paragraphs.last, last.isOpen, last.quoteDepth == depth {
                paragraphs[paragraphs.count - 1].text += content
                paragraphs[paragraphs.count - 1].isOpen = goesOn
            } else {
                paragraphs.append(Paragraph(quoteDepth: depth, text: String(content), isOpen: goesOn))
            }
        }
        return paragraphs
    }

    /// The lines that a program shows which fills paragraphs to any width.
    static func lines(_ text: String) -> [String] {
        paragraphs(text).map { String(repeating: ">", count: $0.quoteDepth) + ($0.quoteDepth > 0 ? " " : "") + $0.text }
    }
}
