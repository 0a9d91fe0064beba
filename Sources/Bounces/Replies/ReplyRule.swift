import Mail

/// One row of the classifier's tables: these words mean this class.
struct ReplyRule: Sendable {
    /// Kept with each bounce, so that a decision can be explained and made again.
    let name: String
    let bounceClass: BounceClass
    /// Whose words these are.
    let origin: String
    /// A reply that this row decides; a test holds it to that.
    let example: String
    /// Any of them.
    let phrases: [Phrase]
    /// None of them.
    let unless: [Phrase]
    /// The words alone say too little: the codes have to be about an address, too.
    let needsCode: Bool

    init(
        _ name: String, _ bounceClass: BounceClass, from origin: String, _ example: String, _ phrases: [Phrase],
        unless: [Phrase] = [], needsCode: Bool = false
    ) {
        self.name = name
        self.bounceClass = bounceClass
        self.origin = origin
        self.example = example
        self.phrases = phrases
        self.unless = unless
        self.needsCode = needsCode
    }

    func matches(_ words: WordList) -> Bool { phrases.anyIsIn(words) && !unless.anyIsIn(words) }
}

extension [ReplyRule] {
    func first(in words: WordList) -> ReplyRule? { first { $0.matches(words) } }
}
