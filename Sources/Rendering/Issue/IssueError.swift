import Mail

/// Why a file cannot be read as an issue.
package struct IssueError: Error, Hashable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        /// The system's words.
        case unreadable(String)
        case empty
        /// `offset` counts bytes from 0.
        case notUTF8(offset: Int, isUTF16: Bool)
        case frontMatterNotClosed
        /// The YAML parser's words.
        case invalidYAML(String)
        case frontMatterNotKeys
        case wrongType(key: String, found: String)
        case invalidValue(key: String, why: String)
        case frontMatterTooLarge
        /// What reference links lead to, times their uses.
        case referencesTooLarge
        case tableTooLarge
    }

    package let path: String
    /// Counted from 1; nil if it is about the file as a whole.
    package let line: Int?
    package let problem: Problem

    package init(path: String, line: Int?, _ problem: Problem) {
        self.path = path
        self.line = line
        self.problem = problem
    }

    /// `issues/12.md:3: …`
    package var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(message)" }

    /// The sentence without the place.
    package var message: String {
        switch problem {
        case .unreadable(let reason):
            "The issue cannot be read: \(reason). Check the path."
        case .empty:
            "The issue is empty. Write some text into it."
        case .notUTF8(let offset, let isUTF16):
            "The issue is not UTF-8 text: the byte at offset \(offset) does not belong there. "
                + "Convert it: iconv -f \(isUTF16 ? "UTF-16" : "WINDOWS-1252") -t UTF-8 \(path) > converted.md"
        case .frontMatterNotClosed:
            "The front matter that opens in line 1 is not closed. Put a line '---' behind it; "
                + "if line 1 is meant as a rule, put a blank line before it."
        case .invalidYAML(let words):
            "The front matter is not valid YAML: \(words). Correct the line; "
                + "a value with a colon, a quote or braces in it needs quotes around it."
        case .frontMatterNotKeys:
            "The front matter has no keys. Write lines such as 'subject: News of the week'."
        case .wrongType(let key, let found):
            "Front matter key '\(key)' takes a text, not \(found). Write '\(key): some text'."
        case .invalidValue(let key, let why):
            "Front matter key '\(key)': \(why)"
        case .frontMatterTooLarge:
            "The front matter has more than \(FrontMatter.maximumValues) values, or they are nested too deeply. Shorten it."
        case .referencesTooLarge:
            "The reference links of the issue come to more than \(MarkdownBounds.maximumReferences / 1_048_576) MB: what "
                + "stands here is put into the message at each use of its label. Shorten it, or use it less."
        case .tableTooLarge:
            "The issue's tables have more than \(MarkdownBounds.maximumCells) cells with this row: each row is filled up "
                + "to the columns of its table. No mail program would show it. Shorten the table."
        }
    }
}
