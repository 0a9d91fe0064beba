extension Rule {
    static let htmlTooLarge = Rule { checked in
        guard let size = checked.encodedHTMLSize, size > CompiledMessage.clippedHTMLSize else { return [] }
        let kilobytes = (size + 1023) / 1024
        return [
            Finding(
                "html-too-large", .warning, line: 1,
                "The HTML part takes \(kilobytes) KB as it is sent; Gmail clips at 102 KB. Shorten the issue.")
        ]
    }
}
