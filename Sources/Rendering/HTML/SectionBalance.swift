/// Whether leaving a section out of a page leaves a page: its ends have to be in the same element, attribute or comment.
enum SectionBalance {
    /// The first section whose ends are not beside each other, as its author wrote it; nil if all is well.
    static func firstBroken(in page: DOMElement) -> String? {
        for attribute in page.attributes {
            if let broken = firstBroken(in: attribute.value) { return broken }
        }
        var open: [MergeCondition] = []
        for child in page.children {
            let broken: String? =
                switch child {
                case .text(let text): follow(text, &open)
                case .comment(let text): firstBroken(in: text)
                case .element(let element): firstBroken(in: element)
                }
            if let broken { return broken }
        }
        return open.first?.source
    }

    static func firstBroken(in text: String) -> String? {
        var open: [MergeCondition] = []
        return follow(text, &open) ?? open.first?.source
    }

    /// - Returns: an end without a start.
    private static func follow(_ text: String, _ open: inout [MergeCondition]) -> String? {
        guard text.isPersonal else { return nil }
        for piece in text.mergePieces {
            if case .opening(let condition) = piece { open.append(condition) }
            if piece == .closing, open.popLast() == nil { return "{{/…}}" }
        }
        return nil
    }
}
