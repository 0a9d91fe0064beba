/// What stays together on a line.
struct Word: Hashable, Sendable {
    var text = ""
    var width = 0
    var isBreakable = true
    /// Whether a space stands before it when it is not the first on its line.
    var followsSpace = false
}

/// Cuts pieces of text into words.
struct WordSplitter {
    private var words: [Word] = []
    private var word = Word()
    /// The last character of `word`, if a line may end behind it because of its script.
    private var endsWithIdeograph = false

    mutating func add(_ piece: TextPiece) {
        switch piece {
        case .lineBreak: break
        case .url(let url): addWhole(url)
        case .attached(let text): addAttached(text)
        case .text(let text):
            for part in text.mergePieces {
                switch part {
                case .text(let text) where text.hasOnlyPrintableASCII: addASCII(text)
                case .text(let text): for character in text { add(character) }
                case .field, .opening, .closing: addWhole(part.placeholder)
                }
            }
        }
    }

    /// The words so far; the next ones begin anew.
    mutating func finish() -> [Word] {
        endWord(followedBySpace: false)
        defer { self = WordSplitter() }
        return words
    }

    private mutating func add(_ character: Character) {
        if character.isPlaceToBreak { return endWord(followedBySpace: true) }
        // Where a word may be broken, with a hyphen that text programs would show in any case.
        if character == "\u{AD}" { return }
        if character == "\u{200B}" { return endWord(followedBySpace: false) }
        let isIdeograph = character.isIdeograph
        if isIdeograph || endsWithIdeograph, !word.text.isEmpty, !character.mustNotStartLine, !wordMustGoOn {
            endWord(followedBySpace: false)
        }
        word.text.append(character)
        word.width += character.displayWidth
        endsWithIdeograph = isIdeograph
    }

    /// The same as character by character, only faster: most text has nothing else.
    private mutating func addASCII(_ text: String) {
        var isFirst = true
        for part in text.utf8.split(separator: 0x20, omittingEmptySubsequences: false) {
            if !isFirst { endWord(followedBySpace: true) }
            isFirst = false
            guard let first = part.first else { continue }
            // The first one decides whether the word before it, of another script, goes on.
            let joins = endsWithIdeograph
            if joins { add(Character(Unicode.Scalar(first))) }
            let others = joins ? part.dropFirst() : part
            word.text += Substring(others)
            word.width += others.count
        }
    }

    private mutating func addWhole(_ text: String) {
        word.text += text
        word.width += text.displayWidth
        word.isBreakable = false
        endsWithIdeograph = false
    }

    private mutating func addAttached(_ text: String) {
        // A space came in between: the note belongs to the word before it.
        if word.text.isEmpty, let last = words.popLast() { word = last }
        addWhole(text)
    }

    private mutating func endWord(followedBySpace: Bool) {
        if !word.text.isEmpty {
            words.append(word)
            word = Word()
        }
        word.followsSpace = word.followsSpace || followedBySpace
        endsWithIdeograph = false
    }

    private var wordMustGoOn: Bool { word.text.last?.mustNotEndLine ?? false }
}

extension Character {
    /// Spaces, tabs and line ends, but not the spaces that forbid a break.
    var isPlaceToBreak: Bool {
        isWhitespace && self != "\u{A0}" && self != "\u{202F}" && self != "\u{2007}"
    }

    /// Scripts written without spaces. Korean has them.
    fileprivate var isIdeograph: Bool {
        guard let value = unicodeScalars.first?.value, displayWidth == 2 else { return false }
        return !(0xAC00...0xD7A3).contains(value)
    }
}
