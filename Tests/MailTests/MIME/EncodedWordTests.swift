import Testing

@testable import Mail

@Suite struct EncodedWordTests {
    @Test(arguments: [
        ("Käldström", ["=?utf-8?B?S8OkbGRzdHLDtm0=?="]),
        ("Jürgen", ["=?utf-8?Q?J=C3=BCrgen?="]),
        ("a b", ["=?utf-8?Q?a_b?="]),
        ("some_b=c?d words", ["=?utf-8?Q?some=5Fb=3Dc=3Fd_words?="]),
        ("😀", ["=?utf-8?B?8J+YgA==?="]),
        ("漢字", ["=?utf-8?B?5ryi5a2X?="]),
        ("", []),
    ])
    func textIsWrittenInTheShorterEncoding(text: String, words: [String]) {
        #expect(EncodedWord.encode(text) == words)
    }

    @Test func aCharacterOfSeveralScalarsStaysInOneWord() {
        let family = "👩‍👩‍👧‍👦"
        let words = EncodedWord.encode(String(repeating: family, count: 8))
        for word in words { #expect(Decoder.encodedWords([word])?.allSatisfy { String($0) == family } == true) }
        #expect(Decoder.encodedWords(words) == String(repeating: family, count: 8))
    }

    @Test func aCharacterLongerThanAWordIsCutBetweenScalars() {
        let tower = "e" + String(repeating: "\u{301}", count: 200)
        #expect(Decoder.encodedWords(EncodedWord.encode(tower)) == tower)
    }

    @Test func theFirstWordKeepsToItsWidth() {
        let words = EncodedWord.encode(String(repeating: "ä ", count: 60), firstWidth: 40)
        #expect(words.count > 1)
        #expect(words.first.map { $0.utf8.count <= 40 } == true)
    }

    @Test(arguments: 0..<300)
    func randomTextComesBackFromWordsOfWholeCharacters(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let text = random.text(maximumPieces: 60)
        #expect(Decoder.encodedWords(EncodedWord.encode(text, firstWidth: 20 + seed % 56)) == text)
    }
}
