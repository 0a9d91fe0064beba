extension Rule {
    static let htmlTooLarge = Rule(
        "html-too-large", .warning,
        what:
            "The HTML part is larger than 102 KB as it is sent, for the reader with the longest values if --list is given.",
        why: "Gmail clips it, and with it usually the link to unsubscribe."
    ) { checked in
        guard let message = checked.evidence.message else { return [] }
        let readers = checked.evidence.readers
        let size = readers.map(\.largestHTML) ?? PersonalSize(message).likelySize
        guard size > CompiledMessage.clippedHTMLSize else { return [] }
        let reader = readers?.readerOfLargest.map { " to \($0)" } ?? ""
        return [
            Spot(
                1,
                "The HTML part takes \((size + 1023) / 1024) KB as it is sent\(reader); Gmail clips at 102 KB. "
                    + "Shorten the issue.")
        ]
    }
}
