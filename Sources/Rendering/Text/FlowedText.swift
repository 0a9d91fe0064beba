import Mail

/// Lines as `format=flowed` has them (RFC 3676), with `delsp=no`.
///
/// A line that ends in a space goes on in the next one, so that programs which know the format fill paragraphs to
/// whatever width there is, and the others show lines of 72 columns. Such a line is a space longer, `=20` in
/// quoted-printable. What must stay as it is (lists, tables, code, headings) has no space at its ends.
///
/// A line that begins with a space, `>` or `From ` would be read as something else and gets a space in front, which
/// readers that know the format take away. The others would see such a line one column off its neighbours, so all
/// lines of its block get the space.
enum FlowedText {
    /// What the content type says of it.
    static let parameters = "; format=flowed; delsp=no"

    /// Marks a signature, and does not flow although it ends in a space (RFC 3676 §4.3).
    static let signatureSeparator = "-- "

    /// A block whose lines stand one below the other.
    static func stuffed(block lines: [String]) -> [String] {
        lines.contains(where: needsStuffing) ? stuffed(all: lines) : lines
    }

    /// Lines that look the same wherever they stand, with the space whether they need it or not.
    static func stuffed(all lines: [String]) -> [String] { lines.map(spaced) }

    /// Running text, whose lines have nothing to do with each other.
    static func stuffed(text lines: [String]) -> [String] { lines.map { needsStuffing($0) ? spaced($0) : $0 } }

    /// Text by others, such as a template's: each line stays a line.
    static func fixed(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map { line in
            line == signatureSeparator ? signatureSeparator : String(line).trimmingTrailingSpaces
        }
        return stuffed(text: lines).joined(separator: "\n")
    }

    private static func needsStuffing(_ line: String) -> Bool {
        let words = line.splitAtSectionMarks.words
        return words.hasBytes(prefix: " ") || words.hasBytes(prefix: ">") || words.hasBytes(prefix: "From ")
    }

    /// The space belongs to the words: it goes with them, where a section is not shown.
    private static func spaced(_ line: String) -> String {
        let (marks, words) = line.splitAtSectionMarks
        return words.isEmpty ? line : "\(marks) \(words)"
    }
}

extension String {
    var trimmingTrailingSpaces: String {
        var scalars = unicodeScalars[...]
        while scalars.last == " " || scalars.last == "\t" { scalars.removeLast() }
        return String(scalars)
    }
}
