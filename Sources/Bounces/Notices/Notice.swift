import Mail

/// The part of a report that people read, up to the copy of what was returned.
struct Notice: Sendable {
    let lines: [String]
    let words: WordList
    let subject: WordList
    /// Fields of the copy below the notice.
    let returnedFields: [Field]
    /// The original stands below the notice or is enclosed.
    let hasReturnedCopy: Bool
    private static let lineLimit = 400

    init(_ message: MIMEPart) {
        let lines = Self.text(message).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .prefix(Self.lineLimit).map(String.init)
        let cut = lines.firstIndex(where: ReturnedCopy.startsAt) ?? lines.endIndex
        self.lines = Array(lines[..<cut])
        words = WordList(lines[..<cut].joined(separator: "\n"))
        subject = WordList(message.fields.first("subject") ?? "")
        let groups = FieldGroups.parse(lines[cut...].joined(separator: "\n"))
        returnedFields = groups.first { $0.first("received") != nil || $0.first("message-id") != nil } ?? []
        hasReturnedCopy = cut < lines.endIndex || message.enclosedMessage != nil
    }

    /// What is said about an address: the rest of its line, and the lines that follow without a gap.
    func said(about address: EmailAddress) -> String? {
        for (index, line) in lines.enumerated() {
            guard let match = AddressScanner.matches(in: line).first(where: { $0.address.key == address.key }) else {
                continue
            }
            let text = "\(line[match.range.upperBound...]) \(following(index))"
            if text.contains(where: \.isLetter) { return text }
        }
        return nil
    }

    /// The lines behind one, to the next gap or the next address's line.
    func following(_ index: Int) -> String {
        var text: [String] = []
        for line in lines[(index + 1)...].prefix(12) {
            if line.isBlank {
                if text.isEmpty { continue }
                break
            }
            if RecipientLayout.leadingAddress(line)?.isHeading == true { break }
            text.append(line.trimmed)
        }
        return text.joined(separator: " ")
    }

    private static func text(_ message: MIMEPart) -> String {
        let leaves = message.ownLeaves.filter { !$0.type.hasPrefix("message/") && $0.type != "text/rfc822-headers" }
        let plain = leaves.filter { $0.type != "text/html" && !$0.text.isBlank }.map(\.text)
        let text =
            plain.isEmpty
            ? leaves.map { HTMLText.plain($0.text) }.joined(separator: "\n") : plain.joined(separator: "\n")
        return text.prefix(utf8Count: MIMEReader.textLimit)
    }
}
