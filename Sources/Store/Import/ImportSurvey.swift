import Mail

/// The first reading of an import file: what its columns say of consent, and what has to be asked before anything is
/// stored.
struct ImportSurvey {
    private struct Column {
        var filled = 0
        var truths = 0
        var words = 0
        var isTelling = false
        /// As written, with the line of the first.
        var samples: [(text: String, line: Int)] = []

        mutating func take(_ cell: String, line: Int) {
            let word = StatusWord.normalised(cell)
            if word.isEmpty { return }
            filled += 1
            if StatusWord.truth(word) != nil { truths += 1 } else if StatusWord.all[word] != nil { words += 1 }
            if StatusWord.telling.contains(word) { isTelling = true }
            if samples.count < 5, !samples.contains(where: { $0.text == cell }) { samples.append((cell, line)) }
        }

        /// A word that means nothing else, or nothing but words and yes and no that could mean it.
        var looksLikeConsent: Bool { isTelling || (filled > 0 && truths + words == filled) }
    }

    let name: String
    let choices: ImportChoices
    private(set) var header: ImportHeader?
    /// Lists that our own export names, with how many rows name each.
    private(set) var lists: [String: Int] = [:]
    private var doubtful: [Int: Column] = [:]
    private var unknown: [Int: [(text: String, line: Int)]] = [:]
    private(set) var isBare = false

    init(name: String, choices: ImportChoices) {
        self.name = name
        self.choices = choices
    }

    mutating func take(_ row: CSVRow) throws(StoreError) {
        guard let header else { return try begin(row) }
        guard case .success(let fields) = row.content, fields.count == header.count else { return }
        for column in header.doubtful { doubtful[column, default: Column()].take(fields[column], line: row.line) }
        for (column, meaning) in header.meanings {
            let cell = fields[column]
            guard choices.meanings[StatusWord.normalised(cell)] == nil, meaning.status(of: cell) == nil else {
                continue
            }
            let known = unknown[column, default: []]
            if known.count < 5, !known.contains(where: { $0.text == cell }) {
                unknown[column] = known + [(cell, row.line)]
            }
        }
        if let column = header.column(.list), lists.count < 1_000 {
            let list = fields[column].trimmingInvisible
            if !list.isEmpty { lists[list, default: 0] += 1 }
        }
    }

    private mutating func begin(_ row: CSVRow) throws(StoreError) {
        do throws(ImportFileProblem) {
            switch row.content {
            case .success(let fields):
                isBare = fields.count == 1 && (try? EmailAddress(fields[0].trimmingInvisible)) != nil
                // A file of bare addresses, as Mailman's web pages give them, has no line with names.
                header = try ImportHeader(isBare ? ["email"] : fields, choices: choices)
            case .failure(let damage): throw .damagedHeader(damage.rawValue)
            }
        } catch {
            throw .unusableFile(name: name, problem: error)
        }
    }

    /// What the file is understood as.
    ///
    /// - Throws: what has to be answered first, all of it at once.
    func result() throws(StoreError) -> ImportHeader {
        guard let header else { throw .unusableFile(name: name, problem: .empty) }
        var questions: [ImportQuestion] = []
        for column in header.doubtful {
            let seen = doubtful[column] ?? Column()
            let title = ColumnName(header.titles[column])
            let isAsked = title.soundsLikeConsent && !(seen.filled == 0 && title.isAgainst)
            if isAsked || seen.looksLikeConsent {
                questions.append(.column(header.titles[column], values: seen.samples.map(\.text)))
            }
        }
        for (column, values) in unknown.sorted(by: { $0.key < $1.key }) {
            let values = values.map { ImportQuestion.Value(text: $0.text, line: $0.line) }
            questions.append(.values(column: header.titles[column], values))
        }
        if questions.isEmpty, header.meanings.isEmpty, choices.everybody == nil, header.everybody == .subscribed,
            let word = Self.tellingWord(in: name)
        {
            questions.append(.fileName(word))
        }
        if !questions.isEmpty { throw .unansweredImport(name: name, questions) }
        return header
    }

    /// `unsubscribed.csv` holds those who left, whatever its columns are.
    private static func tellingWord(in path: String) -> String? {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return FieldName.words(of: file).first { word in
            StatusWord.telling.contains(word)
                || [
                    "bounces", "unsubscribes", "optouts", "suppression", "suppressions", "blocklist", "blacklist",
                    "cleaned", "complaints", "inactive",
                ].contains(word)
        }
    }
}

/// What an import has to know before it puts anybody on a list.
package enum ImportQuestion: Hashable, Sendable {
    package struct Value: Hashable, Sendable {
        package let text: String
        package let line: Int
    }

    /// A column looks as if it said who may be mailed.
    case column(String, values: [String])
    /// A column that says it has words that we do not know.
    case values(column: String, [Value])
    /// The file's name says that its people are not to be mailed.
    case fileName(String)
}

extension ImportQuestion: CustomStringConvertible {
    package var description: String {
        switch self {
        case .column(let name, let values):
            let shown = values.isEmpty ? "" : " (it has \(Self.list(values)))"
            return "Column '\(Self.clean(name))' looks as if it said who may be mailed\(shown). If it does, add "
                + "--status-column \(Self.quoted(name)). If not, add --ignore-column \(Self.quoted(name)): it is then "
                + "an attribute like any other."
        case .values(let column, let values):
            let texts = values.map { "\($0.text.isEmpty ? "nothing" : "'\(Self.clean($0.text))'") in line \($0.line)" }
            let example = values.first.map(\.text) ?? ""
            return "Column '\(Self.clean(column))' says who may be mailed, but mailer does not know what "
                + "\(texts.joined(separator: ", ")) means. Say it for each: --status-value "
                + "\(Self.quoted(example + "=unsubscribed")) (or subscribed, pending, suppressed)."
        case .fileName(let word):
            return "The file's name has '\(word)' in it, and no column says who may be mailed. Add --all-are "
                + "unsubscribed, --all-are suppressed or --all-are pending; --all-are subscribed if the name misleads."
        }
    }

    private static func list(_ values: [String]) -> String {
        values.map { "'\(clean($0))'" }.joined(separator: ", ")
    }

    private static func clean(_ text: String) -> String { String(text.spellingOutInvisible.prefix(60)) }

    /// For a shell.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                || [UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: ".")].contains(byte)
        }
        return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
