/// Decides whether a candidate is damage, or text that only looks like it.
///
/// Legitimate text can have the same characters: `„Spaß“`, `«AMANHÃ»`, French `café` before a no-break space
/// and `»`. What they have in common: a letter at the end of a word, then what follows words. Damage stands in
/// the midst of words, mixes cases (`KÃ¤`), or comes in rows (`ÐŸÑ€`).
enum DamageVerdict: Hashable, Sendable {
    case damaged
    /// Could be either: taken for damage only if the text has the same kind of damage for certain.
    case doubtful
    case sound

    init(_ candidate: DamagedCharacter, in scalars: [Unicode.Scalar]) {
        self = CandidateContext(candidate, in: scalars).verdict
    }
}

/// A candidate with what stands around it.
private struct CandidateContext {
    private let candidate: DamagedCharacter
    private let tail: ArraySlice<Unicode.Scalar>
    private let before: Unicode.Scalar?
    private let secondBefore: Unicode.Scalar?
    private let after: Unicode.Scalar?

    init(_ candidate: DamagedCharacter, in scalars: [Unicode.Scalar]) {
        let range = candidate.range
        self.candidate = candidate
        tail = scalars[range].dropFirst()
        before = range.lowerBound > 0 ? scalars[range.lowerBound - 1] : nil
        secondBefore = range.lowerBound > 1 ? scalars[range.lowerBound - 2] : nil
        after = range.upperBound < scalars.count ? scalars[range.upperBound] : nil
    }

    var verdict: DamageVerdict {
        if tail.contains(where: \.isC1Control) { return .damaged }
        // `Â”`: nobody wrote the control character that it would stand for.
        if candidate.original.isC1Control { return .sound }
        if isLetterInQuotes { return .doubtful }
        switch candidate.lead {
        // No word ends in Â or â, and half of all damage begins with them.
        case 0xC2, 0xE2: return .damaged
        // ×, Ø as a sign and ß stand before spaces and quotes; what they would stand for is hardly ever alone.
        case 0xD7, 0xD8, 0xDF: return .doubtful
        case ..<0xE0: return looksLikeCapitals ? .doubtful : .damaged
        default: return looksLikeWordEnd ? .doubtful : .damaged
        }
    }

    /// `“Ã”`, `«é»…`: a letter that is talked about.
    private var isLetterInQuotes: Bool {
        guard let before, let first = tail.first else { return false }
        return "“„«‹‘‚»›".unicodeScalars.contains(before) && "”“»›’‘«‹".unicodeScalars.contains(first)
    }

    /// `CAFÉ”`: a capital letter where capitals are, then what follows a word.
    private var looksLikeCapitals: Bool {
        guard let follower = tail.first, before?.properties.isLowercase != true else { return false }
        let isAfterCapital = before?.properties.isUppercase == true
        let isLatin = (0xC3...0xC5).contains(candidate.lead)
        if follower.properties.isAlphabetic { return !isLatin && follower != "ª" && follower != "º" && follower != "µ" }
        guard follower.canFollowWord else { return false }
        // `Ã` is damage far more often than a letter, so it takes more to believe in it.
        if candidate.lead == 0xC3, !isAfterCapital || secondBefore?.properties.isUppercase != true { return false }
        guard let after, after.properties.isAlphabetic else { return true }
        if isLatin { return follower.isGap && after.properties.isUppercase && (isAfterCapital || follower != "\u{A0}") }
        return follower.isGap || (isAfterCapital && follower == "’")
    }

    /// `café\u{A0}»`, `náš“`: small letters, then what follows a word.
    private var looksLikeWordEnd: Bool {
        var rest = tail
        while let next = rest.first, next.properties.isLowercase, next != "ª", next != "º", next != "µ" {
            rest.removeFirst()
        }
        var previous: Unicode.Scalar?
        for scalar in rest {
            guard scalar.canFollowWord || (previous?.isGap == true && scalar.canOpen) else { return false }
            previous = scalar
        }
        guard let last = previous else { return false }
        return after?.properties.isAlphabetic != true || last.isGap || last.canOpen || last == "’"
    }
}

extension Unicode.Scalar {
    fileprivate var isC1Control: Bool { (0x80...0x9F).contains(value) }

    /// What can stand right behind a word: closing quotes (other languages close with what we open with),
    /// dashes, spaces, marks.
    fileprivate var canFollowWord: Bool { isGap || "’‘“”»«›‹…™®´¹²³".unicodeScalars.contains(self) }

    fileprivate var isGap: Bool { self == "\u{A0}" || self == "–" || self == "—" }

    /// What can stand before the next word.
    fileprivate var canOpen: Bool { "«»“”„‘’‚‹›¿¡€£§©±•·".unicodeScalars.contains(self) }
}
