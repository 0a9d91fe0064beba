import Mail

/// The text of a refusal, taken apart the way a person reads it.
///
///     host mx.example.net[192.0.2.1] said: 550 5.7.1 <kim@example.net>: Recipient address rejected: members only
///     └─────────── preface ──────────────┘           └─ nobody ──────┘ └──────── label ────────┘ └─ reason ─┘
///         (see https://example.net/policy)            a footer, which never decides
///
/// - A *preface* is the reporter's: it says whose reply it quotes, and in reply to what.
/// - A *statement* is a sentence, a line that begins anew, or what stands in brackets.
/// - A *label* ends with a colon. It says who speaks ("Recipient address rejected:", "spam filter:"); what is behind
///   it is the *reason*.
/// - Addresses, URLs, host names and passed checks ("dkim=pass") are no words: nobody says anything with them.
struct ReplyText: Sendable {
    struct Statement: Sendable {
        /// Labels and reason.
        let words: WordList
        let reason: WordList
        /// It points somewhere else: "See …", "If you believe …".
        let isFooter: Bool
    }

    /// What the server said, whose reply it is.
    private(set) var statements: [Statement] = []
    /// What stands in front of a reply that is quoted.
    private(set) var preface: [Statement] = []
    /// The reply with its codes, without the preface.
    private(set) var quoted = ""
    /// It sends us to look our own IP address up.
    private(set) var hasLookup = false

    /// A server says little, and what is far behind is a footer.
    private static let limit = 8_192

    init(_ text: String) {
        var reader = ReplyTextReader()
        for line in text.prefix(utf8Count: Self.limit).split(whereSeparator: \.isNewline) { reader.read(line) }
        reader.endStatement()
        preface = reader.preface
        statements = reader.statements
        quoted = reader.tokens.joined(separator: " ")
        hasLookup = reader.hasLookup
    }

    /// What may decide; footers are asked last, and only about us.
    var deciding: [Statement] { statements.filter { !$0.isFooter } }
    var footers: [Statement] { statements.filter(\.isFooter) }
}

/// Collects words into parts, statements and the preface.
private struct ReplyTextReader {
    private(set) var statements: [ReplyText.Statement] = []
    private(set) var preface: [ReplyText.Statement] = []
    private(set) var tokens: [String] = []
    private(set) var hasLookup = false
    private var parts: [[String]] = [[]]
    /// Inside of brackets.
    private var inner: [String]?
    private var code: Substring?
    private var previous: Substring = ""

    mutating func read(_ line: Substring) {
        let words = line.split(whereSeparator: \.isWhitespace)
        // What continues a sentence begins in lower case, or with an abbreviation.
        let first = words.first { !ReplyToken.isCode($0) && EnhancedStatusCode($0) == nil } ?? ""
        if ReplyToken.startsSentence(first) { endStatement() }
        previous = ""
        for (index, word) in words.enumerated() {
            let next = words.indices.contains(index + 1) ? words[index + 1] : ""
            let token = codeTaken(from: word, next: next) ?? word
            tokens.append(String(word))
            if !ReplyToken.isQuotedName(word, after: previous, before: next) { read(token: token) }
            previous = word
        }
    }

    /// A reply code at its place begins a line of the reply, or the reply that somebody quotes. The rest of the word.
    private mutating func codeTaken(from word: Substring, next: Substring) -> Substring? {
        let bare = word.drop { "('\"[".contains($0) }
        guard let number = ReplyToken.code(bare) else { return nil }
        let rest = bare.dropFirst(3)
        let isGlued = rest.hasPrefix("-")
        let isIntroduced =
            previous.isEmpty && tokens.isEmpty || ":;>'\"".contains(previous.last ?? " ") || previous == "said"
            || EnhancedStatusCode(next)?.statusClass == Int(number.prefix(1)) || word.first == "\"" || word.first == "'"
        guard isGlued || number == code || isIntroduced || previous.isEmpty else { return nil }
        guard !ReplyToken.units.contains(next.lowercased()) else { return nil }
        if number != code || previous == "->" || rest.hasPrefix("-'") { quoteStarts() } else { lineStarts(rest, next) }
        code = number
        return isGlued ? rest.dropFirst() : rest
    }

    /// All that was said before is about the reply, and not part of it.
    private mutating func quoteStarts() {
        endStatement()
        preface += statements
        statements = []
        tokens = []
    }

    private mutating func lineStarts(_ rest: Substring, _ next: Substring) {
        let word = rest.count > 1 ? rest.dropFirst() : next
        if ReplyToken.startsSentence(word) { endStatement() }
    }

    private mutating func read(token: Substring) {
        var token = token
        while let first = token.first, "'\"`*".contains(first) { token.removeFirst() }
        if let first = token.first, "([".contains(first), inner == nil {
            inner = []
            token.removeFirst()
        }
        let bare = token.trimmedEnd(".,;!?'\"`*")
        let closes = inner != nil && (bare.hasSuffix(")") || bare.hasSuffix("]"))
        add(token)
        if closes { endInner() }
        guard inner == nil, !ReplyToken.isName(token) || token.hasSuffix(":") else { return }
        if token.hasSuffix(":") { parts.append([]) }
        if token.hasSuffix("...") || ReplyToken.endsSentence(token) { endStatement() }
    }

    private mutating func add(_ token: Substring) {
        if token.contains("://") || token.hasPrefix("www.") {
            hasLookup = hasLookup || ReplyToken.namesIP(token)
            return
        }
        guard !ReplyToken.isName(token.trimmedEnd(".,;:!?)]'\"")), !ReplyToken.isPassedCheck(token) else { return }
        if inner != nil { inner?.append(String(token)) } else { parts[parts.count - 1].append(String(token)) }
    }

    private mutating func endInner() {
        guard let words = inner else { return }
        inner = nil
        append([words])
    }

    mutating func endStatement() {
        endInner()
        append(parts)
        parts = [[]]
    }

    private mutating func append(_ parts: [[String]]) {
        let lists = parts.map { WordList($0.joined(separator: " ")) }.filter { !$0.words.isEmpty }
        guard let reason = lists.last else { return }
        let words = WordList(words: lists.flatMap(\.words))
        statements.append(
            ReplyText.Statement(words: words, reason: reason, isFooter: ReplyToken.isFooter(words)))
    }
}

/// What a single word of a reply is.
private enum ReplyToken {
    static func isCode(_ word: Substring) -> Bool { code(word) != nil }

    /// The three digits at its start, with nothing or a hyphen behind.
    static func code(_ word: Substring) -> Substring? {
        let digits = word.prefix { ("0"..."9").contains($0) }
        guard digits.count == 3, digits.first == "4" || digits.first == "5" else { return nil }
        let rest = word.dropFirst(3)
        return rest.isEmpty || rest == ":" || rest == "," || rest.hasPrefix("-") ? digits : nil
    }

    /// What makes a number a count.
    static let units: Set<String> = [
        "messages", "recipients", "mails", "emails", "connections", "sessions", "per", "bytes", "kb", "mb", "gb",
        "seconds", "minutes", "hours", "days", "times",
    ]

    /// A capital with a small letter behind it: "Sender", and not "PTR".
    static func startsSentence(_ word: Substring) -> Bool {
        let word = word.drop { !$0.isLetter && !$0.isNumber }
        return word.first?.isUppercase == true && word.dropFirst().first?.isLowercase == true
    }

    static func endsSentence(_ word: Substring) -> Bool {
        guard let last = word.trimmedEnd("'\")]").last, ".;!?".contains(last) else { return false }
        return word.contains(where: \.isLetter) && word.count > 2
    }

    static func namesIP(_ url: Substring) -> Bool {
        url.split { !($0.isNumber || $0 == ".") }.contains { $0.split(separator: ".").count == 4 }
    }

    static func isPassedCheck(_ word: Substring) -> Bool {
        let parts = word.lowercased().split { "=:/".contains($0) }
        guard parts.count == 2, let value = parts.last else { return false }
        return ["pass", "passed", "ok", "none", "neutral"].contains(value.trimmedEnd(".,;)]"))
    }

    /// A local part in quotes, beside what it is the name of: `unknown user "sender"`.
    static func isQuotedName(_ word: Substring, after previous: Substring, before next: Substring) -> Bool {
        let bare = word.trimmedEnd(".,;:")
        guard bare.count > 2, let mark = bare.first, "\"'`".contains(mark), let end = bare.last, "\"'".contains(end)
        else {
            return false
        }
        return [previous, next].contains { named.contains($0.lowercased().trimmedEnd(".,;:")) }
    }

    private static let named: Set<Substring> = [
        "user", "mailbox", "recipient", "account", "address", "alias", "local-part", "localpart", "unknown",
    ]

    /// The name of a host, in one case throughout: `mx1.antispam.example.net`, `mail.i.ua/err/3`.
    static func isName(_ word: Substring) -> Bool {
        let host = word.drop { "<([".contains($0) }.prefix { !"/[:>)".contains($0) }
        guard host.contains("."), host.lowercased() == host || host.uppercased() == host else { return false }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isHost = labels.allSatisfy { label in
            !label.isEmpty && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        }
        guard isHost, labels.count >= 2, let top = labels.last, top.allSatisfy(\.isLetter) else { return false }
        return labels.count >= 3 || top.count == 2 || tops.contains(top.lowercased())
    }

    private static let tops: Set<String> = [
        "com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "name", "example", "test", "invalid", "local",
        "localdomain", "lan", "internal", "email", "mail", "cloud", "online", "app", "dev",
    ]

    static func isFooter(_ words: WordList) -> Bool { footers.startAny(words) && !prohibitions.startAny(words) }

    private static let prohibitions: [Phrase] = ["you may not", "you can not"]

    private static let footers: [Phrase] = [
        "see", "please see", "for more", "for information", "for explanation", "for further", "for instructions",
        "for help", "for details", "for assistance", "please visit", "visit", "learn more", "contact",
        "please contact", "if you", "if this", "to request", "to best protect", "in reply to", "please forward",
        "please try double", "please check", "please inspect", "please be sure", "more information", "more info",
        "refer to", "please refer", "read more", "details at", "protected by", "scanned by", "powered by",
        "checked by", "this server is protected", "this system is protected", "thank you", "you can", "you may",
        "unauthorized use", "no uce", "no spam", "no ube", "spam is not", "we do not accept spam", "our policy",
        "ask your",
    ]
}

extension [Phrase] {
    /// Whether the words begin with one of them.
    fileprivate func startAny(_ list: WordList) -> Bool { contains { $0.position(in: list.words) == 0 } }
}

extension StringProtocol where SubSequence == Substring {
    fileprivate func trimmedEnd(_ marks: String) -> Substring {
        var rest = self[...]
        while let last = rest.last, marks.contains(last) { rest.removeLast() }
        return rest
    }
}
