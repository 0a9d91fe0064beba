import Mail

/// How a kind of notice lists the addresses it is about.
enum RecipientLayout: Sendable {
    /// `<reader@example.com>:` at the start of a paragraph, the reason behind or below it.
    case paragraphs
    /// Addresses at the starts of lines below a sentence such as "the following addresses failed:".
    case listUnder([Phrase])
    /// An address in the same line as certain words, or in the next.
    case inline([Phrase])

    struct Entry {
        let address: EmailAddress
        /// What is said about it.
        let text: String
    }

    func entries(_ notice: Notice) -> [Entry] {
        switch self {
        case .paragraphs: Self.paragraphs(notice)
        case .listUnder(let phrases): Self.list(notice, under: phrases)
        case .inline(let phrases): Self.inline(notice, phrases)
        }
    }

    // MARK: Layouts

    private static func paragraphs(_ notice: Notice) -> [Entry] {
        notice.lines.enumerated().compactMap { index, line in
            guard let leading = leadingAddress(line), leading.isHeading else { return nil }
            return Entry(address: leading.address, text: "\(leading.rest) \(notice.following(index))")
        }
    }

    private static func list(_ notice: Notice, under phrases: [Phrase]) -> [Entry] {
        guard let start = notice.lines.indices.first(where: { isEnd(of: phrases, notice.lines, $0) }) else { return [] }
        var entries: [Entry] = []
        var misses = 0
        for index in notice.lines.indices.dropFirst(start + 1) {
            let line = notice.lines[index]
            if let leading = leadingAddress(line) {
                entries.append(Entry(address: leading.address, text: "\(leading.rest) \(notice.following(index))"))
            } else if !line.isBlank, entries.isEmpty {
                misses += 1
                if misses > 3 { break }
            } else if line.isBlank, !entries.isEmpty {
                let next = notice.lines[(index + 1)...].first { !$0.isBlank }
                if next.flatMap(leadingAddress) == nil { break }
            }
        }
        return entries
    }

    private static func inline(_ notice: Notice, _ phrases: [Phrase]) -> [Entry] {
        let lines = notice.lines.map { WordList($0) }
        for phrase in phrases {
            let entries = lines.indices.filter { phrase.isIn(lines[$0]) }.compactMap { inline(notice, at: $0) }
            if !entries.isEmpty { return entries }
        }
        return []
    }

    private static func inline(_ notice: Notice, at index: Int) -> Entry? {
        let line = notice.lines[index]
        let next = notice.lines[(index + 1)...].first { !$0.isBlank } ?? ""
        let found = AddressScanner.matches(in: line)
        let address = found.first { !isSender(line, $0) }?.address
        guard let address = found.isEmpty ? AddressScanner.first(in: next) : address else { return nil }
        return Entry(address: address, text: "\(line) \(notice.following(index))")
    }

    /// Whether a sentence with one of the phrases, perhaps begun in the line before, ends in this line.
    private static func isEnd(of phrases: [Phrase], _ lines: [String], _ index: Int) -> Bool {
        let line = WordList(lines[index])
        if phrases.anyIsIn(line) { return true }
        guard index > 0, !line.words.isEmpty else { return false }
        let both = WordList("\(lines[index - 1]) \(lines[index])")
        return phrases.anyIsIn(both) && !phrases.anyIsIn(WordList(lines[index - 1]))
    }

    // MARK: Lines

    struct Leading {
        let address: EmailAddress
        /// Behind the address and its colon.
        let rest: String
        /// A colon follows, or `<…>` and nothing: the line opens a paragraph about the address.
        let isHeading: Bool
    }

    /// "… not accepting mail from list@example.org" names the sender.
    static func isSender(_ text: String, _ match: AddressScanner.Match) -> Bool {
        text[..<match.range.lowerBound].suffix(8).trimmed.lowercased().hasSuffix("from")
    }

    /// The address that a line starts with, after bullets, quotes and brackets.
    static func leadingAddress(_ line: String) -> Leading? {
        guard let match = AddressScanner.matches(in: line).first else { return nil }
        let before = line[..<match.range.lowerBound].lowercased()
        let marks = before.replacing("smtp:", with: "").replacing("recipient:", with: "")
            .replacing("rfc822;", with: "").replacing("dda:", with: "")
        let isX400 = before.hasPrefix("c=")
        guard isX400 || marks.allSatisfy({ !$0.isLetter && !$0.isNumber }) else { return nil }
        var rest = line[match.range.upperBound...].drop { ">\"'])`".contains($0) }
        if let expanded = rest.firstRange(of: "(expanded from"),
            let close = rest[expanded.upperBound...].firstIndex(of: ")")
        {
            rest = rest[rest.index(after: close)...]
        }
        let trimmed = rest.drop(while: \.isWhitespace)
        let isHeading = trimmed.hasPrefix(":")
        return Leading(
            address: match.address, rest: String(isHeading ? trimmed.dropFirst() : trimmed), isHeading: isHeading)
    }
}
