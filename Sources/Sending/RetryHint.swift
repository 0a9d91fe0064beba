import Mail

/// A server's own word on when to come back, read out of a refusal's text: "try again in 300 seconds".
///
/// No standard gives it a form (RFC 5321 leaves the text of a reply free). A hint is a small sentence, and nothing
/// less is one: somebody speaks of coming back, then of a span, with a unit, and with nothing between them but the words
/// that lead from one to the other.
///
///     try again in 300 seconds          again · in · 300 seconds          postgrey, Exim, rspamd
///     come back in 00:04:59             back · in · hours:minutes:seconds  milter-greylist
///     Greylisted for 5 minutes          greylisted · for · 5 minutes       sqlgrey
///     retry=300s                        a key and its value
///     In 5 minutes, please try again    the same turned round, as a sentence of its own
///
/// Numbers with another sense (a queue id, a size, an address, a time of day, a date) stand in no such sentence.
package enum RetryHint {
    /// Longer hints are cut to this.
    package static let longest = Duration.seconds(24 * 3_600)
    /// Shorter ones are rounded up to this: who says "in 1 second" means "not now", and coming back every second
    /// would use up the schedule, and the server's patience.
    package static let shortest = Duration.seconds(30)

    /// The pause that a temporary refusal asks for, or nil if it names none.
    package static func read(_ reply: SMTPReply) -> Duration? {
        guard reply.isTransient else { return nil }
        let words = words(of: reply.text)
        for index in words.indices {
            guard let span = value(ofKeyAt: index, in: words) ?? announced(at: index, in: words) else { continue }
            return min(max(.milliseconds(span), shortest), longest)
        }
        return nil
    }

    // MARK: Words

    private struct Word {
        let text: String
        /// A full stop or semicolon follows.
        let endsSentence: Bool
    }

    /// More than a hint needs; a reply can be as long as a server likes.
    private static let wordLimit = 500

    private static func words(of text: String) -> [Word] {
        text.split { $0.isWhitespace || "()[]<>,\"".contains($0) }.prefix(wordLimit).compactMap { token in
            let ends =
                token.hasSuffix(".") && !token.lowercased().hasPrefix("approx") || token.hasSuffix(";")
                || token.hasSuffix("!")
            let core = trimmed(token, ".;!?:-")
            // QUIRK: "300M" and "5 M" are sizes; "5m" is a span.
            let isSize = core.last == "M" && (core.count == 1 || core.first?.isNumber == true)
            let text = isSize ? "-" : core.lowercased()
            return core.isEmpty ? nil : Word(text: text, endsSentence: ends)
        }
    }

    private static func trimmed(_ token: Substring, _ marks: String) -> Substring {
        var token = token
        while let last = token.last, marks.contains(last) { token.removeLast() }
        return token.drop { ".;:!?".contains($0) }
    }

    // MARK: Sentences

    /// `retry=300`, `retry-after: 300s`: milliseconds. Without a unit, seconds, as in HTTP.
    private static func value(ofKeyAt index: Int, in words: [Word]) -> Int64? {
        let parts = words[index].text.split(separator: "=", omittingEmptySubsequences: false)
        if parts.count == 2, keys.contains(String(parts[0])) {
            return compact(parts[1]) ?? number(parts[1])
        }
        guard words[index].text == "retry-after", words.indices.contains(index + 1) else { return nil }
        let next = words[index + 1].text[...]
        return span(at: index + 1, in: words)?.milliseconds ?? number(next)
    }

    private static let keys: Set<String> = ["retry", "retry-after", "retry_after", "retryafter"]

    /// A span at this place, if somebody speaks of coming back before or after it.
    private static func announced(at index: Int, in words: [Word]) -> Int64? {
        guard let span = span(at: index, in: words) else { return nil }
        if isAnnounced(span, before: index, in: words) { return span.milliseconds }
        // "too many messages in 1 hour, try again" tells of the past.
        guard index > 0, ["in", "after"].contains(words[index - 1].text), !words[span.end - 1].endsSentence,
            startsSentence(index - 1, in: words)
        else { return nil }
        return isComeBack(words[span.end...].prefix(4).map(\.text)) ? span.milliseconds : nil
    }

    /// Backwards from the number: a word that leads to a span, others that may stand there, a word of coming back.
    private static func isAnnounced(_ span: Span, before index: Int, in words: [Word]) -> Bool {
        var leads = false
        for (distance, word) in words[..<index].reversed().prefix(8).enumerated() {
            if word.endsSentence { return false }
            // "delayed for 3 days, giving up"
            if ["delayed", "deferred"].contains(word.text), span.milliseconds >= 86_400_000 { return false }
            if announcers.contains(word.text) { return leads || distance == 0 && takesSpan.contains(word.text) }
            guard fillers.contains(word.text) || leaders.contains(word.text) else { return false }
            // "try again at 14:30" is a time of day.
            if word.text == "at", !(distance > 0 && words[index - distance].text == "least") { return false }
            leads = leads || leaders.contains(word.text)
            // "retry after 14:30:00" may be one, too.
            if span.isClock, distance == 0, !["in", "for", "after", "another", "least"].contains(word.text) {
                return false
            }
        }
        return false
    }

    /// Nothing before it in its sentence but codes.
    private static func startsSentence(_ index: Int, in words: [Word]) -> Bool {
        let before = words[..<index].reversed().prefix { !$0.endsSentence }
        return before.allSatisfy { !$0.text.contains(where: \.isLetter) || $0.text == "please" }
    }

    private static func isComeBack(_ words: [String]) -> Bool {
        let words = words.filter { $0 != "please" && $0 != "and" && $0 != "then" }
        return words.first == "retry" || words.starts(with: ["try", "again"]) || words.starts(with: ["come", "back"])
    }

    private static let announcers: Set<String> = [
        "again", "retry", "retrying", "resend", "wait", "waiting", "back", "later", "delayed", "greylisted",
        "graylisted", "greylisting", "graylisting", "deferred", "resubmit", "versuchen", "réessayez", "réessayer",
        "nuevo",
    ]
    /// Announcers that need no word between them and the span: "wait 300s".
    private static let takesSpan: Set<String> = ["wait", "retry", "delayed"]
    /// Words that a span follows.
    private static let leaders: Set<String> = [
        "in", "after", "for", "by", "least", "another", "about", "approximately", "approx", "minimum",
        "dans", "en",
    ]
    private static let fillers: Set<String> = [
        "at", "please", "later", "a", "an", "of", "the", "your", "this", "message", "mail", "email", "it", "sending",
        "to", "be", "temporarily", "you", "must", "should", "may", "until",
        "es", "sie", "bitte",
    ]

    // MARK: Spans

    private struct Span {
        var milliseconds: Int64
        /// The word behind it.
        var end: Int
        var isClock = false
    }

    /// `300 seconds`, `300s`, `1h30m`, `5 minutes and 30 seconds`, `00:05:00`.
    private static func span(at index: Int, in words: [Word]) -> Span? {
        if let clock = clock(words[index].text) {
            guard !isTimeOfDay(behind: index, in: words) else { return nil }
            return Span(milliseconds: clock, end: index + 1, isClock: true)
        }
        guard var span = part(at: index, in: words) else { return nil }
        var next = span.end
        if words.indices.contains(next), words[next].text == "and" { next += 1 }
        if words.indices.contains(next), !words[span.end - 1].endsSentence, let more = part(at: next, in: words) {
            span = Span(milliseconds: span.milliseconds + more.milliseconds, end: more.end)
        }
        return span.milliseconds > 0 ? span : nil
    }

    private static func part(at index: Int, in words: [Word]) -> Span? {
        let text = words[index].text[...]
        if let value = compact(text) { return Span(milliseconds: value, end: index + 1) }
        if text == "half", words.indices.contains(index + 2), words[index + 1].text == "an",
            words[index + 2].text == "hour"
        {
            return Span(milliseconds: 1_800_000, end: index + 3)
        }
        guard let count = count(text), words.indices.contains(index + 1), let unit = unit(words[index + 1].text) else {
            return nil
        }
        return Span(milliseconds: count * unit, end: index + 2)
    }

    /// A number, the greater one of `5-10`, or one in words.
    private static func count(_ text: Substring) -> Int64? {
        if let count = numerals[String(text)] { return count * 1_000 }
        let range = text.split(separator: "-", omittingEmptySubsequences: false)
        return range.count == 2 && number(range[0]) != nil ? number(range[1]) : number(text)
    }

    private static let numerals: [String: Int64] = [
        "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10,
        "twelve": 12,
        "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60,
    ]

    /// `300s`, `5min`, `1h30m`, and nothing behind.
    private static func compact(_ text: Substring) -> Int64? {
        var rest = text
        var sum: Int64 = 0
        var parts = 0
        while !rest.isEmpty {
            let digits = rest.prefix { isDigit($0) || $0 == "." }
            let letters = rest.dropFirst(digits.count).prefix(while: \.isLetter)
            guard parts < 4, let count = number(digits), let unit = unit(String(letters)) else { return nil }
            sum += count * unit
            parts += 1
            rest = rest.dropFirst(digits.count + letters.count)
        }
        return sum > 0 ? sum : nil
    }

    /// A number of at most six digits and three decimals, times 1000.
    private static func number(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, (1...6).contains(whole.count), parts.count <= 2,
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }), let count = Int64(whole)
        else { return nil }
        let decimals = parts.count == 2 ? Int64(parts[1].prefix(3).padded) ?? 0 : 0
        let value = count * 1_000 + decimals
        return value > 0 ? value : nil
    }

    /// `00:05:00`: hours, minutes and seconds. Two numbers may be anything.
    private static func clock(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(isDigit) }) else {
            return nil
        }
        let values = parts.compactMap { Int64($0) }
        guard values.count == 3, values[1] < 60, values[2] < 60 else { return nil }
        let seconds = (values[0] * 60 + values[1]) * 60 + values[2]
        return seconds > 0 ? seconds * 1_000 : nil
    }

    /// A zone behind it, a date before it, or more hours than anybody asks for in this form.
    private static func isTimeOfDay(behind index: Int, in words: [Word]) -> Bool {
        let next = words.indices.contains(index + 1) ? words[index + 1].text : ""
        let isZone = ["utc", "gmt", "am", "pm", "cet", "cest", "est", "edt", "pst", "pdt"].contains(next)
        let isOffset = (next.hasPrefix("+") || next.hasPrefix("-")) && next.count == 5
        let afternoon = words[index].text.split(separator: ":").first.flatMap { Int($0) } ?? 0
        let follows = index > 0 ? words[index - 1].text : ""
        return isZone || isOffset || follows == "after" && afternoon >= 6
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    /// In seconds.
    private static func unit(_ word: String) -> Int64? {
        switch word {
        case "s", "sec", "secs", "second", "seconds", "second(s", "sekunden", "secondes", "segundos": 1
        case "m", "min", "mins", "minute", "minutes", "minute(s", "minuten", "minutos": 60
        case "h", "hr", "hrs", "hour", "hours", "hour(s", "stunde", "stunden", "heure", "heures", "hora", "horas": 3_600
        case "d", "day", "days", "day(s": 86_400
        default: nil
        }
    }
}

extension Substring {
    /// Three decimals: `5` → `500`.
    fileprivate var padded: String { self + String(repeating: "0", count: 3 - count) }
}
