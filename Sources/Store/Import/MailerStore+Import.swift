import GRDB
import Mail

extension MailerStore {
    private static let batchSize = 1_000

    /// Puts the addresses of a CSV file on a list, or on those that our own export names. A bad row is skipped, with
    /// its line and the reason.
    ///
    /// The first line names the columns: `email` (or what others call it), a name if any, all others are attributes. The
    /// file is read twice: first to see what its columns say of consent, so that a question comes before anything is
    /// stored. Lists that do not exist are made with their first reader. Stored in transactions of 1,000 rows: after a
    /// failure in the middle, importing the file again goes on where it stopped. `progress` gets the rows so far, after
    /// each, and must be quick.
    package func importCSV(
        _ source: ImportSource, _ choices: ImportChoices, at now: Timestamp,
        progress: (_ rows: Int) -> Void = { _ in }
    ) throws(StoreError) -> ImportResult {
        var survey = ImportSurvey(name: source.name, choices: choices)
        try source.rows { row throws(StoreError) in try survey.take(row) }
        let header = try survey.result()
        try check(survey, header, choices)

        var run = ImportRun(header: header, choices: choices, isBare: survey.isBare)
        run.isOfOneList = survey.lists.count == 1
        var lists = ImportLists()
        try source.rows { row throws(StoreError) in
            run.take(row)
            if run.candidates.count == Self.batchSize { try store(&run, &lists, from: source, at: now, progress) }
        }
        try store(&run, &lists, from: source, at: now, progress)
        for list in run.result.lists.keys { run.result.lists[list]?.skipped.sort { $0.line < $1.line } }
        run.result.newLists = lists.made
        return run.result
    }

    /// Names are checked before the first row is stored.
    private func check(
        _ survey: ImportSurvey, _ header: ImportHeader, _ choices: ImportChoices
    ) throws(StoreError) {
        if let list = choices.list {
            if survey.lists.count > 1, survey.lists[list] == nil {
                throw .unusableFile(
                    name: survey.name, problem: .otherLists(survey.lists.keys.sorted(), wanted: list))
            }
            return try checkListName(list)
        }
        if header.column(.list) == nil { throw .unusableFile(name: survey.name, problem: .noList) }
        for list in survey.lists.keys.sorted() { try checkListName(list) }
    }

    private func checkListName(_ name: String) throws(StoreError) {
        guard let problem = ListName.problem(name), try list(named: name) == nil else { return }
        throw .unusableListName(name, why: problem)
    }

    private func store(
        _ run: inout ImportRun, _ lists: inout ImportLists, from source: ImportSource, at now: Timestamp,
        _ progress: (Int) -> Void
    ) throws(StoreError) {
        let candidates = run.takeCandidates()
        if candidates.isEmpty { return }
        var batch = lists
        let outcomes = try write("import \(source.name)") { db in
            try candidates.map { candidate in
                let origin = Origin(source: "import \(source.name):\(candidate.line)", at: now)
                return try Self.store(db, candidate.reader, &batch, origin)
            }
        }
        lists = batch
        for (outcome, candidate) in zip(outcomes, candidates) { run.record(outcome, of: candidate) }
        progress(run.result.rows)
    }

    private static func store(
        _ db: Database, _ reader: ImportedReader, _ lists: inout ImportLists, _ origin: Origin
    ) throws -> ImportOutcome {
        guard let name = reader.list else { return try ImportWriter.store(db, reader, on: nil, origin: origin) }
        if let list = try lists.known(db, name) {
            return try ImportWriter.store(db, reader, on: list, origin: origin)
        }
        // A row that the list would not take makes no list.
        var outcome = ImportOutcome.unchanged
        var made: ListID?
        try db.inSavepoint {
            let list = try Self.makeList(db, name: name, title: name, at: origin.at)
            outcome = try ImportWriter.store(db, reader, on: list.id, origin: origin)
            if case .skipped = outcome { return .rollback }
            made = list.id
            return .commit
        }
        if let made { lists.remember(made, name) }
        return outcome
    }
}

/// The lists that an import puts people on, looked up once.
private struct ImportLists {
    private var ids: [String: ListID] = [:]
    private(set) var made: [String] = []

    mutating func known(_ db: Database, _ name: String) throws -> ListID? {
        if let id = ids[name] { return id }
        let id = try MailerStore.list(db, name: name)?.id
        ids[name] = id
        return id
    }

    mutating func remember(_ id: ListID, _ name: String) {
        ids[name] = id
        made.append(name)
    }
}
