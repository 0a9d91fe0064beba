import Mail

/// What the operator said about a file beside its name.
package struct ImportChoices: Hashable, Sendable {
    /// The list; nil: the ones that our own export names.
    package var list: String?
    /// Columns that say who may be mailed.
    package var statusColumns: [String] = []
    /// Columns that only look like it.
    package var ignoredColumns: [String] = []
    /// What words in those columns mean.
    package private(set) var meanings: [String: ImportedStatus] = [:]
    /// What everybody in the file is, unless a column says worse.
    package var everybody: ImportedStatus?

    package init(list: String? = nil) { self.list = list }

    /// Case and punctuation of the word do not count.
    package mutating func set(_ word: String, to status: ImportedStatus) {
        meanings[StatusWord.normalised(word)] = status
    }
}

/// Which column of an import file holds what.
struct ImportHeader: Sendable {
    struct Attribute: Hashable, Sendable {
        /// As an issue writes it.
        let name: String
        /// As the file has it.
        let title: String
        let column: Int
    }

    let titles: [String]
    let system: KnownSystem?
    let address: Int
    /// One column with the whole name, or two with its parts.
    let name: [Int]
    let attributes: [Attribute]
    /// What says who may be mailed, and how.
    let meanings: [(column: Int, meaning: StatusMeaning)]
    /// Columns that might say it: they have to be asked about if their values or names look like it.
    let doubtful: [Int]
    /// When somebody left, the first that is filled.
    let leftAt: [Int]
    let json: Int?
    /// What the file as a whole says of everybody in it.
    let everybody: ImportedStatus
    private let own: [OwnColumn: Int]

    var count: Int { titles.count }
    var isOurOwn: Bool { own[.state] != nil }
    func column(_ own: OwnColumn) -> Int? { self.own[own] }

    /// Names in the file that no issue could use, with those that they became.
    var renamed: [(title: String, name: String)] {
        attributes.filter { $0.name != $0.title }.map { ($0.title, $0.name) }
    }

    init(_ fields: [String], choices: ImportChoices = ImportChoices()) throws(ImportFileProblem) {
        let titles = fields.map(\.trimmingInvisible)
        let keys = titles.map { $0.lowercased() }
        let named = keys.enumerated().filter { !$0.element.isEmpty }
        if let twice = named.first(where: { keys.firstIndex(of: $0.element) != $0.offset }) {
            throw .duplicateColumn(titles[twice.offset])
        }
        let system = KnownSystem.all.first { $0.matches(keys) }
        let mailchimpAddress = system?.name == "Mailchimp" ? keys.indices.first : nil
        guard let address = Self.first(Self.addressNames, in: keys) ?? mailchimpAddress else {
            throw .noAddressColumn(columns: titles)
        }
        let shown = titles.enumerated().map { $1.isEmpty ? "column \($0 + 1)" : $1 }
        let chosen = try Self.columns(choices.statusColumns, in: shown)
        let ignored = Set(try Self.columns(choices.ignoredColumns, in: shown))
        self.titles = shown
        self.system = system
        self.address = address
        let whole = Self.first(Self.wholeNames, in: keys)
        name = whole.map { [$0] } ?? [Self.firstNames, Self.lastNames].compactMap { Self.first($0, in: keys) }
        var own: [OwnColumn: Int] = [:]
        if system?.name == KnownSystem.own.name {
            for column in OwnColumn.allCases { own[column] = keys.firstIndex(of: column.rawValue) }
        }
        self.own = own
        var meanings: [(column: Int, meaning: StatusMeaning)] = []
        for entry in system?.meanings ?? [] {
            if let column = keys.firstIndex(of: entry.column) { meanings.append((column, entry.meaning)) }
        }
        for column in chosen { meanings.append((column, StatusMeaning.guessed(ColumnName(shown[column])))) }
        self.meanings = meanings
        leftAt = (system?.leftAt ?? []).compactMap { keys.firstIndex(of: $0) }
        json = system?.json.flatMap { keys.firstIndex(of: $0) }
        let file = system?.files.first { keys.contains($0.column) && !keys.contains($0.unless) }
        everybody = max(choices.everybody ?? .subscribed, file?.status ?? .subscribed)

        // Columns that are something else than an attribute.
        var taken: Set<Int> = [address]
        taken.formUnion(own.values)
        taken.formUnion(meanings.map(\.column))
        if let whole { taken.insert(whole) }
        if let json { taken.insert(json) }
        let settled = taken.union(name).union(leftAt).union(ignored)
        // What is in our own export beside its columns are attributes.
        let isOwn = !own.isEmpty
        doubtful = keys.indices.filter { column in
            let isKnown =
                system.map { $0.columns.contains(keys[column]) || $0.dropped.contains(keys[column]) } ?? false
            return !isOwn && !isKnown && !settled.contains(column)
        }
        let wanted = named.map(\.offset).filter { column in
            !taken.contains(column) && system?.dropped.contains(keys[column]) != true
        }
        attributes = try Self.attributes(wanted, titles)
    }

    private static func attributes(_ columns: [Int], _ titles: [String]) throws(ImportFileProblem) -> [Attribute] {
        var attributes: [Attribute] = []
        for column in columns {
            let name = FieldName.usable(titles[column], column: column + 1)
            if let other = attributes.first(where: { $0.name == name }) {
                throw .sameFieldName(other.title, titles[column], name: name)
            }
            attributes.append(Attribute(name: name, title: titles[column], column: column))
        }
        return attributes
    }

    private static func columns(_ names: [String], in titles: [String]) throws(ImportFileProblem) -> [Int] {
        var columns: [Int] = []
        for name in names {
            let wanted = name.trimmingInvisible.lowercased()
            guard let column = titles.firstIndex(where: { $0.lowercased() == wanted }) else {
                throw .noSuchColumn(name, columns: titles)
            }
            columns.append(column)
        }
        return columns
    }

    /// The column with the first of these names that the file has.
    private static func first(_ names: [String], in keys: [String]) -> Int? {
        let folded = keys.map { StatusWord.normalised($0) }
        for name in names {
            if let column = folded.firstIndex(of: name) { return column }
        }
        return nil
    }

    /// In the order of their weight: an `address` beside an `email` is where somebody lives.
    private static let addressNames = [
        "email", "e mail", "email address", "e mail address", "emailaddress", "mail address", "subscriber email",
        "e mail adresse", "email adresse", "emailadresse", "mailadresse", "mail", "courriel", "adresse e mail",
        "adresse email", "adresse de courriel", "correo electronico", "correo", "indirizzo email", "e mailadres",
        "address",
    ]
    private static let wholeNames = ["name", "full name", "fullname", "display name", "subscriber name"]
    private static let firstNames = [
        "first name", "firstname", "fname", "given name", "vorname", "prenom", "nombre", "voornaam",
    ]
    private static let lastNames = [
        "last name", "lastname", "lname", "surname", "family name", "nachname", "nom", "apellido", "apellidos",
        "achternaam",
    ]
}
