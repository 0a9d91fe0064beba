/// Words in a row, as tables write them: `"user unknown"`, `"greylist…"`, `"mailbox * full"`.
///
/// `…` stands for any end of the word, at both ends for a word with this within (languages that write no spaces), `*`
/// for up to four words. Case and punctuation do not matter.
struct Phrase: Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    private enum Element: Sendable {
        case word(String)
        case start(String)
        case inner(String)
        case gap
    }

    let description: String
    private let elements: [Element]
    private static let widestGap = 4

    init(stringLiteral text: StaticString) { self.init(text.description) }

    init(_ text: String) {
        description = text
        elements = text.split(separator: " ").flatMap { token -> [Element] in
            if token == "*" { return [.gap] }
            let words = WordList(String(token)).words
            guard token.hasSuffix("…"), let last = words.last else { return words.map { .word($0) } }
            return words.dropLast().map { .word($0) } + [token.hasPrefix("…") ? .inner(last) : .start(last)]
        }
    }

    func isIn(_ list: WordList) -> Bool { position(in: list.words) != nil }

    /// The index of the first word that matches.
    func position(in words: [String]) -> Int? {
        words.indices.first { rest(of: words[$0...], after: elements[...]) != nil }
    }

    /// Whether the words end with the phrase.
    func ends(_ words: [String]) -> Bool {
        words.indices.contains { rest(of: words[$0...], after: elements[...])?.isEmpty == true }
    }

    /// What follows the elements, if the words begin with them.
    private func rest(of words: ArraySlice<String>, after elements: ArraySlice<Element>) -> ArraySlice<String>? {
        guard let element = elements.first else { return words }
        let others = elements.dropFirst()
        switch element {
        case .word(let word):
            return words.first == word ? rest(of: words.dropFirst(), after: others) : nil
        case .start(let start):
            return words.first?.hasPrefix(start) == true ? rest(of: words.dropFirst(), after: others) : nil
        case .inner(let part):
            return words.first?.contains(part) == true ? rest(of: words.dropFirst(), after: others) : nil
        case .gap:
            return (0...Self.widestGap).lazy.compactMap { rest(of: words.dropFirst($0), after: others) }.first
        }
    }
}

extension [Phrase] {
    func anyIsIn(_ list: WordList) -> Bool { contains { $0.isIn(list) } }
}
