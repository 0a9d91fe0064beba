import Mail

/// One row of the classifier's tables: these words mean this class.
struct ReplyRule: Sendable {
    /// Kept with each bounce, so that a decision can be explained and made again.
    let name: String
    let bounceClass: BounceClass
    /// Any of them.
    let phrases: [Phrase]
    /// None of them.
    let unless: [Phrase]

    init(_ name: String, _ bounceClass: BounceClass, _ phrases: [Phrase], unless: [Phrase] = []) {
        self.name = name
        self.bounceClass = bounceClass
        self.phrases = phrases
        self.unless = unless
    }

    func matches(_ words: WordList) -> Bool { phrases.anyIsIn(words) && !unless.anyIsIn(words) }
}
