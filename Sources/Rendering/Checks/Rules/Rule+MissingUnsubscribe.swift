import Mail

extension Rule {
    static let missingUnsubscribe = Rule(
        "missing-unsubscribe", .error,
        what:
            "A part has no link to unsubscribe that every reader sees, or it stands where Gmail has clipped the message.",
        why: "The law asks for it nearly everywhere, and readers who find none report spam."
    ) { checked in
        guard let message = checked.evidence.message, let page = checked.page else { return [] }
        var spots: [Spot] = []
        if !page.offersUnsubscribing {
            spots.append(
                Spot(1, "The HTML part has no visible link to unsubscribe. Put {{unsubscribe_url}} into the template."))
        } else if let offset = message.offsetOfUnsubscribe, offset > CompiledMessage.clippedHTMLSize {
            spots.append(
                Spot(
                    1,
                    "The link to unsubscribe stands \(offset / 1024) KB into the HTML part; Gmail clips at 102 KB. "
                        + "Shorten the issue, or put the link above the text.", severity: .warning))
        }
        let text = message.textPart.fillingMergeFields(holds: { _ in false }) { $0.name }
        if !text.contains(MergeField.unsubscribeURL) {
            spots.append(
                Spot(1, "The text part has no link to unsubscribe. Put {{unsubscribe_url}} into the template."))
        }
        return spots
    }
}

extension DOMElement {
    /// Whether there is a link to unsubscribe with words or an image in it, outside of sections and of what is hidden.
    fileprivate var offersUnsubscribing: Bool {
        let style = (self[attribute: "style"] ?? "").lowercased().filter { $0 != " " }
        if style.contains("display:none") || style.contains("visibility:hidden") || style.contains("font-size:0") {
            return false
        }
        let isLink =
            name == "a" && (self[attribute: "href"] ?? "").mergeFields.contains { $0.name == MergeField.unsubscribeURL }
        if isLink { return !words.trimmingWhiteSpace.isEmpty || children.contains { $0.isImage } }
        var depth = 0
        for child in children {
            switch child {
            case .text(let text):
                for piece in text.mergePieces {
                    if case .opening = piece { depth += 1 }
                    if piece == .closing { depth -= 1 }
                }
            case .element(let element): if depth == 0, element.offersUnsubscribing { return true }
            case .comment: break
            }
        }
        return false
    }
}

extension DOMNode {
    fileprivate var isImage: Bool {
        guard case .element(let element) = self else { return false }
        return element.name == "img"
    }
}

extension CompiledMessage {
    /// How many bytes of the HTML part, as it is sent, come before the link to unsubscribe.
    fileprivate var offsetOfUnsubscribe: Int? {
        let mark = MergeField(MergeField.unsubscribeURL).placeholder
        guard let range = htmlPage.firstRange(of: mark) else { return nil }
        return QuotedPrintableEncoder.encode(String(htmlPage[..<range.lowerBound])).count
    }
}
