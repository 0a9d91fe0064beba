import Testing

@testable import Bounces

@Suite struct PhraseTests {
    @Test(arguments: [
        ("user unknown", "550 5.1.1 <a@example.com>... User unknown"),
        ("user unknown", "User\r\n\tunknown"),
        ("user unknown", "550-User 550-5.1.1 unknown"),
        ("greylist…", "You are greylisted"),
        ("mailbox * full", "Mailbox of the reader is full"),
        ("doesnt exist", "doesn't exist"),
        ("doesnt exist", "doesn\u{2019}t exist"),
        ("grey list…", "grey-listing"),
        ("client host blocked", "Client host [192.0.2.1] blocked"),
    ])
    func phrasesMatchWhatServersWrite(phrase: String, text: String) {
        #expect(Phrase(phrase).isIn(WordList(text)))
    }

    @Test(arguments: [
        ("user unknown", "users unknown"), ("user unknown", "unknown user"), ("spf", "spfx"),
        ("mailbox * full", "mailbox one two three four five full"), ("user unknown", "user"), ("user unknown", ""),
        ("spam", "see http://example.com/spam or spam@example.com"),
    ])
    func phrasesDoNotMatchLess(phrase: String, text: String) {
        #expect(!Phrase(phrase).isIn(WordList(text)))
    }

    @Test func aTextIsReadToItsLimitOnly() {
        #expect(WordList(String(repeating: "word ", count: 50_000)).words.count == WordList.limit)
    }
}
