import Mail

/// A server's own word on when to come back, read out of a refusal's text: "try again in 300 seconds".
///
/// No standard gives it a form (RFC 5321 leaves the text of a reply free); the phrases are those of greylisting
/// servers and large providers.
package enum RetryHint {
    /// Longer hints are cut to this.
    package static let longest = Duration.seconds(24 * 3_600)

    /// The pause that a temporary refusal asks for, or nil if it names none.
    package static func read(_ reply: SMTPReply) -> Duration? {
        guard reply.isTransient else { return nil }
        let words = reply.text.lowercased().split {
            !($0.isLetter || $0.isNumber || $0 == ":" || $0 == "=" || $0 == ".")
        }
        for (index, word) in words.enumerated() {
            guard let number = value(of: word), isAnnounced(by: words[..<index]) else { continue }
            let unit = number.unit ?? words[words.index(after: index)...].first.flatMap(Self.unit)
            guard let unit else { continue }
            return min(.milliseconds(Int64(number.count * unit * 1000)), longest)
        }
        return nil
    }

    /// `300`, `300s`, `5min`, `00:04:59`, `retry=300`: a count, and the seconds of its unit where it is part of the word.
    private static func value(of word: Substring) -> (count: Double, unit: Double?)? {
        let word = word.split(separator: "=").last ?? word
        let clock = word.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
        if clock.count > 1, clock.count <= 3, !clock.contains(nil) {
            return (clock.reduce(0) { $0 * 60 + ($1 ?? 0) }, clock.count == 3 ? 1 : 60)
        }
        let digits = word.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let count = Double(digits), count > 0, count < 1_000_000 else { return nil }
        let rest = word.dropFirst(digits.count)
        if rest.isEmpty { return (count, nil) }
        return unit(rest).map { (count, $0) }
    }

    /// Within a few words before the number, somebody speaks of waiting.
    private static func isAnnounced(by words: ArraySlice<Substring>) -> Bool {
        words.suffix(6).contains { word in
            ["retry", "again", "wait", "greylisted", "graylisted", "later", "back", "delayed"].contains {
                word.hasPrefix($0)
            }
        }
    }

    private static func unit(_ word: Substring) -> Double? {
        switch word.prefix(while: \.isLetter) {
        case "s", "sec", "secs", "second", "seconds": 1
        case "m", "min", "mins", "minute", "minutes": 60
        case "h", "hr", "hrs", "hour", "hours": 3_600
        default: nil
        }
    }
}
