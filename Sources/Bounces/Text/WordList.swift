/// A text as its lowercase words, for phrases to match: without addresses, URLs, numbers and punctuation.
///
///     550-5.1.1 <a@example.org>... User
///     550-5.1.1 doesn't exist               user doesnt exist
///
/// What is left out would part the words of a phrase, or bring words of its own ("/spam-policy.html").
struct WordList: Sendable {
    /// More than any server has to say.
    static let limit = 3_000
    let words: [String]

    init(words: [String]) { self.words = words }

    init(_ text: String) {
        var words: [String] = []
        let rest = AddressScanner.removed(from: text.prefix(utf8Count: MIMEReader.textLimit))
        for token in rest.split(whereSeparator: { $0.isWhitespace || $0 == "<" || $0 == ">" }) {
            if token.contains("://") { continue }
            for word in Self.words(of: token) where words.count < Self.limit { words.append(word) }
        }
        self.words = words
    }

    /// "authorised" and "authorized" are one word.
    private static func american(_ word: String) -> String {
        word.hasPrefix("authoris") || word.hasPrefix("unauthoris") || word.hasPrefix("organis")
            ? word.replacing("is", with: "iz") : word
    }

    private static func words(of token: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var hasLetter = false
        func close() {
            if hasLetter { words.append(american(word)) }
            word = ""
            hasLetter = false
        }
        for scalar in token.lowercased().unicodeScalars {
            if scalar == "'" || scalar == "\u{2019}" { continue }
            let isLetter = scalar.properties.isAlphabetic
            guard isLetter || ("0"..."9").contains(scalar) else {
                close()
                continue
            }
            hasLetter = hasLetter || isLetter
            word.unicodeScalars.append(scalar)
        }
        close()
        return words
    }
}
