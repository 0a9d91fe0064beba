import Mail

/// What a file says of a reader; the later ones win where a row says several things.
package enum ImportedStatus: String, Hashable, Sendable, CaseIterable, Comparable {
    case subscribed
    /// Asked for, not confirmed.
    case pending
    case unsubscribed
    /// Bounced, complained, or on a blocklist: no mail from any list.
    case suppressed

    package static func < (left: Self, right: Self) -> Bool { left.severity < right.severity }

    private var severity: Int {
        switch self {
        case .subscribed: 0
        case .pending: 1
        case .unsubscribed: 2
        case .suppressed: 3
        }
    }
}

/// What the cells of a column say of their readers.
enum StatusMeaning: Hashable, Sendable {
    /// One of these words; any other has to be asked about.
    case words([String: ImportedStatus])
    /// Yes or no, as 1, true, yes, x or their opposites.
    case flag(yes: ImportedStatus, no: ImportedStatus, empty: ImportedStatus)
    /// This word means that; all others, nothing.
    case only(String, ImportedStatus)
    /// A time or a remark: whoever has one.
    case filled(ImportedStatus)
    /// A column of the operator's choice: words that many systems use, or yes and no by what its name means.
    case guessed(ColumnName)

    /// Nil if the cell says nothing that we know.
    func status(of cell: String) -> ImportedStatus? {
        let word = StatusWord.normalised(cell)
        switch self {
        case .words(let words): return words[word]
        case .flag(let yes, let no, let empty):
            if word.isEmpty { return empty }
            return StatusWord.truth(word).map { $0 ? yes : no }
        case .only(let only, let status): return word == only ? status : .subscribed
        case .filled(let status): return word.isEmpty ? .subscribed : status
        case .guessed(let name): return Self.guess(word, cell: cell, name)
        }
    }

    private static func guess(_ word: String, cell: String, _ name: ColumnName) -> ImportedStatus? {
        if let status = StatusWord.all[word] { return status }
        if let truth = StatusWord.truth(word) { return truth ? name.whenTrue : name.whenFalse }
        if Timestamp(exported: cell) != nil { return name.whenTrue }
        return word.isEmpty && name.isMoment ? name.whenFalse : nil
    }
}

/// Words by which mailing systems say whether somebody may be mailed.
enum StatusWord {
    /// `Opted-Out` and `opted_out` are `opted out`.
    static func normalised(_ text: String) -> String {
        let folded = FieldName.folded(text.trimmingInvisible)
        let words = folded.split { !$0.isLetter && !$0.isNumber && !"✓✔+".contains($0) }
        return words.isEmpty ? folded : words.joined(separator: " ")
    }

    static func truth(_ word: String) -> Bool? {
        if ["1", "true", "yes", "y", "t", "x", "on", "ja", "j", "oui", "o", "si", "s", "sim", "wahr", "vrai", "✓", "✔"]
            .contains(word)
        {
            return true
        }
        return ["0", "false", "no", "n", "f", "off", "nein", "non", "nao", "falsch", "faux", "-"].contains(word)
            ? false : nil
    }

    /// Words that mean nothing else in a cell of their own: one of them is enough to ask about a column.
    static let telling: Set<String> = [
        "unsubscribed", "unsubscribe", "opted out", "opt out", "optout", "not subscribed", "non subscribed",
        "nonsubscribed",
        "blocklisted", "blacklisted", "bounced", "hard bounce", "hard bounced", "hardbounce", "soft bounced",
        "complained",
        "unconfirmed", "not confirmed", "suppressed", "undeliverable", "marked as spam", "abgemeldet", "ausgetragen",
        "unbestatigt", "nicht bestatigt", "gesperrt", "desabonne", "desinscrit", "non confirme", "disiscritto",
        "dado de baja", "afgemeld", "uitgeschreven",
    ]

    static let all: [String: ImportedStatus] = {
        var words: [String: ImportedStatus] = [:]
        let groups: [(ImportedStatus, [String])] = [
            (
                .subscribed,
                [
                    "subscribed", "subscriber", "active", "enabled", "confirmed", "regular", "premium", "opted in",
                    "opt in", "optin", "in", "verified", "deliverable", "ok", "angemeldet", "bestatigt", "aktiv",
                    "abonniert", "abonne", "inscrit", "confirme", "actif", "suscrito", "confirmado", "activo", "ativo",
                    "iscritto", "confermato", "attivo", "actief", "aangemeld",
                ]
            ),
            (
                .pending,
                [
                    "unconfirmed", "pending", "not confirmed", "unverified", "not verified", "awaiting confirmation",
                    "waiting", "invited", "requested", "unactivated", "unbestatigt", "nicht bestatigt", "ausstehend",
                    "non confirme", "en attente", "pendiente", "pendente", "in attesa",
                ]
            ),
            (
                .unsubscribed,
                [
                    "unsubscribed", "unsubscribe", "inactive", "disabled", "removed", "left", "cancelled", "canceled",
                    "opted out", "opt out", "optout", "out", "deleted", "archived", "deactivated", "not subscribed",
                    "non subscribed", "nonsubscribed", "abgemeldet", "ausgetragen", "inaktiv", "deaktiviert",
                    "geloscht",
                    "desabonne", "desinscrit", "inactif", "baja", "dado de baja", "cancelado", "inactivo", "inativo",
                    "disiscritto", "inattivo", "afgemeld", "uitgeschreven", "inactief",
                ]
            ),
            (
                .suppressed,
                [
                    "bounced", "bounce", "hard bounce", "hard bounced", "hardbounce", "blocklisted", "blacklisted",
                    "blocked", "suppressed", "complained", "complaint", "spam", "marked as spam", "abuse", "cleaned",
                    "undeliverable", "unreachable", "invalid", "banned", "gesperrt",
                ]
            ),
        ]
        for (status, group) in groups { for word in group { words[word] = status } }
        return words
    }()
}

/// A column's name as words, and what "yes" in it would mean.
struct ColumnName: Hashable, Sendable {
    private let words: [String]
    private let text: String

    init(_ name: String) {
        words = FieldName.words(of: name)
        text = " \(words.joined(separator: " ")) "
    }

    /// Whether it sounds as if the column said who may be mailed.
    var soundsLikeConsent: Bool {
        Self.matches(Self.bad, self) || Self.matches(Self.gone, self) || Self.matches(Self.good, self)
            || Self.matches(Self.waiting, self)
    }

    /// "Yes" is the worse answer: nobody without an entry has to be kept away.
    var isAgainst: Bool { Self.matches(Self.bad, self) || Self.matches(Self.gone, self) || isUnconfirmed }

    var whenTrue: ImportedStatus {
        if Self.matches(Self.bad, self) { return .suppressed }
        if Self.matches(Self.gone, self) { return .unsubscribed }
        return isUnconfirmed ? .pending : .subscribed
    }

    var whenFalse: ImportedStatus {
        if isAgainst { return .subscribed }
        return Self.matches(Self.waiting, self) ? .pending : .unsubscribed
    }

    /// `confirmed_at`: an empty cell is a "no".
    var isMoment: Bool {
        !Set(words).isDisjoint(with: ["at", "on", "time", "date", "datum", "when", "am"]) || isAgainst
    }

    private var isUnconfirmed: Bool { Self.matches([" unconfirmed ", " unverified "], self) }

    private static func matches(_ phrases: [String], _ name: ColumnName) -> Bool {
        phrases.contains { name.text.contains($0) }
    }

    private static let bad = [
        " blocklist", " blacklist", " blocked ", " bounce", " hardbounce", " softbounce", " suppress", " complain",
        " spam",
        " banned ", " cleaned ", " undeliverable ", " unreachable ", " invalid ", " gesperrt ", " abuse ",
    ]
    private static let gone = [
        " unsub", " opt out", " optout", " opted out", " do not ", " donot", " dnc ", " inactive ", " disabled ",
        " deleted ", " removed ", " cancelled ", " canceled ", " deactivated ", " suspended ", " abgemeldet ",
        " abmeld", " desabonn", " desinscri", " baja ", " disiscri", " no mail", " nomail", " no email", " afgemeld",
        " uitgeschreven", " left at ", " left on ",
    ]
    private static let waiting = [
        " confirm", " unconfirmed ", " verified ", " unverified ", " double opt", " doi ", " bestatig", " verifi",
    ]
    private static let good = [
        " status ", " substatus ", " statut ", " etat ", " subscribed ", " subscribe ", " opt in", " optin",
        " opted in",
        " consent", " permission", " gdpr ", " dsgvo ", " active ", " enabled ", " accepts ", " accepted ",
        " deliverable ", " mailable ", " emailable ", " valid ", " angemeldet ", " einwilligung ", " zustimmung ",
        " aktiv ", " actif ", " activo ", " attivo ", " inscrit ", " suscrito ", " iscritto ",
        " emailstatus ", " mailstatus ", " subscriberstatus ",
    ]
}

extension Timestamp {
    /// Reads a time as other systems export it: with `T` or a space, with or without fraction and zone (`Z`, ` UTC`,
    /// `+0200`, Go's ` +0000 UTC`), or a day alone; without a zone it is UTC.
    init?(exported text: String) {
        let pattern =
            /(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d)(?: [A-Z]{3,5})?)?/
        guard let match = text.trimmingInvisible.wholeMatch(of: pattern) else { return nil }
        func number(_ part: Substring?) -> Int { part.flatMap { Int($0) } ?? 0 }
        let (month, day, hour, minute) = (number(match.2), number(match.3), number(match.4), number(match.5))
        guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, number(match.6) < 61 else {
            return nil
        }
        let fraction = number(match.7.map { ($0 + "00").prefix(3) })
        let days = CivilTime.daysSinceEpoch(year: number(match.1), month: month, day: day)
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + number(match.6) - Self.offset(match.8)
        self.init(milliseconds: Int64(seconds) * 1_000 + Int64(fraction))
    }

    private static func offset(_ zone: Substring?) -> Int {
        guard let zone, let sign = zone.first, "+-".contains(sign) else { return 0 }
        let digits = zone.dropFirst().filter(\.isNumber)
        let seconds = (Int(digits.prefix(2)) ?? 0) * 3_600 + (Int(digits.suffix(2)) ?? 0) * 60
        return sign == "-" ? -seconds : seconds
    }
}
